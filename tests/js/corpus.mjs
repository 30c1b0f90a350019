// The corpus, tests/cases/**/*.md, as the tests of the package read it.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compiler, root } from "./support.mjs";

const CASES = new URL("tests/cases/", root);

/** The paths of all cases, sorted. */
export const paths = readdirSync(fileURLToPath(CASES), { recursive: true })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".md") && path !== "README.md")
  .sort();

/** The fenced blocks of a case, in order: `{ kind, name, text }`. */
export function blocksOf(path) {
  const found = [];
  const markdown = readFileSync(new URL(path, CASES), "utf8");
  for (const [, head, text] of markdown.matchAll(/^```([^\n`]+)\n([\s\S]*?)^```$/gm)) {
    const [kind, ...name] = head.trim().split(/\s+/);
    found.push({ kind, name: name.join(" "), text });
  }
  return found;
}

const fromHex = (text) =>
  Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (byte) => Number.parseInt(byte, 16));

/** The policy of a case with the files it names. */
export function policyOf(blocks) {
  const file = blocks.find(({ kind }) => kind === "policy-file");
  const written = blocks.find(({ kind }) => kind === "policy")?.text;
  const { text = written, files = {} } = file ? policyAt(new URL(file.name, root)) : {};
  for (const { kind, name, text } of blocks) {
    if (kind === "file") files[name] = text;
    if (kind === "file-hex") files[name] = fromHex(text);
  }
  return { text, files };
}

/** The policy in a file, with the files it names. */
export function policyAt(url) {
  const text = readFileSync(url, "utf8");
  const files = Object.fromEntries(
    compiler.filesNamed(text).map((name) => [name, readFileSync(new URL(name, url))]),
  );
  return { text, files };
}

/** The examples of a case: `{ record, facts, decision, explanation }`, the last two as written, if
 *  they are. */
export function examplesOf(blocks) {
  const examples = [];
  for (const { kind, text } of blocks) {
    const example = examples.at(-1);
    if (kind === "record") examples.push({ record: JSON.parse(text) });
    if (kind === "facts") example.facts = JSON.parse(text);
    if (kind === "decision" && text.trim() !== "") example.decision = JSON.parse(text);
    if (kind === "explanation" && text.trim() !== "") {
      example.explanation = text.trimEnd().split("\n");
    }
  }
  return examples;
}
