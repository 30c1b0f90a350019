// brief.mjs: what node's test runner prints in `pkg-scripts/test`: failures whole, one line at the
// end in the words of cargo's. Used as `node --test --test-reporter=./pkg-scripts/lib/brief.mjs`.

import { relative } from "node:path";

export default async function* brief(events) {
  const began = performance.now();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    const isTest = data.details?.type !== "suite";
    if (type === "test:pass" && isTest) {
      counts[data.skip === undefined && data.todo === undefined ? "passed" : "skipped"] += 1;
    }
    if (type === "test:fail" && isTest) {
      counts.failed += 1;
      yield `\nFAILED: ${data.name}\n  at ${place(data)}\n${indented(data.details.error)}\n`;
    }
  }
  const { passed, failed, skipped } = counts;
  const seconds = ((performance.now() - began) / 1000).toFixed(2);
  const outcome = failed === 0 && passed > 0 ? "ok" : "FAILED";
  const told = `${passed} passed; ${failed} failed; ${skipped} skipped`;
  yield `\ntest result: ${outcome}. ${told}; finished in ${seconds}s\n`;
}

function place({ file, line, column }) {
  const path = file === undefined ? "an unknown place" : relative(process.cwd(), file);
  return line === undefined ? path : `${path}:${line}:${column}`;
}

// The runner wraps what the test threw; what was thrown says more.
function indented(error) {
  const thrown = error.cause ?? error;
  const text = thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown);
  return text.replace(/^/gm, "  ");
}
