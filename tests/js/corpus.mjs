// The corpus, tests/cases/**/*.md, for tests of the built package: what each file holds.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compiler, root } from "./support.mjs";

const CASES = new URL("tests/cases/", root);

/** The files, relative to the corpus. */
export const paths = readdirSync(fileURLToPath(CASES), { recursive: true })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".md") && path !== "README.md")
  .sort();

/** The fenced blocks of a file, in order: `{ kind, name, text }`. */
export function blocksOf(path) {
  const markdown = readFileSync(new URL(path, CASES), "utf8");
  const found = [];
  for (const [, head, text] of markdown.matchAll(/^```([^\n`]+)\n([\s\S]*?)^```$/gm)) {
    const [kind, ...name] = head.trim().split(/\s+/);
    found.push({ kind, name: name.join(" "), text });
  }
  return found;
}

const fromHex = (text) => Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (byte) => Number.parseInt(byte, 16));

/** The policy of a case with the files it names. */
export function policyOf(blocks) {
  const file = blocks.find(({ kind }) => kind === "policy-file");
  const files = {};
  let text = blocks.find(({ kind }) => kind === "policy")?.text;
  if (file) {
    const at = new URL(file.name, root);
    text = readFileSync(at, "utf8");
    for (const name of compiler.filesNamed(text)) files[name] = readFileSync(new URL(name, at));
  }
  for (const { kind, name, text } of blocks) {
    if (kind === "file") files[name] = text;
    if (kind === "file-hex") files[name] = fromHex(text);
  }
  return { text, files };
}

/** The examples of a case: `{ record, facts, decision, explanation }`, the last two as written, if they are. */
export function examplesOf(blocks) {
  const examples = [];
  for (const { kind, text } of blocks) {
    const example = examples.at(-1);
    if (kind === "record") examples.push({ record: JSON.parse(text) });
    if (kind === "facts") example.facts = JSON.parse(text);
    if (kind === "decision" && text.trim() !== "") example.decision = JSON.parse(text);
    if (kind === "explanation" && text.trim() !== "") example.explanation = text.trimEnd().split("\n");
  }
  return examples;
}
