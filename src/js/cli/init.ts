// `pointperson init`: a first policy with its tables, records and tests, from the package.

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { say, writeOut } from "./output.js";
import { EXIT, Problem, fileProblem } from "./problem.js";
import type { Call, Verb } from "./verb.js";

export const init: Verb = {
  name: "init",
  takes: "[folder]",
  summary: "start a policy, with records and tests to try it on",
  details:
    "Writes a policy, the tables it names, a few records and a test file. Nothing is overwritten.",
  options: [{ name: "for", value: "WHAT", oneOf: ["leads", "tickets"], help: "default leads" }],
  most: 1,
  what: "folder",
  run,
};

async function run(call: Call): Promise<number> {
  const folder = call.names[0] ?? ".";
  const template = call.text("for") === "tickets" ? "ticket" : "lead";
  const source = fileURLToPath(new URL(`../templates/${template}/`, import.meta.url));
  const files = filesIn(source);
  const there = files.filter((file) => existsSync(join(folder, file)));
  if (there.length > 0) {
    throw new Problem(
      `nothing was written: ${there.join(", ")} ${there.length === 1 ? "is" : "are"} there already`,
      { help: "choose another folder: pointperson init FOLDER" },
    );
  }
  const schema = schemaFrom(folder);
  for (const file of files) {
    write(join(folder, file), readFileSync(join(source, file), "utf8").replace(SCHEMA, schema));
  }
  for (const file of files) writeOut(`${join(folder, file)}\n`);
  const enter = folder === "." ? "" : `cd ${folder} && `;
  const records = files.find((file) => file.endsWith(".csv") && /lead|ticket/.test(file));
  say(`\nNext: ${enter}npx pointperson check`);
  if (records !== undefined) say(`      ${enter}npx pointperson decide ${records}`);
  say(`      ${enter}npx pointperson test`);
  return EXIT.ok;
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, path, name }) => join(parentPath ?? path, name).slice(folder.length))
    .sort();
}

/** The schema as the templates name it, for editors. */
const SCHEMA = "./node_modules/pointperson/schema.json";

/** The way from a folder to the schema of the installed package, or to where that will be. */
function schemaFrom(folder: string): string {
  const from = resolve(folder);
  let home = from;
  while (!existsSync(join(home, SCHEMA)) && home !== dirname(home)) home = dirname(home);
  const path = relative(from, join(existsSync(join(home, SCHEMA)) ? home : ".", SCHEMA))
    .split(sep)
    .join("/");
  return path.startsWith("../") ? path : `./${path}`;
}

function write(to: string, text: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text, { flag: "wx" });
  } catch (error) {
    throw fileProblem(error, to, "write");
  }
}
