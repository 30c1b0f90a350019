// The corpus, tests/cases/**/*.md, through the built package: the same decisions, explanations and
// diagnostics codes that the native runner holds the same fences to.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { compiler, pointperson, root } from "./support.mjs";

const CASES = new URL("tests/cases/", root);

/** The fenced blocks of a Markdown file, in order: `{ kind, name, text }`. */
function fences(markdown) {
  const found = [];
  for (const [, head, text] of markdown.matchAll(/^```([^\n`]+)\n([\s\S]*?)^```$/gm)) {
    const [kind, ...name] = head.trim().split(/\s+/);
    found.push({ kind, name: name.join(" "), text });
  }
  return found;
}

const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
};
const fromHex = (text) => Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (byte) => Number.parseInt(byte, 16));

/** The policy of a case with the files it names. */
function policyOf(blocks) {
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

function run(path) {
  const blocks = fences(readFileSync(new URL(path, CASES), "utf8"));
  const { text, files } = policyOf(blocks);
  if (text === undefined) return;
  const { artifact, diagnostics } = compiler.compile(text, { files });
  const told = blocks.find(({ kind }) => kind === "diagnostics")?.text.trim();
  if (told && !blocks.some(({ kind }) => kind === "cases")) {
    const codes = Array.from(told.matchAll(/^(?:error|warning)\[([a-z-]+)\]/gm), ([, code]) => code);
    assert.deepEqual(diagnostics.map(({ code }) => code), codes);
  }
  if (!blocks.some(({ kind }) => kind === "record")) return;
  assert.ok(artifact, `does not compile: ${diagnostics.map(({ code }) => code).join(", ")}`);
  const engine = pointperson.loadSync(artifact);
  let record;
  let facts;
  for (const { kind, text } of blocks) {
    if (kind === "record") [record, facts] = [JSON.parse(text), undefined];
    if (kind === "facts") facts = JSON.parse(text);
    if (kind === "decision" && text.trim() !== "") decides(engine, record, facts, JSON.parse(text));
    if (kind === "explanation" && text.trim() !== "") {
      const lines = engine.explain(record, facts).lines.map((line) => line.text);
      assert.deepEqual(lines, text.trimEnd().split("\n"));
    }
  }
  engine.free();
}

// The fence is the same JSON, laid out for readers.
function decides(engine, record, facts, expected) {
  const bytes = engine.decisionBytes(record, facts);
  assert.equal(new TextDecoder().decode(bytes), canonical(expected));
}

const paths = readdirSync(fileURLToPath(CASES), { recursive: true })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".md") && path !== "README.md")
  .sort();

test("there are cases", () => assert.ok(paths.length > 0));
for (const path of paths) test(path, () => run(path));
