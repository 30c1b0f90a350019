// The same decision everywhere: what tests/everywhere.rs decided natively, decided again by the
// packed package in every runtime, record by record. Firefox and WebKit take part with
// POINTPERSON_WIDE=1.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, visit } from "./browsers.mjs";
import { serveFolder } from "./servers.mjs";
import { compiler, root } from "./support.mjs";
import { bundleWorker, consumer, pack, run, runtime, startWorker, tool } from "./workshop.mjs";

const NATIVE = fileURLToPath(new URL("target/everywhere/", root));
const LENGTH = 16; // digits for each record

let files;
let native;
let cwd;

before(async () => {
  const missing = "nothing was decided natively: cargo test --locked --test everywhere";
  assert.ok(existsSync(NATIVE), missing);
  files = readdirSync(NATIVE).map((_name, at) => join(NATIVE, `${at}.json`));
  native = files.map((file) => JSON.parse(readFileSync(file, "utf8")));
  cwd = await consumer("everywhere", [await pack("everywhere")]);
  symlinkSync(NATIVE, join(cwd, "files"));
});

/** Holds what a runtime answered, a list of digests for each file, to the native decisions. */
function agrees(answered, wanted = native) {
  assert.equal(answered.length, wanted.length);
  wanted.forEach((blocks, file) => blocks.forEach(({ policy, cases, digests }, at) => {
    const found = answered[file][at];
    if (found === digests) return;
    const record = cases.findIndex((_case, index) => part(digests, index) !== part(found, index));
    const told = `policy of seed ${policy}, record ${record}: ${JSON.stringify(cases[record])}`;
    assert.fail(`${told} is decided otherwise than natively`);
  }));
}

const part = (digests, index) => digests.slice(index * LENGTH, (index + 1) * LENGTH);
const fromLines = (text) => text.trim().split("\n").map((line) => JSON.parse(line));

async function program(binary, ...args) {
  const { out, err } = await run(binary, [...args, "program.js", ...files], cwd);
  assert.equal(err, "");
  agrees(fromLines(out));
}

async function browser(name) {
  const bundle = ["page.js", "--bundle", "--format=esm", "--outdir=out", "--log-level=warning"];
  await run(tool("esbuild"), bundle, cwd);
  const server = await serveFolder(cwd);
  const started = await launch(name);
  try {
    const { output, said } = await visit(started, `${server.url}/?files=${files.length}`, 300);
    assert.deepEqual(said, []);
    assert.doesNotMatch(output, /^thrown/);
    agrees(fromLines(output));
  } finally {
    await started.close();
    await server.stop();
  }
}

test("there are 100,000 records, each with a decision of its own policy", () => {
  const records = native.flat().flatMap(({ cases }) => cases);
  assert.ok(records.length >= 100_000, `${records.length}`);
  const all = native.flat().map(({ digests }) => digests).join("");
  const different = new Set(records.map((_record, at) => part(all, at))).size;
  assert.ok(different > records.length / 10, "decisions differ");
});

test("one wrong byte is found, and told by policy and record", () => {
  const answered = native.map((blocks) => blocks.map(({ digests }) => digests));
  agrees(answered);
  const [block] = native[1];
  const at = 7 * LENGTH;
  const other = block.digests[at] === "0" ? "1" : "0";
  answered[1][0] = block.digests.slice(0, at) + other + block.digests.slice(at + 1);
  assert.throws(() => agrees(answered), new RegExp(`seed ${block.policy}, record 7: `));
});

describe("decision bytes are those of the native engine", { concurrency: 2 }, () => {
  test("Node", () => program(process.execPath));
  test("Node, a share of the policies as modules with glue of their own", async () => {
    const { digestsOf } = await import(join(cwd, "runner.js"));
    const asModule = async ({ policy, text, files, artifact }) => {
      const options = { name: "generated.policy.yaml", files };
      const { module, diagnostics } = compiler.policyModule(text, options);
      assert.ok(module, `policy of seed ${policy}: ${JSON.stringify(diagnostics)}`);
      const url = `data:text/javascript,${encodeURIComponent(module)}`;
      const { default: made } = await import(url);
      const bytes = Buffer.from(made.artifact, "base64").toString("hex");
      assert.equal(bytes, artifact, `policy of seed ${policy} compiles otherwise`);
      return made;
    };
    const share = native.slice(0, 5);
    const answered = [];
    for (const blocks of share) answered.push(await digestsOf(blocks, asModule));
    agrees(answered, share);
  });
  test("Deno", () => program(runtime("deno"), "run", "--allow-read"));
  test("Bun", () => program(runtime("bun")));
  test("Chromium", () => browser("chromium"));
  test("workerd", async () => {
    await bundleWorker(cwd);
    const worker = await startWorker(cwd);
    try {
      const answered = [];
      for (const file of files) {
        const request = { method: "POST", body: readFileSync(file) };
        const response = await worker.dispatchFetch("http://worker/", request);
        assert.equal(response.status, 200, `${file}: ${await response.clone().text()}`);
        answered.push(await response.json());
      }
      agrees(answered);
    } finally {
      await worker.dispose();
    }
  });
  const skip = process.env.POINTPERSON_WIDE ? false : "only with POINTPERSON_WIDE=1";
  test("Firefox", { skip }, () => browser("firefox"));
  test("WebKit", { skip }, () => browser("webkit"));
});
