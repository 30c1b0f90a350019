// Facts from the command line: a file for all records, `--now`, and columns of the input.
//
// Columns are called `facts.accountOwner`, `facts.currentOwner`, `facts.away` and `facts.now`.
// A record's own columns win over `--now`, and that over the file.

import { momentFromText, readFacts } from "../decide/facts.js";
import { PointpersonError } from "../errors.js";
import type { Facts } from "../types.js";
import { readBytes, type Row } from "./input.js";
import { Problem } from "./problem.js";
import type { Call, Option } from "./verb.js";

/** The options that tell facts. */
export const FACT_OPTIONS: readonly Option[] = [
  { name: "facts", value: "FILE", help: "JSON file of facts for all records" },
  { name: "now", value: "TIME", help: "the present moment, such as 2026-01-31T10:00Z" },
];

/** The facts that hold for every record of a call. */
export async function factsOfCall(call: Call): Promise<Facts> {
  const path = call.text("facts");
  const told = path === undefined ? {} : await factsOfFile(path);
  const now = call.text("now");
  if (now === undefined) return told;
  if (momentFromText(now) === undefined) {
    throw new Problem(
      `--now takes a moment with a zone and milliseconds at most, or a day; found ${now}`,
      { help: "such as 2026-01-31T10:00Z, 2026-01-31T10:00:00.000+01:00 or 2026-01-31" },
    );
  }
  return { ...told, now };
}

async function factsOfFile(path: string): Promise<Facts> {
  const bytes = await readBytes(path);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Problem(`${path} is not JSON: ${(error as Error).message}`);
  }
  if (value === null || typeof value !== "object") {
    throw new Problem(`${path} holds no object of facts`);
  }
  checkFacts(value, path);
  return value as Facts;
}

/** The facts of one record: those of its columns over those of all records. */
export function factsOfRow(row: Row, all: Facts, where: string): Facts {
  let own: { [name: string]: unknown } | undefined;
  for (const column of Object.keys(row)) {
    if (!column.startsWith("facts.")) continue;
    const name = column.slice("facts.".length).trim();
    const value = factOfCell(name, row[column]);
    if (value !== undefined) (own ??= {})[name] = value;
  }
  if (!own) return all;
  checkFacts(own, where);
  return { ...all, ...own } as Facts;
}

// An empty cell under `away` tells that nobody is away and under an owner that there is none; an
// empty `now` tells nothing.
function factOfCell(name: string, value: unknown): unknown {
  if (typeof value === "number" && name !== "now") return String(value);
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (name === "now") return text === "" ? undefined : text;
  if (name === "away") return text.split(/[\s,;|]+/).filter((person) => person !== "");
  return text === "" ? null : text;
}

/** Refuses facts that no engine takes, in the words of the command line. */
function checkFacts(facts: object, where: string): void {
  try {
    readFacts(facts);
  } catch (error) {
    if (!(error instanceof PointpersonError)) throw error;
    // The message says what to do about it already.
    throw new Problem(`${where}: ${error.message}`);
  }
}

/** The facts of a test case, whose values are texts; `null` is told that there is nobody. */
export function factsOfCase(facts: readonly (readonly [string, string | null])[]): Facts {
  const told = facts.map(
    ([name, text]) => [name, text === null ? null : factOfCell(name, text)] as const,
  );
  return Object.fromEntries(told) as Facts;
}
