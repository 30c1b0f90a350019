// Reads files of records: CSV, JSON and NDJSON, from disk or from stdin.

import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { door } from "./door.js";
import { isCalledPolicy } from "./policy.js";
import { Problem, fileProblem } from "./problem.js";

/** The formats of records. */
export const INPUT_FORMATS = ["csv", "json", "ndjson"] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

/** One record as it stands in a file, by its names. */
export type Row = { readonly [name: string]: unknown };

/** Reads a file's bytes; `-` is stdin. */
export async function readBytes(path: string): Promise<Uint8Array> {
  if (path === "-") return readStdin();
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileProblem(error, path, "read");
  }
}

async function readStdin(): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of process.stdin) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}

/** Reads the records of a file. */
export async function readRecords(
  path: string,
  format: string | undefined,
): Promise<readonly Row[]> {
  const bytes = await readBytes(path);
  const known = (format as InputFormat | undefined) ?? formatOfName(path);
  const chosen = known ?? formatOfStart(new TextDecoder().decode(bytes.subarray(0, 65_536)));
  const { rows, error, help } = door().read_records(chosen, bytes);
  if (rows) return rows;
  const name = path === "-" ? "stdin" : path;
  throw new Problem(
    `${name} cannot be read as ${chosen.toUpperCase()}: ${error ?? "no reason is known"}`,
    { help: help ?? "" },
  );
}

function formatOfName(path: string): InputFormat | undefined {
  const end = extname(path).toLowerCase();
  if (isCalledPolicy(path) || end === ".yaml" || end === ".yml") {
    throw new Problem(`${path} is no file of records, which are CSV, JSON or NDJSON`, {
      help: `a policy goes to -p: -p ${path}`,
    });
  }
  if (end === ".csv") return "csv";
  if (end === ".json") return "json";
  if (end === ".ndjson" || end === ".jsonl") return "ndjson";
  if (path === "-") return undefined;
  if ([".xlsx", ".xlsm", ".xls", ".ods", ".numbers"].includes(end)) {
    throw new Problem(`${path} is a spreadsheet's workbook`, {
      help: "save the sheet as CSV UTF-8 and name that file",
    });
  }
  throw new Problem(`the format of ${path} is not known from its name`, {
    help: `say it: --input-format ${INPUT_FORMATS.join("|")}`,
  });
}

// Of stdin the first character tells, and for an object whether it ends on its line.
function formatOfStart(text: string): InputFormat {
  const start = text.replace(/^\ufeff/, "").trimStart();
  if (start.startsWith("[")) return "json";
  if (!start.startsWith("{")) return "csv";
  return /^\{[^\n]*\}[ \t\r]*(\n|$)/.test(start) ? "ndjson" : "json";
}
