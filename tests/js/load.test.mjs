// What can be loaded, and what happens with everything else: each wrong thing is named, with what
// to do about it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { getEventListeners } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import {
  POLICY, TERRITORIES, compiled, compiler, failure, folder, pkg, pointperson,
} from "./support.mjs";

const { load, loadSync } = pointperson;
const artifact = compiled();
const buffer = () =>
  artifact.buffer.slice(artifact.byteOffset, artifact.byteOffset + artifact.length);
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
  if (pathname === "/page") {
    return response
      .writeHead(200, { "Content-Type": "text/html" })
      .end("<!doctype html><p>not found");
  }
  if (pathname === "/never") return; // until the signal says to stop
  if (pathname === "/cut") {
    return response
      .writeHead(200, { "Content-Length": "9999" })
      .write(artifact, () => response.destroy());
  }
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
  for (const policy of [
    ...given,
    import(pathToFileURL(join(folder(), "x")).href).catch(() => namespace),
  ])
    decides(await load(policy));
});

test("a URL is fetched, a Response and a Blob are read", async () => {
  const url = at("policy.bin");
  for (const policy of [
    url, Promise.resolve(url), fetch(url), await fetch(url),
    new Blob([artifact]),
    new File([artifact], "x"),
  ]) {
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
  for (const code of [401, 403]) {
    assert.match((await status(code)).hint, /what the server wants to know/);
  }
  for (const code of [429, 500, 503]) assert.match((await status(code)).hint, /again later/);

  const refused = await failure(
    () => load(new URL("http://127.0.0.1:1/policy.bin")),
    "fetch-failed",
  );
  assert.match(
    refused.message,
    /^http:\/\/127\.0\.0\.1:1\/policy\.bin could not be fetched: fetch failed \(./,
  );
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
  assert.equal(
    (await failure(() => load(artifact, { signal: "stop" }), "bad-argument")).expected,
    "an AbortSignal",
  );
  for (const options of [5, new AbortController().signal, []]) {
    await failure(() => load(artifact, options), "bad-argument");
  }
  assert.equal(
    (await failure(() => load(artifact, { sginal: 1 }), "bad-argument")).message,
    '`sginal` is "sginal"; expected only `signal`',
  );
});

test("a signal is left as it was, whether the work ended or was stopped", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = () => getEventListeners(signal, "abort").length;
  for (const policy of [Promise.resolve(artifact), new Blob([artifact]), new Response(artifact)]) {
    const loading = load(policy, { signal });
    decides(await loading);
    assert.equal(listeners(), 0);
  }
  await assert.rejects(load(Promise.reject(new Error("mine")), { signal }), /^Error: mine$/);
  assert.equal(listeners(), 0);
  const stopped = load(new Promise(() => {}), { signal });
  assert.equal(listeners(), 1);
  controller.abort(new Error("stop"));
  await assert.rejects(stopped, /^Error: stop$/);
  assert.equal(listeners(), 0);
});

const called = (kind, parts) => ({ ...parts, [Symbol.toStringTag]: kind });

test("what is only called a Blob, a Response or a URL is told to be none", async () => {
  const throws = () => {
    throw new Error("mine");
  };
  const bare = ["Blob", "File", "Response", "URL"].map((kind) => called(kind));
  await failure(() => load(new Proxy(called("Blob"), { has: throws })), "bad-policy");
  for (const policy of bare) {
    for (const loading of [load, loadSync]) {
      const error = await failure(() => loading(policy), "bad-policy");
      assert.match(error.message, /^the policy is a (Blob|File|Response|URL); /);
      assert.match(error.hint, ANY);
    }
  }
  const answer = { ok: true, status: 200 };
  for (const given of [undefined, 5, {}]) {
    const arrayBuffer = () => Promise.resolve(given);
    await failure(() => load(called("Blob", { arrayBuffer })), "bad-policy");
    await failure(() => load(called("Response", { ...answer, arrayBuffer })), "bad-policy");
  }
  for (const arrayBuffer of [7, throws, async () => throws()]) {
    const unread = await failure(() => load(called("Blob", { arrayBuffer })), "bad-policy");
    assert.match(unread.hint, /it cannot be read/);
    assert.match(unread.cause.message, /^mine$|not a function/);
    await failure(() => load(called("Response", { ...answer, arrayBuffer })), "fetch-failed");
  }
  const refused = called("Response", { status: 500, arrayBuffer: throws });
  assert.doesNotMatch((await failure(() => load(refused), "fetch-failed")).message, /undefined/);
  decides(await load(called("Response", { ...answer, arrayBuffer: async () => buffer() })));
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
    assert.match(
      error.message,
      /^(these \d+ bytes are .*not a compiled policy|the policy has no bytes); /,
    );
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
    for (const error of [
      await failure(() => loadSync(policy), "bad-policy"),
      await failure(() => load(policy), "bad-policy"),
    ]) {
      assert.equal(error.found, found);
      assert.match(error.expected, /the bytes of a compiled policy/);
      assert.match(error.hint, hint);
      assert.equal(error.message, `the policy is ${found}; ${error.hint}`);
    }
  }
  for (const policy of [
    at("policy.bin"),
    new Response(artifact),
    new Blob([artifact]),
    Promise.resolve(artifact),
    { then() {} },
  ]) {
    assert.match((await failure(() => loadSync(policy), "bad-policy")).hint, /await load/);
  }
  const gone = buffer();
  structuredClone(gone, { transfer: [gone] });
  assert.match((await failure(() => loadSync(gone), "bad-policy")).hint, /transferred/);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  await failure(() => loadSync(proxy), "bad-policy");
  const own = new Error("mine");
  const throwing = {
    get default() {
      throw own;
    },
  };
  for (const loading of [loadSync, load]) {
    assert.equal((await failure(() => loading(throwing), "bad-policy")).cause, own);
  }
});

test("damaged and foreign versions are told apart, with the side to update", async () => {
  const changed = (at, ...bytes) => {
    const copy = artifact.slice();
    copy.set(bytes, at);
    return copy;
  };
  assert.match(
    (await failure(() => loadSync(artifact.subarray(0, 100)), "artifact-cut")).hint,
    /again/,
  );
  assert.match(
    (await failure(() => loadSync(changed(200, 1, 2, 3)), "artifact-damaged")).hint,
    /again/,
  );
  assert.match(
    (await failure(() => loadSync(changed(12, 99)), "artifact-version")).hint,
    /newer compiler: update the package/,
  );
  assert.match(
    (await failure(() => loadSync(changed(12, 0)), "artifact-version")).hint,
    /older compiler: compile it again/,
  );

  const form = (number) =>
    policyModule((module) => module.replace(/pointperson: 1,/, `pointperson: ${number},`));
  const newer = await failure(async () => loadSync(await form(2)), "policy-module-version");
  assert.match(newer.hint, /newer compiler: update the package/);
  assert.match(newer.found, /^form 2, made by version \d/);
  assert.match(
    (await failure(async () => loadSync(await form(0)), "policy-module-version")).hint,
    /older compiler/,
  );

  const { default: sound } = await policyModule();
  for (const part of [
    { artifact: 7 },
    { artifact: "~" },
    { read: undefined },
    { pointperson: "1" },
  ]) {
    await failure(() => loadSync({ ...sound, ...part }), "bad-policy");
  }
  assert.equal(
    (await failure(() => loadSync({ ...sound, artifact: "AAAA" }), "not-an-artifact")).found,
    "other bytes",
  );
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
  return execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  }).trim();
}

test("a promise that is not waited for any more fails without a sound", async () => {
  assert.equal(
    await unheard(({ slim, fail }) =>
      slim.load(fail(), { signal: AbortSignal.abort(new RangeError("stop")) }),
    ),
    "RangeError",
  );
  assert.equal(await unheard(({ slim, fail }) => slim.load(fail(), { signal: 5 })), "bad-argument");
  assert.equal(
    await unheard(({ slim, runtime, fail, slow }) =>
      Promise.all([slim.init(slow(runtime)), slim.init(fail())]),
    ),
    "",
  );
});
