// How the runtime is started: by an entry or by hand, once, and what is told where it does not.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compiled, failure, folder, fresh, pkg, pointperson } from "./support.mjs";

const artifact = compiled();
const runtime = readFileSync(new URL("dist/runtime.wasm", pkg));
const text = (words) => new TextEncoder().encode(words);
const decides = (engine) => {
  const lead = { email: "kim@acme.example", employees: 1500 };
  assert.equal(engine.decide(lead).owner.id, "ana");
};

const WASM = { "Content-Type": "application/wasm" };
const server = createServer(({ url }, response) => {
  if (url === "/runtime.wasm") return response.writeHead(200, WASM).end(runtime);
  if (url === "/plain.wasm") return response.end(runtime);
  if (url === "/page") return response.end("<!doctype html><p>not found");
  if (url !== "/cut.wasm") return response.writeHead(404, "Not Found").end("<!doctype html>");
  response.writeHead(200, { ...WASM, "Content-Length": String(runtime.length) });
  response.write(runtime.subarray(0, 50_000), () => response.destroy());
});
let at;

before(async () => {
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  at = (path) => new URL(path, `http://127.0.0.1:${server.address().port}/`);
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test("a start that fails is not the failing of those who brought a module themselves", async () => {
  const folded = folder();
  writeFileSync(join(folded, "package.json"), `{ "type": "module" }`);
  cpSync(new URL("dist/", pkg), folded, { recursive: true });
  const [library, app] = await Promise.all(
    ["slim", "index"].map((name) => import(pathToFileURL(join(folded, `${name}.js`)))),
  );
  const starting = library.init(Promise.reject(new Error("mine")));
  const [loaded] = await Promise.all([app.load(artifact), assert.rejects(starting, /mine/)]);
  decides(loaded);
  decides(library.loadSync(artifact));
  const slim = await fresh("slim");
  const outcomes = await Promise.allSettled([
    slim.init(Promise.reject(new Error("mine"))),
    slim.init(runtime),
  ]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "fulfilled"],
  );
});

test("the runtime starts once, however many ask and in whatever order", async () => {
  const entry = await fresh("index");
  const [early, now] = [entry.load(artifact), entry.loadSync(artifact)];
  const engines = [
    now,
    ...(await Promise.all([early, entry.load(artifact), entry.load(artifact)])),
    entry.loadSync(artifact),
  ];
  for (const engine of engines) decides(engine);
});

test("slim is started by hand, once, and by any of the entries", async () => {
  const slim = await fresh("slim");
  assert.match((await failure(() => slim.loadSync(artifact), "not-started")).hint, /init/);
  await failure(() => slim.load(artifact), "not-started");
  assert.equal(slim.version(), pointperson.version());
  const [started, engine] = [slim.init(Promise.resolve(runtime)), slim.load(artifact)];
  assert.equal(await started, undefined);
  decides(await engine);
  assert.equal(slim.initSync("whatever"), undefined);
  await slim.init(Promise.reject(new Error("nobody hears this")));
  decides(slim.loadSync(artifact));
});

test("what init takes: a module, bytes, a URL, a Response, or a namespace of it", async () => {
  const module = new WebAssembly.Module(runtime);
  const given = [
    module, runtime, new Uint8Array(runtime).buffer, at("runtime.wasm"), at("plain.wasm"),
    fetch(at("runtime.wasm")),
  ];
  for (const source of given) {
    const slim = await fresh("slim");
    await slim.init(source);
    decides(slim.loadSync(artifact));
  }
  for (const source of [module, runtime]) {
    const slim = await fresh("slim");
    slim.initSync(source);
    decides(slim.loadSync(artifact));
  }
});

test("an answer that breaks off, or meets no WebAssembly, is no fault of the file", async () => {
  const slim = await fresh("slim");
  await failure(() => slim.init(at("/cut.wasm")), "fetch-failed");
  // before, because Node's fetch needs WebAssembly itself
  const answer = await fetch(at("/runtime.wasm"));
  const kept = globalThis.WebAssembly;
  delete globalThis.WebAssembly;
  try {
    await failure(() => slim.init(answer), "no-webassembly");
  } finally {
    Object.defineProperty(globalThis, "WebAssembly", {
      value: kept,
      writable: true,
      configurable: true,
    });
  }
  await slim.init(at("/runtime.wasm"));
});

test("a start that failed says why, and can be tried again", async () => {
  const slim = await fresh("slim");
  const compilerModule = readFileSync(new URL("dist/compiler.wasm", pkg));
  const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  const wrong = [
    [undefined, /pointperson\/wasm/],
    ["./runtime.wasm", /readFileSync\("\.\/runtime\.wasm"\)/],
    [artifact, /`load`/],
    [text("<!doctype html>"), /404/],
    [{}, undefined],
    [compilerModule, undefined],
    [empty, undefined],
    [runtime.subarray(0, 500), undefined],
  ];
  for (const [source, hint] of wrong) {
    for (const start of [() => slim.init(source), () => slim.initSync(source)]) {
      const error = await failure(start, "bad-runtime");
      if (hint) assert.match(error.hint, hint);
    }
  }
  assert.match(
    (await failure(() => slim.initSync(at("runtime.wasm")), "bad-runtime")).hint,
    /await init/,
  );
  assert.match((await failure(() => slim.init(at("missing")), "fetch-failed")).message, /404/);
  await failure(() => slim.init(at("page")), "bad-runtime");
  const own = new Error("mine");
  await assert.rejects(slim.init(Promise.reject(own)), (error) => error === own);
  await slim.init(runtime);
  decides(await slim.load(artifact));
});

test("the runtime of another version is refused", async () => {
  const slim = await fresh("slim");
  const other = Buffer.from(runtime);
  const place = other.indexOf(pointperson.version());
  assert.ok(place > 0, "the module holds its version");
  other.write("9.9.9", place);
  const error = await failure(() => slim.init(other), "bad-runtime");
  assert.deepEqual([error.expected, error.found], [pointperson.version(), "9.9.9"]);
});

test("a namespace that holds the module is as good as the module", async () => {
  const module = new WebAssembly.Module(runtime);
  const namespace = { __proto__: null, default: module, [Symbol.toStringTag]: "Module" };
  for (const source of [{ default: module }, namespace, { default: { default: runtime } }]) {
    for (const call of ["init", "initSync"]) {
      const slim = await fresh("slim");
      await slim[call](source);
      decides(slim.loadSync(artifact));
    }
  }
  const slim = await fresh("slim");
  await slim.init(Promise.resolve({ default: module }));
  decides(slim.loadSync(artifact));
});

test("a namespace without it, or that throws, is an error of this package", async () => {
  const slim = await fresh("slim");
  const own = new Error("mine");
  const throwing = { get default() { throw own; } };
  const cyclic = {};
  cyclic.default = cyclic;
  for (const call of ["init", "initSync"]) {
    for (const source of [{ default: 7 }, { default: {} }, cyclic]) {
      await failure(() => slim[call](source), "bad-runtime");
    }
    assert.equal((await failure(() => slim[call](throwing), "bad-runtime")).cause, own);
  }
});

test("what is only called a URL or a Response is no runtime", async () => {
  const slim = await fresh("slim");
  const stand = { status: 200, ok: true, arrayBuffer: async () => runtime };
  for (const kind of ["URL", "Response"]) {
    const error = await failure(() => slim.init({ [Symbol.toStringTag]: kind }), "bad-runtime");
    assert.equal(error.hint, `give ${error.expected}`);
    assert.doesNotMatch(error.message, /undefined/);
  }
  await slim.init({ ...stand, [Symbol.toStringTag]: "Response" });
  decides(slim.loadSync(artifact));
});

// Chromium's words for what it does not compile on the main thread.
const LARGE = "disallowed on the main thread, if the buffer size is larger than";

test("a browser that must not wait for a large module says what to await", async () => {
  const [index, slim] = [await fresh("index"), await fresh("slim")];
  const compiler = await fresh("compiler");
  const calls = [
    () => index.loadSync(artifact),
    () => slim.initSync(runtime),
    () => compiler.check("policy: x"),
  ];
  const { Module, Instance } = WebAssembly;
  for (const part of ["Module", "Instance"]) {
    const cause = new RangeError(`WebAssembly.${part}: it is ${LARGE} 4KB.`);
    WebAssembly[part] = function () { throw cause; };
    try {
      for (const call of calls) {
        const error = await failure(call, "must-wait");
        assert.equal(error.cause, cause);
        assert.match(error.hint, /`await load\(…\)`.*`await init\(…\)`.*worker/);
      }
    } finally {
      Object.assign(WebAssembly, { Module, Instance });
    }
  }
  decides(await index.load(artifact));
  await slim.init(runtime);
  decides(slim.loadSync(artifact));
});
