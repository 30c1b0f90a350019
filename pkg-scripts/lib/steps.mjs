// steps.mjs: runs the steps of a build, skips those whose inputs have not changed, and prints
// one line for each. A step is remembered by a hash of what went into it, not by file dates,
// so switching branches back and forth costs nothing that was not really changed.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const STAMPS = "target/steps";

/** A message for the person who builds; no stack trace is printed for it. */
export class BuildError extends Error {}

/** Prints one line: name, seconds, remark. */
function report(name, started, remark = "") {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`build: ${name.padEnd(24)} ${seconds.padStart(6)} s  ${remark}`.trimEnd());
}

/** Runs `work` and prints its line; what `work` returns is the remark on that line. */
export async function step(name, work) {
  const started = performance.now();
  report(name, started, (await work()) ?? "");
}

/**
 * The same, but skipped when nothing has changed: `inputs` are files, folders and plain texts
 * (`{ text }`), `outputs` the files that must exist afterwards.
 */
export async function stepIfChanged(name, { inputs, outputs }, work) {
  const started = performance.now();
  const stamp = join(STAMPS, name.replaceAll(" ", "-"));
  const hash = hashOf(inputs);
  const known = existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
  if (known && outputs.every((path) => existsSync(path))) return report(name, started, "unchanged");
  const remark = await work();
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, hash);
  report(name, started, remark);
}

// Two modules are built from one crate, so the same warnings come twice; they are shown once.
const shown = new Set();
function show(output) {
  if (output === "" || shown.has(output)) return;
  shown.add(output);
  process.stderr.write(output);
}

/** Runs a program that is silent when all is well; whatever it does say is shown at its end. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let out = "";
    child.stdout.on("data", (part) => (out += part));
    child.stderr.on("data", (part) => (out += part));
    child.on("error", (error) => reject(new BuildError(`cannot run ${program}: ${error.message}`)));
    child.on("close", (code) => {
      show(out);
      if (code === 0) resolve();
      else reject(new BuildError(`${[program, ...args].join(" ")}\n  ended with code ${code}`));
    });
  });
}

/** All files below a folder, sorted; `node_modules` and dot-files are left out. */
export function filesBelow(folder) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesBelow(path));
    else found.push(path);
  }
  return found.sort();
}

function hashOf(inputs) {
  const hash = createHash("sha256");
  const add = (label, bytes) => hash.update(`${label}\0${bytes.length}\0`).update(bytes);
  for (const input of inputs) {
    if (typeof input === "object") add("text", Buffer.from(input.text));
    else if (!existsSync(input)) add(`absent ${input}`, Buffer.alloc(0));
    else if (statSync(input).isDirectory()) {
      filesBelow(input).forEach((path) => add(path, readFileSync(path)));
    }
    else add(input, readFileSync(input));
  }
  return hash.digest("hex");
}
