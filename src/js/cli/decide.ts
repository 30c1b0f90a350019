// `pointperson decide`: who owns each record of a file.

import { dirname } from "node:path";
import type { Engine } from "../decide/engine.js";
import type { Decision, Explanation } from "../types.js";
import { count } from "./check.js";
import { INPUT_FORMATS, readRecords, type Row } from "./input.js";
import { csv, hasColour, say, table, writeTo, type Column } from "./output.js";
import { POLICY_NAMING, POLICY_OPTION, findPolicy, openEngine } from "./policy.js";
import { EXIT } from "./problem.js";
import { Progress } from "./progress.js";
import { FACT_OPTIONS, factsOfCall, factsOfRow } from "./told.js";
import { sayUnread } from "./unread.js";
import { usage, type Call, type Option, type Verb } from "./verb.js";
import { printable } from "./width.js";

/** The option that says what a file of records is. */
export const INPUT_OPTION: Option = {
  name: "input-format",
  value: "FORMAT",
  oneOf: INPUT_FORMATS,
  help: "what the file is, if its name does not tell",
};

export const decide: Verb = {
  name: "decide",
  takes: "leads.csv",
  summary: "say who owns each record of a file, and why",
  details:
    "Decides every record of a CSV, JSON or NDJSON file; - is stdin. What else is known stands in " +
    "--facts, or in columns facts.accountOwner, facts.currentOwner, facts.away and facts.now. Without " +
    "--policy, the only *.policy.yaml of this folder decides, or else the only one beside the file.",
  options: [
    POLICY_OPTION,
    ...FACT_OPTIONS,
    INPUT_OPTION,
    {
      name: "format",
      value: "FORMAT",
      oneOf: ["table", "json", "ndjson", "csv"],
      help: "default table",
    },
    { name: "output", short: "o", value: "FILE", help: "where to write it; default stdout" },
  ],
  most: 1,
  what: "file of records",
  run,
};

/** One record's answer. */
interface Answer {
  readonly label: string;
  readonly decision: Decision;
  readonly why: string;
}

async function run(call: Call): Promise<number> {
  const [path] = call.names;
  if (path === undefined) throw usage(decide, "name a file of records, or - for stdin");
  const engine = openEngine(policyFor(call, path));
  const told = await factsOfCall(call);
  const rows = await readRecords(path, call.text("input-format"));
  const progress = new Progress("decided", rows.length);
  const answers = rows.map((row, at): Answer => {
    const label = labelOf(engine, row, at);
    const facts = factsOfRow(row, told, `${path}, record ${at + 1}`);
    const decision = engine.decide(row, facts);
    progress.at(at + 1);
    return { label, decision, why: whyOf(engine.explain(row, facts), decision) };
  });
  progress.end();
  const output = call.text("output");
  const format = call.text("format") ?? "table";
  const terminal =
    output === undefined && process.stdout.isTTY ? process.stdout.columns : undefined;
  writeTo(output, written(format, answers, terminal, output === undefined));
  sayUnread(engine, rows);
  summarise(answers);
  return EXIT.ok;
}

/** The policy of a call, or the only one here or beside the file of records. */
export function policyFor(call: Call, records: string): string {
  const beside = records === "-" ? "." : dirname(records);
  return findPolicy(call.text("policy"), POLICY_NAMING, beside === "." ? ["."] : [".", beside]);
}

/** What people know a record by: its id, its company, or where it stands in the file. */
export function labelOf(engine: Engine, row: Row, at: number): string {
  const companies = engine.description.sources
    .filter(([field]) => field === "company")
    .map(([, name]) => name);
  for (const name of ["id", ...companies, "company", "Company"]) {
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    if (typeof value === "number" || (typeof value === "string" && value.trim() !== "")) {
      return String(value).trim();
    }
  }
  return `row ${at + 1}`;
}

/** The sentences about the owner, with what was missing or empty; without sentences, the rule. */
function whyOf({ lines }: Explanation, { via }: Decision): string {
  const besides = ["field-required", "pool-was-empty"];
  const told = lines.filter(({ code }) => code.startsWith("owner-") || besides.includes(code));
  const texts = told.flatMap(({ text }) => text ?? []);
  if (texts.length > 0) return texts.join(" ");
  return via.layer === via.rule ? via.layer : `${via.layer}: ${via.rule}`;
}

function written(
  format: string,
  answers: readonly Answer[],
  cells: number | undefined,
  toStdout: boolean,
): string {
  const objects = () =>
    answers.map(({ label, decision, why }) =>
      JSON.stringify({ record: label, why, ...decision.toJSON() }),
    );
  if (format === "json") return answers.length === 0 ? "[]\n" : `[\n${objects().join(",\n")}\n]\n`;
  if (format === "ndjson") return objects().map((line) => `${line}\n`).join("");
  if (format === "csv") return csv([CSV_HEAD, ...answers.map(csvRow)]);
  const rows = answers.map(tableRow);
  const shown = COLUMNS.map(
    ({ head }, at) => !SOMETIMES.has(head) || rows.some((row) => row[at] !== ""),
  );
  const keep = <T>(list: readonly T[]) => list.filter((_, at) => shown[at]);
  return table(keep(COLUMNS), rows.map(keep), {
    cells,
    colour: toStdout && hasColour(process.stdout),
  });
}

/** Columns that are left out where a policy has no such thing. */
const SOMETIMES: ReadonlySet<string> = new Set(["stage", "score", "grade"]);

const COLUMNS: readonly Column[] = [
  { head: "record", least: 8 },
  { head: "outcome" },
  { head: "owner", least: 8 },
  { head: "via", least: 8 },
  { head: "stage", least: 5 },
  { head: "score", align: "right" },
  { head: "grade" },
  { head: "why", under: true },
];

function tableRow({ label, decision, why }: Answer): string[] {
  const { outcome, owner, via, stage, score, grade } = decision;
  const rule = via.layer === via.rule ? via.layer : `${via.layer} / ${via.rule}`;
  return [
    label, outcome, owner.name, rule, stage ?? "",
    score ? String(score.total) : "",
    grade ?? "",
    why,
  ];
}

const CSV_HEAD = [
  "record", "outcome", "owner", "owner_name", "owner_email", "layer", "rule",
  "stage", "position", "score", "fit", "intent", "grade", "final", "why",
];

function csvRow({ label, decision, why }: Answer): (string | number)[] {
  const { outcome, owner, via, stage = "", position = "", score, grade = "", final } = decision;
  return [
    label, outcome, owner.id, owner.name, owner.email ?? "", via.layer, via.rule, stage, position,
    score?.total ?? "", score?.fit ?? "", score?.intent ?? "", grade, String(final), why,
  ];
}

/** Counts by outcome, owner and layer, for the person at the terminal. */
function summarise(answers: readonly Answer[]): void {
  const counts = (of: (decision: Decision) => string) => {
    const found = new Map<string, number>();
    for (const { decision } of answers) found.set(of(decision), (found.get(of(decision)) ?? 0) + 1);
    const sorted = [...found].sort(([left, a], [right, b]) => b - a || (left < right ? -1 : 1));
    return sorted
      .map(([name, number]) => `${printable(name)} ${number.toLocaleString("en")}`)
      .join(", ");
  };
  const outcomes = answers.length > 0 ? `: ${counts(({ outcome }) => outcome)}` : "";
  say(`${count(answers.length, "record")}${outcomes}`);
  if (answers.length === 0) return;
  say(`by owner: ${counts(({ owner }) => owner.name)}`);
  say(`by layer: ${counts(({ via }) => via.layer)}`);
}
