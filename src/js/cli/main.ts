// Finds the command, runs it, and turns whatever ends it into an exit code.
// stdout carries data, stderr carries talk.

import { createRequire } from "node:module";
import { PointpersonError } from "../errors.js";
import { check } from "./check.js";
import { compile } from "./compile.js";
import { decide } from "./decide.js";
import { dictionary } from "./dictionary.js";
import { explain } from "./explain.js";
import { init } from "./init.js";
import { didYouMean } from "../near.js";
import { printable } from "./width.js";
import { say, sayProblem, writeOut } from "./output.js";
import { EXIT, Problem } from "./problem.js";
import { test } from "./test.js";
import { helpOf, parse, type Verb } from "./verb.js";

const VERBS: readonly Verb[] = [init, check, compile, decide, explain, test, dictionary];

/** Runs one command line; the exit code is left in `process.exitCode`. */
export async function main(words: readonly string[]): Promise<void> {
  // Whoever reads our output may stop early (`| head`); that is no error.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit();
      throw error;
    });
  }
  try {
    process.exitCode = await dispatch(words);
  } catch (error) {
    process.exitCode = report(error);
  }
}

async function dispatch(words: readonly string[]): Promise<number> {
  const [first, ...rest] = words;
  if (first === undefined) {
    say(overview());
    return EXIT.usage;
  }
  if (first === "--help" || first === "-h" || first === "help") {
    const verb = rest[0] === undefined ? undefined : find(rest[0]);
    writeOut(verb ? helpOf(verb) : `${overview()}\n`);
    return EXIT.ok;
  }
  if (["--version", "-V", "-v", "version"].includes(first)) {
    writeOut(`${version()}\n`);
    return EXIT.ok;
  }
  const verb = find(first);
  const call = parse(verb, rest);
  if (!call.flag("help")) return verb.run(call);
  writeOut(helpOf(verb));
  return EXIT.ok;
}

function find(name: string): Verb {
  const verb = VERBS.find((verb) => verb.name === name);
  if (verb) return verb;
  const near = didYouMean(name, VERBS.map(({ name }) => name));
  const what = name.startsWith("-") ? "option" : "command";
  throw new Problem(`there is no ${what} ${name}`, {
    help: near === "" ? "see: pointperson --help" : near,
  });
}

function overview(): string {
  const width = Math.max(...VERBS.map(({ name }) => name.length));
  const lines = VERBS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "pointperson names the point person for every lead and every ticket.",
    "",
    "Usage: pointperson <command> [options]",
    "",
    ...lines,
    "",
    "pointperson <command> --help tells more; --version prints the version.",
    "Exit codes: 0 ok, 1 findings or failed tests, 2 usage or unreadable input, 3 a fault of pointperson.",
  ].join("\n");
}

function version(): string {
  const manifest = createRequire(import.meta.url)("../package.json") as { version: string };
  return manifest.version;
}

/** Says what went wrong and gives the exit code. */
function report(error: unknown): number {
  if (error instanceof Problem) {
    sayProblem(error);
    return error.exit;
  }
  if (error instanceof PointpersonError && error.code !== "bad-argument") {
    say(`pointperson: ${printable(error.message)}`);
    say(`  code: ${error.code}`);
    return EXIT.usage;
  }
  say("pointperson: this is a fault of pointperson, not of your files. Please report these lines:");
  say(`  pointperson ${version()}, Node ${process.version}, ${process.platform} ${process.arch}`);
  for (let at: unknown = error; at !== undefined; at = at instanceof Error ? at.cause : undefined) {
    const text = at instanceof Error ? (at.stack ?? at.message) : String(at);
    say(printable(text, { lines: true }).replace(/^/gm, "  "));
  }
  return EXIT.fault;
}
