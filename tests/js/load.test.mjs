// What can be loaded, and what happens with everything else: each wrong thing is named, with what
// to do about it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { POLICY, TERRITORIES, compiled, compiler, failure, folder, fresh, pkg, pointperson } from "./support.mjs";

const { load, loadSync } = pointperson;
const artifact = compiled();
const buffer = () => artifact.buffer.slice(artifact.byteOffset, artifact.byteOffset + artifact.length);
const runtime = readFileSync(new URL("dist/runtime.wasm", pkg));
const options = { files: { "territories.csv": TERRITORIES } };
const LARGE = { email: "kim@acme.example", employees: 1500 };
const decides = (engine) => assert.equal(engine.decide(LARGE).owner.id, "ana");

/** The module of the small policy, imported. */
async function policyModule(change = (text) => text) {
  const path = join(folder(), "policy.mjs");
  writeFileSync(path, change(compiler.policyModule(POLICY, options).module));
  return import(pathToFileURL(path));
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/policy.bin") return response.end(artifact);
  if (pathname === "/runtime.wasm") return response.writeHead(200, { "Content-Type": "application/wasm" }).end(runtime);
  if (pathname === "/cut.wasm") {
    response.writeHead(200, { "Content-Type": "application/wasm", "Content-Length": String(runtime.length) });
    return response.write(runtime.subarray(0, 50_000), () => response.destroy());
  }
  if (pathname === "/plain.wasm") return response.end(runtime);
  if (pathname === "/page") return response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><p>not found");
  if (pathname === "/never") return; // until the signal says to stop
  if (pathname === "/cut") return response.writeHead(200, { "Content-Length": "9999" }).write(artifact, () => response.destroy());
  return response.writeHead(404, "Not Found").end("<!doctype html>");
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

test("bytes of every kind are taken, whatever becomes of them afterwards", async () => {
  const shared = new SharedArrayBuffer(artifact.length + 8);
  new Uint8Array(shared, 8).set(artifact);
  const given = [
    artifact,
    buffer(),
    new DataView(buffer()),
    new Uint8Array(shared, 8),
    Buffer.from(artifact),
    runInNewContext("Uint8Array.from(bytes)", { bytes: [...artifact] }),
    runInNewContext("Uint8Array.from(bytes).buffer", { bytes: [...artifact] }),
  ];
  for (const bytes of given) {
    decides(loadSync(bytes));
    decides(await load(bytes));
    decides(await load(Promise.resolve(bytes)));
  }
  const mine = artifact.slice();
  const engine = loadSync(mine);
  mine.fill(0);
  structuredClone(mine.buffer, { transfer: [mine.buffer] });
  decides(engine);
});

test("a module of a policy is taken as its default export, as a namespace, and as a promise of it", async () => {
  const namespace = await policyModule();
  const given = [namespace.default, namespace, { default: namespace }];
  for (const policy of given) decides(loadSync(policy));
  for (const policy of [...given, import(pathToFileURL(join(folder(), "x")).href).catch(() => namespace)]) decides(await load(policy));
});

test("a URL is fetched, a Response and a Blob are read", async () => {
  const url = at("policy.bin");
  for (const policy of [url, Promise.resolve(url), fetch(url), await fetch(url), new Blob([artifact]), new File([artifact], "x")]) {
    decides(await load(policy));
  }
});

test("what the network says is in the error", async () => {
  const missing = await failure(() => load(at("missing")), "fetch-failed");
  assert.match(missing.message, /127\.0\.0\.1:\d+\/missing has status 404 Not Found/);
  assert.equal(missing.found, "status 404 Not Found");
  assert.match((await failure(() => load(fetch(at("missing"))), "fetch-failed")).message, /404/);
  const status = (status) => failure(() => load(new Response("", { status })), "fetch-failed");
  assert.match((await status(404)).hint, /check the address/);
  for (const code of [401, 403]) assert.match((await status(code)).hint, /what the server wants to know/);
  for (const code of [429, 500, 503]) assert.match((await status(code)).hint, /again later/);

  const refused = await failure(() => load(new URL("http://127.0.0.1:1/policy.bin")), "fetch-failed");
  assert.match(refused.message, /^http:\/\/127\.0\.0\.1:1\/policy\.bin could not be fetched: fetch failed \(./);
  assert.ok(refused.cause instanceof TypeError);
  assert.match(refused.hint, /check the address/);
  assert.ok((await failure(() => load(at("cut")), "fetch-failed")).cause instanceof Error);

  const used = await fetch(at("policy.bin"));
  await used.arrayBuffer();
  assert.match((await failure(() => load(used), "fetch-failed")).hint, /clone\(\)/);

  const page = await failure(() => load(at("page")), "not-an-artifact");
  assert.equal(page.found, "an HTML page");
  assert.match(page.hint, /404/);
});

test("a promise that fails is the caller's own error", async () => {
  const own = new Error("mine");
  await assert.rejects(load(Promise.reject(own)), (error) => error === own);
});

test("a signal stops the waiting, and its reason is what is thrown", async () => {
  const reason = new Error("navigated away");
  const now = AbortSignal.abort(reason);
  const soon = () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 5);
    return controller.signal;
  };
  const is = (error) => error === reason;
  await assert.rejects(load(artifact, { signal: now }), is);
  for (const policy of [() => at("never"), () => fetch(at("never")), () => new Promise(() => {})]) {
    await assert.rejects(load(policy(), { signal: soon() }), is);
  }
  decides(await load(artifact, { signal: new AbortController().signal }));
  decides(await load(artifact, {}));
  assert.equal((await failure(() => load(artifact, { signal: "stop" }), "bad-argument")).expected, "an AbortSignal");
  await failure(() => load(artifact, 5), "bad-argument");
});

const text = (bytes) => new TextEncoder().encode(bytes);
const mangled = () => text(new TextDecoder().decode(artifact));

test("bytes that are no policy are told by what they seem to be", async () => {
  const wrong = [
    [new Uint8Array(0), "no bytes", /empty/],
    [text("<!DOCTYPE html><html>"), "an HTML page", /404/],
    [text("\n<html lang=en>"), "an HTML page", /404/],
    [gzipSync(artifact), "gzip", /unpack/],
    [text("PK\u0003\u0004"), "a zip archive", /unpack/],
    [runtime, "a WebAssembly module", /pointperson\/slim/],
    [text(Buffer.from(artifact).toString("base64")), "base64", /atob/],
    [text(POLICY), "the text of a policy", /compile/],
    [text('{ "policy": "x" }'), "JSON", /compile/],
    [text(compiler.policyModule(POLICY, options).module), "JavaScript", /import/],
    [mangled(), "bytes that went through a text", /without an encoding/],
    [text("\ufeffpolicy: small\n"), "the text of a policy", /compile/],
    [new Uint8Array([7, 0, 7]), "other bytes", /compile -o policy\.bin/],
  ];
  for (const [bytes, found, hint] of wrong) {
    const error = await failure(() => loadSync(bytes), "not-an-artifact");
    assert.equal(error.found, found);
    assert.match(error.message, /^(these \d+ bytes are .*not a compiled policy|the policy has no bytes); /);
    assert.match(error.hint, hint);
    assert.ok(error.message.endsWith(error.hint), "the hint is told where the error is printed");
    assert.equal((await failure(() => load(bytes), "not-an-artifact")).found, found);
  }
});

const ANY = /^give the bytes of a compiled policy, or the module/;

test("other things are told by what they are, with what to do", async () => {
  const { module, ...rest } = compiler.policyModule(POLICY, options);
  const wrong = [
    [undefined, "undefined", /exported.*`compile`, see its `\.diagnostics`/],
    [null, "null", ANY],
    [7, "7", ANY],
    [Buffer.from(artifact).toString("base64"), "base64", /atob/],
    [POLICY, "the text of a policy", /compile/],
    [JSON.stringify({ policy: "x" }), "JSON", /compile/],
    ["/api/policy", "the name of a file", /readFileSync\("\/api\/policy"\)/],
    ["./policy.bin", "the name of a file", /readFileSync\("\.\/policy\.bin"\)/],
    ["C:\\x\\leads.bin", "the name of a file", /readFileSync/],
    ["", "an empty text", /compiled/],
    ["<!doctype html>", "an HTML page", /404/],
    [module, "JavaScript", /import/],
    [new WebAssembly.Module(runtime), "a WebAssembly.Module", /init/],
    [compiler.compile(POLICY, options), "an object", /\.artifact/],
    [compiler.compile("policy: x"), "an object", /diagnostics/],
    [{ module, ...rest }, "an object", /policy\.js/],
    [loadSync(artifact), "an object", /engine already/],
    [[...artifact], "a list", /Uint8Array\.from/],
    [Buffer.from(artifact).toJSON(), "an object", /Buffer\.from/],
    [new ReadableStream(), "a ReadableStream", /new Response/],
    [new Request("https://example.com"), "a Request", /fetch\(request\)/],
    [() => artifact, "a function", /call it/],
    [{ default: artifact.toString() }, "an object", /default export/],
    [{ fields: {}, route: [] }, "an object", /compile/],
    [{}, "an object", ANY],
  ];
  for (const [policy, found, hint] of wrong) {
    for (const error of [await failure(() => loadSync(policy), "bad-policy"), await failure(() => load(policy), "bad-policy")]) {
      assert.equal(error.found, found);
      assert.match(error.expected, /the bytes of a compiled policy/);
      assert.match(error.hint, hint);
      assert.equal(error.message, `the policy is ${found}; ${error.hint}`);
    }
  }
  for (const policy of [at("policy.bin"), new Response(artifact), new Blob([artifact]), Promise.resolve(artifact), { then() {} }]) {
    assert.match((await failure(() => loadSync(policy), "bad-policy")).hint, /await load/);
  }
  const gone = buffer();
  structuredClone(gone, { transfer: [gone] });
  assert.match((await failure(() => loadSync(gone), "bad-policy")).hint, /transferred/);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  await failure(() => loadSync(proxy), "bad-policy");
  const own = new Error("mine");
  const throwing = { get default() { throw own; } };
  for (const loading of [loadSync, load]) assert.equal((await failure(() => loading(throwing), "bad-policy")).cause, own);
});

test("damaged and foreign versions are told apart, with the side to update", async () => {
  const changed = (at, ...bytes) => {
    const copy = artifact.slice();
    copy.set(bytes, at);
    return copy;
  };
  assert.match((await failure(() => loadSync(artifact.subarray(0, 100)), "artifact-cut")).hint, /again/);
  assert.match((await failure(() => loadSync(changed(200, 1, 2, 3)), "artifact-damaged")).hint, /again/);
  assert.match((await failure(() => loadSync(changed(12, 99)), "artifact-version")).hint, /newer compiler: update the package/);
  assert.match((await failure(() => loadSync(changed(12, 0)), "artifact-version")).hint, /older compiler: compile it again/);

  const form = (number) => policyModule((module) => module.replace(/pointperson: 1,/, `pointperson: ${number},`));
  const newer = await failure(async () => loadSync(await form(2)), "policy-module-version");
  assert.match(newer.hint, /newer compiler: update the package/);
  assert.match(newer.found, /^form 2, made by version \d/);
  assert.match((await failure(async () => loadSync(await form(0)), "policy-module-version")).hint, /older compiler/);

  const { default: sound } = await policyModule();
  for (const part of [{ artifact: 7 }, { artifact: "~" }, { read: undefined }, { pointperson: "1" }]) {
    await failure(() => loadSync({ ...sound, ...part }), "bad-policy");
  }
  assert.equal((await failure(() => loadSync({ ...sound, artifact: "AAAA" }), "not-an-artifact")).found, "other bytes");
});

/** What nobody hears of while `work` runs, though it failed. */
async function unheard(work) {
  const script = `process.on("unhandledRejection", ({ message }) => console.log("unheard:", message));
    const fail = () => new Promise((_, reject) => setTimeout(reject, 5, new Error("mine")));
    const slow = (value) => new Promise((resolve) => setTimeout(resolve, 20, value));
    const slim = await import(${JSON.stringify(new URL("dist/slim.js", pkg).href)});
    const runtime = new WebAssembly.Module((await import("node:fs")).readFileSync(${JSON.stringify(fileURLToPath(new URL("dist/runtime.wasm", pkg)))}));
    await (${work})({ slim, runtime, fail, slow }).catch(({ code, name }) => console.log(code ?? name));
    await slow();`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).trim();
}

test("a promise that is not waited for any more fails without a sound", async () => {
  assert.equal(await unheard(({ slim, fail }) => slim.load(fail(), { signal: AbortSignal.abort(new RangeError("stop")) })), "RangeError");
  assert.equal(await unheard(({ slim, fail }) => slim.load(fail(), { signal: 5 })), "bad-argument");
  assert.equal(await unheard(({ slim, runtime, fail, slow }) => Promise.all([slim.init(slow(runtime)), slim.init(fail())])), "");
});

test("a start that fails is not the failing of those who brought a module themselves", async () => {
  const folded = folder();
  writeFileSync(join(folded, "package.json"), `{ "type": "module" }`);
  cpSync(new URL("dist/", pkg), folded, { recursive: true });
  const [library, app] = await Promise.all(["slim", "index"].map((name) => import(pathToFileURL(join(folded, `${name}.js`)))));
  const starting = library.init(Promise.reject(new Error("mine")));
  const [loaded] = await Promise.all([app.load(artifact), assert.rejects(starting, /mine/)]);
  decides(loaded);
  decides(library.loadSync(artifact));
  const slim = await fresh("slim");
  const outcomes = await Promise.allSettled([slim.init(Promise.reject(new Error("mine"))), slim.init(runtime)]);
  assert.deepEqual(outcomes.map(({ status }) => status), ["rejected", "fulfilled"]);
});

test("the runtime starts once, however many ask and in whatever order", async () => {
  const entry = await fresh("index");
  const [early, now] = [entry.load(artifact), entry.loadSync(artifact)];
  const engines = [now, ...(await Promise.all([early, entry.load(artifact), entry.load(artifact)])), entry.loadSync(artifact)];
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
  const given = [module, runtime, new Uint8Array(runtime).buffer, at("runtime.wasm"), at("plain.wasm"), fetch(at("runtime.wasm"))];
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
  const answer = await fetch(at("/runtime.wasm")); // before, because Node's fetch needs WebAssembly itself
  const kept = globalThis.WebAssembly;
  delete globalThis.WebAssembly;
  try {
    await failure(() => slim.init(answer), "no-webassembly");
  } finally {
    Object.defineProperty(globalThis, "WebAssembly", { value: kept, writable: true, configurable: true });
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
  assert.match((await failure(() => slim.initSync(at("runtime.wasm")), "bad-runtime")).hint, /await init/);
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
