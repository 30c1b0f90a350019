// What is left after a call: nothing of the record, a sound engine after any break-off, and no
// memory of engines that are gone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import {
  POLICY, TERRITORIES, compiled, compiler, engine, failure, fresh, pkg, pointperson, root,
} from "./support.mjs";

const LARGE = { email: "kim@acme.example", employees: 1500 };
const runtime = readFileSync(new URL("dist/runtime.wasm", pkg));
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** The memories of the instances that are made while `work` runs, in order. */
async function memoriesOf(work) {
  const { Instance, instantiate } = WebAssembly;
  const memories = [];
  const seen = (instance) => {
    memories.push(instance.exports.memory);
    return instance;
  };
  WebAssembly.Instance = function (...given) { return seen(new Instance(...given)); };
  WebAssembly.instantiate = async (...given) => seen(await instantiate.call(WebAssembly, ...given));
  try {
    return [await work(), memories];
  } finally {
    Object.assign(WebAssembly, { Instance, instantiate });
  }
}


test("a full stack costs that call and no other", () => {
  const small = engine();
  const expected = small.decisionBytes(LARGE);
  const outcomes = [];
  const attempt = () => {
    try {
      return Buffer.compare(small.decisionBytes(LARGE), expected) === 0 ? "decided" : "differs";
    } catch (error) {
      return error.code ?? error.name;
    }
  };
  // Down to where the stack is full, and up again: on the first frames upwards a call breaks off
  // early, then at every place inside, and then it has room enough.
  const dive = () => {
    try {
      dive();
      if (outcomes.length < 300) outcomes.push(attempt());
    } catch {
      return; // no room even to ask
    }
  };
  const seen = new Set();
  for (let round = 0; round < 10; round++) {
    dive();
    assert.deepEqual(small.decisionBytes(LARGE), expected);
    for (const outcome of outcomes.splice(0)) seen.add(outcome);
  }
  // Where there is no room for our error either, the engine's own comes out.
  assert.ok(seen.delete("decided"));
  assert.ok(seen.delete("RangeError") || seen.has("engine-trapped"));
  seen.delete("engine-trapped");
  assert.deepEqual([...seen], []);
});

/** Slim, started with a runtime whose exports go through `change` in the first instance only. */
async function withBroken(change) {
  const slim = await fresh("slim");
  const { Instance } = WebAssembly;
  let instances = 0;
  WebAssembly.Instance = function (module, imports) {
    const instance = new Instance(module, imports);
    instances += 1;
    if (instances > 1) return instance;
    const exports = { ...instance.exports };
    return { exports: Object.assign(exports, change(exports)) };
  };
  slim.initSync(runtime);
  return { slim, instances: () => instances, done: () => (WebAssembly.Instance = Instance) };
}

test("after a trap the call tells it, the next ones work, and other engines load their policy anew", async () => {
  const trap = new WebAssembly.RuntimeError("unreachable");
  const broken = await withBroken(() => ({ begin: () => { throw trap; } }));
  try {
    const { loadSync, PointpersonError } = broken.slim;
    const other = POLICY.replace("owner: dana", "owner: bo").replace(
      "otherwise: dana",
      "otherwise: bo",
    );
    const [left, freed] = [loadSync(compiled()), loadSync(compiled())];
    const right = loadSync(
      compiler.compileOrThrow(other, { files: { "territories.csv": TERRITORIES } }),
    );
    freed.free();
    const error = await failure(() => left.decide(LARGE), "engine-trapped");
    assert.ok(error instanceof PointpersonError);
    assert.equal(error.cause, trap);
    assert.match(error.hint, /next call/);
    assert.equal(broken.instances(), 1, "no new instance before it is needed");
    assert.equal(right.decide({ email: "a@b.example" }).owner.id, "bo");
    assert.equal(broken.instances(), 2);
    assert.equal(left.decide(LARGE).owner.id, "ana");
    assert.ok(left.explain(LARGE).lines.length > 0);
    left.free();
    assert.equal(right.decide({ email: "a@b.example" }).owner.id, "bo");
    await failure(() => left.decide(LARGE), "engine-freed");
    await failure(() => freed.decide(LARGE), "engine-freed");
    assert.equal(loadSync(compiled()).decide(LARGE).owner.id, "ana");
    assert.equal(broken.instances(), 2);
  } finally {
    broken.done();
  }
});

test("freeing an engine of a broken instance makes no new one", async () => {
  const broken = await withBroken(() => ({
    begin: () => {
      throw new WebAssembly.RuntimeError("unreachable");
    },
  }));
  try {
    const [left, right] = [broken.slim.loadSync(compiled()), broken.slim.loadSync(compiled())];
    await failure(() => left.decide(LARGE), "engine-trapped");
    left.free();
    assert.equal(broken.instances(), 1);
    await failure(() => left.decide(LARGE), "engine-freed");
    assert.equal(right.decide(LARGE).owner.id, "ana");
  } finally {
    broken.done();
  }
});

test("an instance that breaks while it loads is replaced too", async () => {
  let calls = 0;
  const broken = await withBroken(({ engine_load: real }) => ({
    engine_load: (...given) => {
      if (++calls === 1) throw new WebAssembly.RuntimeError("unreachable");
      return real(...given);
    },
  }));
  try {
    await failure(() => broken.slim.loadSync(compiled()), "engine-trapped");
    assert.equal(broken.slim.loadSync(compiled()).decide(LARGE).owner.id, "ana");
  } finally {
    broken.done();
  }
});

test("an engine whose policy is not loaded again says so, and tries once more at the next call", async () => {
  const broken = await withBroken(() => ({
    begin: () => {
      throw new WebAssembly.RuntimeError("unreachable");
    },
  }));
  try {
    const small = broken.slim.loadSync(compiled());
    await failure(() => small.decide(LARGE), "engine-trapped");
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (...given) {
      return { exports: { ...new Instance(...given).exports, engine_load: () => 0 } };
    };
    assert.match(
      (await failure(() => small.decide(LARGE), "engine-trapped")).cause.message,
      /not loaded again/,
    );
    WebAssembly.Instance = Instance;
    assert.equal(small.decide(LARGE).owner.id, "ana");
  } finally {
    broken.done();
  }
});

test("nothing is retained after a call, however long its texts", async () => {
  const slim = await fresh("slim");
  const [, [memory]] = await memoriesOf(() => slim.init(runtime));
  const small = slim.loadSync(compiled());
  const call = (letter) => {
    const record = { ...LARGE, company: letter.repeat(65_000), id: letter.repeat(65_000) };
    const facts = { accountOwner: letter.repeat(60_000), away: [letter.repeat(60_000)] };
    return [
      small.decide(record, facts).owner.id,
      small.decisionBytes(record, facts).length,
      small.explain(record, facts).lines.length,
    ];
  };
  const many = () => {
    for (let round = 0; round < 300; round++) call(["x", "é", "日", "\ud800"][round % 4]);
    collect();
    return { wasm: memory.buffer.byteLength, heap: process.memoryUsage().heapUsed };
  };
  const before = many();
  const after = [many(), many()].at(-1);
  assert.equal(after.wasm, before.wasm);
  assert.ok(after.heap - before.heap < 500_000, `${after.heap - before.heap} bytes more`);
});

test("a decision that is kept keeps nothing of the record, nor of what was told besides", () => {
  const small = engine();
  const long = (letter, at) => `${letter.repeat(50_000)}${at}`;
  const decided = (at) =>
    small.decide(
      { ...LARGE, company: long("x", at), id: long("y", at) },
      { accountOwner: long("z", at) },
    );
  const kept = [decided(0)];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 1; at <= 200; at++) kept.push(decided(at));
  collect();
  const more = process.memoryUsage().heapUsed - before;
  assert.ok(more < 2_000_000, `${more} bytes more`);
  assert.deepEqual(new Set(kept.map(({ owner }) => owner.id)), new Set(["ana"]));
});

test("engines that were dropped give their memory back by themselves", async () => {
  const slim = await fresh("slim");
  const [, [memory]] = await memoriesOf(() => slim.init(runtime));
  const names = Array.from({ length: 2_000 }, (_, at) => `row-${at},large,ana`).join("\n");
  const artifact = compiler.compileOrThrow(POLICY, {
    files: { "territories.csv": `id,size,owner\n${names}\n` },
  });
  const round = async () => {
    for (let at = 0; at < 20; at++) slim.loadSync(artifact);
    for (let tick = 0; tick < 5; tick++) {
      collect();
      await wait(1);
    }
  };
  await round();
  const before = memory.buffer.byteLength;
  for (let at = 0; at < 10; at++) await round();
  assert.ok(
    memory.buffer.byteLength <= 2 * before,
    `${before} bytes, then ${memory.buffer.byteLength}`,
  );
});

test("free and Symbol.dispose end an engine; a second time does nothing", async () => {
  const [left, right] = [engine(), engine()];
  left[Symbol.dispose]();
  left.free();
  left[Symbol.dispose]();
  assert.match((await failure(() => left.decide(LARGE), "engine-freed")).hint, /load/);
  assert.equal(left.description.id, "small");
  assert.equal(right.decide(LARGE).owner.id, "ana");
});

const hasTrap = /^trap = /m.test(readFileSync(new URL("Cargo.toml", root), "utf8"));

/** The runtime that traps when it decides a record whose id is `trap`. */
function trappingRuntime() {
  const build =
    'import { buildTrapping } from "./pkg-scripts/lib/wasm.mjs"; console.log(await buildTrapping());';
  const shell = `env=$(./pkg-scripts/toolchain --env) && eval "$env" && exec node --input-type=module -e '${build}'`;
  const path = execFileSync("sh", ["-c", shell], {
    cwd: fileURLToPath(root),
    encoding: "utf8",
  }).trim();
  return readFileSync(new URL(path, root));
}

test(
  "a real trap in the module is survived",
  { skip: hasTrap ? false : "the crate has no feature `trap`" },
  async () => {
    const slim = await fresh("slim");
    slim.initSync(trappingRuntime());
    const [left, right] = [slim.loadSync(compiled()), slim.loadSync(compiled())];
    for (const call of ["decide", "decisionBytes", "explain", "decide"]) {
      const error = await failure(() => left[call]({ ...LARGE, id: "trap" }), "engine-trapped");
      assert.ok(error.cause instanceof WebAssembly.RuntimeError, String(error.cause));
      assert.equal(right.decide(LARGE).owner.id, "ana");
      assert.equal(left.decide(LARGE).owner.id, "ana");
    }
  },
);
