// The corpus, tests/cases/**/*.md, through the built package: the same decisions, explanations and
// diagnostics codes that the native runner holds the same fences to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, examplesOf, paths, policyOf } from "./corpus.mjs";
import { compiler, pointperson } from "./support.mjs";

const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(",")}}`;
};

function run(path) {
  const blocks = blocksOf(path);
  const { text, files } = policyOf(blocks);
  if (text === undefined) return;
  const { artifact, diagnostics } = compiler.compile(text, { files });
  const told = blocks.find(({ kind }) => kind === "diagnostics")?.text.trim();
  if (told && !blocks.some(({ kind }) => kind === "cases")) {
    const codes = Array.from(
      told.matchAll(/^(?:error|warning)\[([a-z-]+)\]/gm),
      ([, code]) => code,
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      codes,
    );
  }
  const examples = examplesOf(blocks);
  if (examples.length === 0) return;
  assert.ok(artifact, `does not compile: ${diagnostics.map(({ code }) => code).join(", ")}`);
  const engine = pointperson.loadSync(artifact);
  for (const { record, facts, decision, explanation } of examples) {
    if (decision) decides(engine, record, facts, decision);
    if (explanation) {
      const lines = engine.explain(record, facts).lines.map((line) => line.text);
      assert.deepEqual(lines, explanation);
    }
  }
  engine.free();
}

// The fence is the same JSON, laid out for readers.
function decides(engine, record, facts, expected) {
  const bytes = engine.decisionBytes(record, facts);
  assert.equal(new TextDecoder().decode(bytes), canonical(expected));
}

test("there are cases", () => assert.ok(paths.length > 0));
for (const path of paths) test(path, () => run(path));
