// `pointperson check`: what is wrong with policies.

import { didYouMean } from "../near.js";
import { door } from "./door.js";
import { hasColour, say, writeOut } from "./output.js";
import { policiesIn, readPolicy } from "./policy.js";
import { EXIT } from "./problem.js";
import { usage, type Call, type Verb } from "./verb.js";

const FORMATS = ["text", "json", "github", "sarif"];

export const check: Verb = {
  name: "check",
  takes: "[policy...]",
  summary: "say what is wrong with a policy, and where",
  details:
    "Checks policies and the files they name; without names, every *.policy.yaml of this folder. " +
    "Exit code 1 if there is an error; warnings do not count, unless --strict.",
  options: [
    {
      name: "format",
      value: "FORMAT",
      oneOf: FORMATS,
      help: "default text; in GitHub Actions github",
    },
    { name: "strict", help: "warnings count as errors" },
    {
      name: "page",
      value: "CODE",
      values: () => door().codes(),
      help: "print the page about a code, such as unknown-field",
    },
  ],
  most: Infinity,
  run,
};

async function run(call: Call): Promise<number> {
  const code = call.text("page");
  if (code !== undefined) return printPage(code);
  const automatic = process.env["GITHUB_ACTIONS"] === "true" ? "github" : "text";
  const format = call.text("format") ?? automatic;
  const paths = call.names.length > 0 ? call.names : policiesIn(["."], "pointperson check FILE");
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
  const found = `${count(errors, "error")}, ${count(warnings, "warning")}`;
  say(`${count(paths.length, "policy", "policies")}: ${found}`);
  const [, first] = CODE.exec(texts.join("")) ?? [];
  if (format === "text" && first !== undefined) {
    say(`what ${first} means: pointperson check --page ${first}`);
  }
  return errors > 0 || (call.flag("strict") && warnings > 0) ? EXIT.findings : EXIT.ok;
}

/** A code where a text names it: `error[unknown-field]`. */
const CODE = /(?:error|warning|hint)\[([a-z-]+)\]/;

function printPage(code: string): number {
  const [, name = code] = CODE.exec(code) ?? [];
  const page = door().page(name);
  if (page === undefined) {
    throw usage(check, `there is no code ${code}`, didYouMean(name, door().codes()));
  }
  writeOut(page);
  return EXIT.ok;
}

/** Several policies make one document. */
function joined(format: string, texts: readonly string[]): string {
  if (format === "json") {
    const lists = texts.map((text) => JSON.parse(text) as unknown);
    return `${JSON.stringify(lists.flat(), null, 2)}\n`;
  }
  if (format === "sarif") {
    return `${JSON.stringify(oneRun(texts.map((text) => JSON.parse(text) as Sarif)), null, 2)}\n`;
  }
  return texts.join("");
}

interface Sarif {
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    results: { ruleId: string; ruleIndex: number }[];
  }[];
}

// One run of all results; a rule that occurs in several logs is listed once.
function oneRun(logs: readonly Sarif[]): Sarif | undefined {
  const [all, ...others] = logs;
  const run = all?.runs[0];
  const { rules } = run?.tool.driver ?? { rules: [] };
  for (const { tool, results } of others.flatMap(({ runs }) => runs)) {
    rules.push(...tool.driver.rules.filter(({ id }) => !rules.some((rule) => rule.id === id)));
    for (const result of results) {
      result.ruleIndex = rules.findIndex(({ id }) => id === result.ruleId);
    }
    run?.results.push(...results);
  }
  return all;
}

/** `1 error`, `2 errors`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
