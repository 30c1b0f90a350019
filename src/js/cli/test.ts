// `pointperson test`: the test cases beside a policy.

import { dirname, join } from "node:path";
import type { Case } from "../author/author.js";
import { Engine } from "../decide/engine.js";
import { PointpersonError } from "../errors.js";
import type { Decision } from "../types.js";
import { count } from "./check.js";
import { door } from "./door.js";
import { readBytes } from "./input.js";
import { didYouMean } from "../near.js";
import { hasColour, paint, say, writeOut } from "./output.js";
import {
  POLICY_NAMING, POLICY_OPTION, findPolicy, isCalledPolicy, namesIn, openEngine,
} from "./policy.js";
import { EXIT, Problem } from "./problem.js";
import { factsOfCase } from "./told.js";
import { usage, type Call, type Verb } from "./verb.js";
import { unread } from "./unread.js";
import { printable } from "./width.js";

export const test: Verb = {
  name: "test",
  takes: "[file...]",
  summary: "run the test cases beside a policy",
  details:
    "Runs files of cases; without names, every *.cases.yaml beside the policy. A file's own `policy:` " +
    "wins over --policy. Exit code 1 if a case fails, or if there is no case at all.",
  options: [POLICY_OPTION],
  most: Infinity,
  run,
};

async function run(call: Call): Promise<number> {
  const files =
    call.names.length > 0
      ? call.names
      : casesBeside(findPolicy(call.text("policy"), POLICY_NAMING));
  const engines = new Map<string, Engine>();
  const tally = { passed: 0, failed: 0 };
  for (const file of files) await runFile(file, call.text("policy"), engines, tally);
  say(`${count(tally.passed, "case")} passed, ${tally.failed} failed`);
  if (tally.passed + tally.failed === 0) {
    const help =
      "write cases in a *.cases.yaml beside the policy; pointperson init writes one to begin with";
    throw new Problem("no test case was found", { help, exit: EXIT.findings });
  }
  return tally.failed > 0 ? EXIT.findings : EXIT.ok;
}

function casesBeside(policy: string): string[] {
  const folder = dirname(policy);
  return namesIn(folder)
    .filter((name) => /\.cases\.(yaml|yml|json)$/.test(name))
    .map((name) => (folder === "." ? name : join(folder, name)));
}

async function runFile(
  file: string,
  given: string | undefined,
  engines: Map<string, Engine>,
  tally: { passed: number; failed: number },
): Promise<void> {
  if (isCalledPolicy(file)) {
    const hint = `a policy goes to -p: -p ${file}`;
    throw usage(test, `${file} is a policy, not a file of cases`, hint);
  }
  const read = door().parse_cases(file, await readBytes(file), hasColour(process.stderr));
  if (read.rendered.errors > 0) {
    say(read.rendered.text.trimEnd());
    throw new Problem(`${file} has ${count(read.rendered.errors, "error")}`, {
      exit: EXIT.findings,
    });
  }
  const folder = dirname(file);
  const policy =
    read.policy === undefined
      ? findPolicy(given, POLICY_NAMING, [folder])
      : join(folder, read.policy);
  const engine = engines.get(policy) ?? openEngine(policy);
  engines.set(policy, engine);
  const colour = hasColour(process.stdout);
  for (const one of read.cases) {
    const wrong = differences(engine, one);
    tally[wrong.length === 0 ? "passed" : "failed"] += 1;
    if (wrong.length === 0) {
      writeOut(`${paint("ok", "green", colour)}    ${printable(one.name)}\n`);
      continue;
    }
    writeOut(`${paint("FAIL", "red", colour)}  ${printable(one.name)} (${file}:${one.line + 1})\n`);
    for (const line of wrong) writeOut(`        ${line}\n`);
  }
}

/** What of a case did not come out, one line each. */
function differences(engine: Engine, one: Case): string[] {
  let decision: Decision;
  try {
    decision = engine.decide(Object.fromEntries(one.record), factsOfCase(one.facts));
  } catch (error) {
    if (error instanceof PointpersonError) return [printable(error.message)];
    throw error;
  }
  const parts = partsOf(engine, decision);
  const wrong = one.expect.flatMap(([part, expected]) => {
    const found = parts.get(part);
    if (found === undefined) {
      const near = didYouMean(part, [...parts.keys()]);
      return [`${printable(part)}: a decision has no such part${near === "" ? "" : `; ${near}`}`];
    }
    if (found === expected.trim()) return [];
    return [`${part}: expected ${printable(expected)}, found ${printable(found)}`];
  });
  return wrong.length === 0 ? wrong : [...wrong, ...reasons(engine, one)];
}

/** Why a case came out as it did, and which of its names no field reads. */
function reasons(engine: Engine, one: Case): string[] {
  const record = Object.fromEntries(one.record);
  const [first] = engine.explain(record, factsOfCase(one.facts)).lines;
  const why = first?.text === undefined ? [] : [`why: ${printable(first.text)}`];
  return [...why, ...unread(engine, [record]).map((line) => `record: ${line}`)];
}

/** The parts a case may expect, as texts; a part the decision does not have is `missing`. */
function partsOf(engine: Engine, decision: Decision): Map<string, string> {
  const text = (value: string | number | undefined) =>
    value === undefined ? "missing" : String(value);
  const parts = new Map<string, string>();
  for (const name of engine.description.derived) parts.set(name, text(decision.signals[name]));
  parts.set("outcome", decision.outcome);
  parts.set("owner", decision.owner.id);
  parts.set("layer", decision.via.layer);
  parts.set("rule", decision.via.rule);
  parts.set("stage", text(decision.stage));
  parts.set("position", text(decision.position));
  parts.set("grade", text(decision.grade));
  parts.set("score", text(decision.score?.total));
  parts.set("fit", text(decision.score?.fit));
  parts.set("intent", text(decision.score?.intent));
  return parts;
}
