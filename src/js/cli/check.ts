// `pointperson check`: what is wrong with policies.

import { door } from "./door.js";
import { hasColour, say, writeOut } from "./output.js";
import { findPolicy, readPolicy } from "./policy.js";
import { EXIT } from "./problem.js";
import type { Call, Verb } from "./verb.js";

const FORMATS = ["text", "json", "github", "sarif"];

export const check: Verb = {
  name: "check",
  takes: "[policy...]",
  summary: "say what is wrong with a policy, and where",
  details:
    "Checks policies and the files they name; without names, the only *.policy.yaml of this folder. " +
    "Exit code 1 if there is an error; warnings do not count, unless --strict.",
  options: [
    { name: "format", value: "FORMAT", oneOf: FORMATS, help: "default text; in GitHub Actions github" },
    { name: "strict", help: "warnings count as errors" },
  ],
  most: Infinity,
  run,
};

async function run(call: Call): Promise<number> {
  const automatic = process.env["GITHUB_ACTIONS"] === "true" ? "github" : "text";
  const format = call.text("format") ?? automatic;
  const paths = call.names.length > 0 ? call.names : [findPolicy(undefined)];
  const texts: string[] = [];
  let errors = 0;
  let warnings = 0;
  for (const path of paths) {
    const { bytes, files } = readPolicy(path);
    const found = door().check_rendered(path, bytes, files, format, hasColour(process.stdout));
    texts.push(found.text);
    errors += found.errors;
    warnings += found.warnings;
  }
  writeOut(joined(format, texts));
  say(`${count(paths.length, "policy", "policies")}: ${count(errors, "error")}, ${count(warnings, "warning")}`);
  return errors > 0 || (call.flag("strict") && warnings > 0) ? EXIT.findings : EXIT.ok;
}

/** Several policies make one document. */
function joined(format: string, texts: readonly string[]): string {
  if (format === "json") {
    const lists = texts.map((text) => JSON.parse(text) as unknown);
    return `${JSON.stringify(lists.flat(), null, 2)}\n`;
  }
  if (format === "sarif") return `${JSON.stringify(oneRun(texts.map((text) => JSON.parse(text) as Sarif)), null, 2)}\n`;
  return texts.join("");
}

interface Sarif {
  runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }[];
}

// One run of all results; a rule that occurs in several logs is listed once.
function oneRun(logs: readonly Sarif[]): Sarif | undefined {
  const [all, ...others] = logs;
  const run = all?.runs[0];
  const { rules } = run?.tool.driver ?? { rules: [] };
  for (const { tool, results } of others.flatMap(({ runs }) => runs)) {
    rules.push(...tool.driver.rules.filter(({ id }) => !rules.some((rule) => rule.id === id)));
    for (const result of results) result.ruleIndex = rules.findIndex(({ id }) => id === result.ruleId);
    run?.results.push(...results);
  }
  return all;
}

/** `1 error`, `2 errors`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
