// `pointperson init`: a first policy with its tables, records and tests, from the package.

import { constants, copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { say, writeOut } from "./output.js";
import { EXIT, Problem, fileProblem } from "./problem.js";
import type { Call, Verb } from "./verb.js";

export const init: Verb = {
  name: "init",
  takes: "[folder]",
  summary: "start a policy, with records and tests to try it on",
  details: "Writes a policy, the tables it names, a few records and a test file. Nothing is overwritten.",
  options: [{ name: "for", value: "WHAT", oneOf: ["leads", "tickets"], help: "default leads" }],
  most: 1,
  run,
};

async function run(call: Call): Promise<number> {
  const folder = call.names[0] ?? ".";
  const template = call.text("for") === "tickets" ? "ticket" : "lead";
  const source = fileURLToPath(new URL(`../templates/${template}/`, import.meta.url));
  const files = filesIn(source);
  const there = files.filter((file) => existsSync(join(folder, file)));
  if (there.length > 0) {
    throw new Problem(`nothing was written: ${there.join(", ")} ${there.length === 1 ? "is" : "are"} there already`, {
      help: "choose another folder: pointperson init FOLDER",
    });
  }
  for (const file of files) copy(join(source, file), join(folder, file));
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
  return files.map(({ parentPath, path, name }) => join(parentPath ?? path, name).slice(folder.length)).sort();
}

function copy(from: string, to: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    throw fileProblem(error, to, "write");
  }
}
