// `pointperson explain`: why records are decided as they are, in sentences.

import type { ExplanationLine } from "../types.js";
import { INPUT_OPTION, labelOf, policyFor } from "./decide.js";
import { readRecords, type Row } from "./input.js";
import { hasColour, paint, writeOut } from "./output.js";
import { POLICY_OPTION, openEngine } from "./policy.js";
import { EXIT, Problem } from "./problem.js";
import { FACT_OPTIONS, factsOfCall, factsOfRow } from "./told.js";
import { sayUnread } from "./unread.js";
import { usage, type Call, type Verb } from "./verb.js";
import { printable, wrap } from "./width.js";

export const explain: Verb = {
  name: "explain",
  takes: "leads.csv",
  summary: "say in sentences why a record is decided as it is",
  details:
    "Explains every record of a file, or one of them. Compiled policies of the profile `edge` carry " +
    "no sentences; the reasons are then given as codes. The policy is found as decide finds it.",
  options: [
    POLICY_OPTION,
    { name: "id", value: "ID", help: "only the record with this id" },
    { name: "row", value: "N", help: "only the N-th record, counted from 1" },
    ...FACT_OPTIONS,
    INPUT_OPTION,
    { name: "format", value: "FORMAT", oneOf: ["text", "json"], help: "default text" },
  ],
  most: 1,
  what: "file of records",
  run,
};

async function run(call: Call): Promise<number> {
  const [path] = call.names;
  if (path === undefined) throw usage(explain, "name a file of records, or - for stdin");
  const engine = openEngine(policyFor(call, path));
  const told = await factsOfCall(call);
  const rows = await readRecords(path, call.text("input-format"));
  const chosen = choose(call, path, rows);
  const isJson = call.text("format") === "json";
  const colour = hasColour(process.stdout);
  const answers = chosen.map((at) => {
    const row = rows[at] ?? {};
    const facts = factsOfRow(row, told, `${path}, record ${at + 1}`);
    const { lines } = engine.explain(row, facts);
    return { record: labelOf(engine, row, at), owner: engine.decide(row, facts).owner, lines };
  });
  if (isJson) {
    writeOut(`${JSON.stringify(answers, null, 2)}\n`);
    return EXIT.ok;
  }
  const cells = process.stdout.isTTY ? process.stdout.columns : undefined;
  const texts = answers.map(({ record, owner, lines }) => {
    const head = paint(`${printable(record)}: ${printable(owner.name)}`, "bold", colour);
    return [head, ...lines.map((line) => wrap(printable(textOf(line)), cells, 2)), ""].join("\n");
  });
  writeOut(texts.join("\n"));
  sayUnread(engine, rows);
  return EXIT.ok;
}

function choose(call: Call, path: string, rows: readonly Row[]): number[] {
  const id = call.text("id");
  const row = call.text("row");
  if (id !== undefined && row !== undefined) {
    throw usage(explain, "--id and --row exclude each other");
  }
  const all = rows.map((_, at) => at);
  if (id !== undefined) {
    const found = all.filter(
      (at) => Object.hasOwn(rows[at] ?? {}, "id") && String(rows[at]?.["id"]).trim() === id.trim(),
    );
    if (found.length === 0) throw new Problem(`no record of ${path} has the id ${id}`);
    return found;
  }
  if (row === undefined) return all;
  if (!/^[1-9]\d{0,14}$/.test(row)) {
    throw usage(explain, `--row takes a number from 1; found ${row}`);
  }
  if (Number(row) > rows.length) {
    throw new Problem(`${path} has ${rows.length} records, so there is no row ${row}`);
  }
  return [Number(row) - 1];
}

/** The sentence; without one, the code and the ids it speaks of. */
function textOf({ code, text, ids }: ExplanationLine): string {
  return text ?? (ids.length === 0 ? code : `${code}: ${ids.join(", ")}`);
}
