// What an error says to do next is done here, and must work: nobody is sent from one wrong thing to
// the next.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  POLICY, TERRITORIES, cli, compiled, compiler, failure, fresh, pkg, pointperson, small,
} from "./support.mjs";

const { load, loadSync } = pointperson;
const options = { files: { "territories.csv": TERRITORIES } };
const runtime = readFileSync(new URL("dist/runtime.wasm", pkg));
const cwd = small({
  "policy.bin": compiled(),
  "policy.mjs": compiler.policyModule(POLICY, options).module,
});
const path = (name) => join(cwd, name);
const decides = (engine) =>
  assert.equal(engine.decide({ email: "kim@acme.example", employees: 1500 }).owner.id, "ana");

const server = createServer(({ url }, response) =>
  response.end(url === "/runtime.wasm" ? runtime : compiled()),
);
let base;
before(async () => {
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** Holds both ways to load to fail with these hints. */
async function told(policy, code, waiting, atOnce = waiting) {
  assert.equal((await failure(() => load(policy), code)).hint, waiting);
  assert.equal((await failure(() => loadSync(policy), "bad-policy")).hint, atOnce);
}

test("the name of a compiled policy: its bytes are read, or fetched", async () => {
  const name = path("policy.bin");
  const read = `readFileSync("${name}")`;
  await told(
    name,
    "bad-policy",
    `give fetch("${name}") or, in Node, ${read}`,
    `read it first: ${read}`,
  );
  decides(loadSync(readFileSync(name)));
  decides(await load(readFileSync(name)));
  decides(await load(fetch(`${base}${name}`)));
});

test("the URL of a file, which Node does not fetch: its bytes are read", async () => {
  const url = pathToFileURL(path("policy.bin"));
  await told(
    url,
    "fetch-failed",
    "give the bytes, in Node those of readFileSync(url)",
    "read it first: readFileSync(url)",
  );
  assert.match(
    (await failure(() => load(url), "fetch-failed")).message,
    /policy\.bin could not be fetched: `fetch` reads no files here; /,
  );
  await told(url.href, "bad-policy", `read it first: readFileSync(new URL("${url.href}"))`);
  for (const given of [url, new URL(url.href)]) {
    decides(loadSync(readFileSync(given)));
    decides(await load(readFileSync(given)));
  }
});

test("the address of a server: it is fetched, by those who can wait", async () => {
  const address = `${base}/policy.bin`;
  const wait = "`loadSync` cannot wait: write await load";
  await told(
    address,
    "bad-policy",
    `write await load(fetch("${address}"))`,
    `${wait}(fetch("${address}"))`,
  );
  assert.equal(
    (await failure(() => loadSync(new URL(address)), "bad-policy")).hint,
    `${wait}(url)`,
  );
  const request = new Request(address);
  await told(request, "bad-policy", "give fetch(request)", `${wait}(fetch(request))`);
  const { body } = await fetch(address);
  await told(body, "bad-policy", "give new Response(stream)", `${wait}(new Response(stream))`);
  for (const policy of [fetch(address), new URL(address), fetch(request), new Response(body)]) {
    decides(await load(policy));
  }
});

test("the name of a policy module, or its text: it is imported", async () => {
  const name = path("policy.mjs");
  const text = readFileSync(name);
  const imported = 'import that file instead: import policy from "./policy.js"';
  await told(text.toString(), "bad-policy", imported);
  for (const loading of [load, loadSync]) {
    assert.equal((await failure(() => loading(text), "not-an-artifact")).hint, imported);
  }
  for (const file of [name, "policy.js"]) await told(file, "bad-policy", imported);
  const places = [pathToFileURL(name), new URL(`${base}/policy.js?v=2`)];
  for (const place of places) {
    await told(place, "bad-policy", imported);
    await told(place.href, "bad-policy", imported);
  }
  const { default: policy } = await import(pathToFileURL(name));
  decides(loadSync(policy));
  decides(await load(policy));
});

test("the name of a policy document, or its text: it is compiled", async () => {
  for (const name of ["small.policy.yaml", "leads.yml", "./x/leads.policy.json"]) {
    await told(
      name,
      "bad-policy",
      `compile it first: npx pointperson compile ${name} -o policy.bin`,
    );
  }
  assert.equal((await cli(["compile", "small.policy.yaml", "-o", "made.bin"], { cwd })).code, 0);
  decides(loadSync(readFileSync(path("made.bin"))));

  const compile =
    "compile it first: `npx pointperson compile`, or `compileOrThrow` of pointperson/compiler";
  await told(POLICY, "bad-policy", compile);
  decides(loadSync(compiler.compileOrThrow(POLICY, options)));
});

test("a module that went through JSON: the bytes are stored instead", async () => {
  const { default: policy } = await import(pathToFileURL(path("policy.mjs")));
  const json = JSON.stringify(policy);
  const hint = "it does not survive JSON, since it holds a function; " +
    "store the bytes that `compile -o policy.bin` writes";
  for (const given of [
    json,
    JSON.stringify(policy, null, 2),
    JSON.parse(json),
    { default: JSON.parse(json) },
  ]) {
    await told(given, "bad-policy", hint);
    const { message } = await failure(() => loadSync(given), "bad-policy");
    assert.match(message, /^the policy is a policy module (as|that went through) JSON; /);
  }
  assert.equal((await failure(() => loadSync(Buffer.from(json)), "not-an-artifact")).hint, hint);
  decides(loadSync(readFileSync(path("policy.bin"))));
});

test("bytes that went through JSON or a text: they are made bytes again", async () => {
  const artifact = compiled();
  await told([...artifact], "bad-policy", "give Uint8Array.from(list)");
  const ofBuffer = JSON.parse(JSON.stringify(Buffer.from(artifact)));
  await told(ofBuffer, "bad-policy", "give Buffer.from(it.data)");
  const it = JSON.parse(JSON.stringify(artifact));
  await told(it, "bad-policy", "give Uint8Array.from(Object.values(it))");
  const text = Buffer.from(artifact).toString("base64");
  await told(
    text,
    "bad-policy",
    "decode it: Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))",
  );
  const again = [
    Uint8Array.from([...artifact]),
    Buffer.from(ofBuffer.data),
    Uint8Array.from(Object.values(it)),
  ];
  for (const bytes of [...again, Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]) {
    decides(loadSync(bytes));
  }
});

test("the runtime by its name or address: read, or fetched", async () => {
  const name = path("runtime.wasm");
  writeFileSync(name, runtime);
  const slim = await fresh("slim");
  const hint = async (work) => (await failure(work, "bad-runtime")).hint;
  assert.equal(await hint(() => slim.initSync(name)), `read it first: readFileSync("${name}")`);
  assert.equal(
    await hint(() => slim.init(name)),
    `give fetch("${name}") or, in Node, readFileSync("${name}")`,
  );
  const address = `${base}/runtime.wasm`;
  assert.equal(await hint(() => slim.init(address)), `write await init(fetch("${address}"))`);
  assert.equal(
    await hint(() => slim.initSync(address)),
    `\`initSync\` cannot wait: write await init(fetch("${address}"))`,
  );
  assert.match(
    (await failure(() => slim.init(pathToFileURL(name)), "fetch-failed")).hint,
    /readFileSync\(url\)/,
  );
  for (const source of [readFileSync(name), readFileSync(pathToFileURL(name)), fetch(address)]) {
    const other = await fresh("slim");
    await other.init(source);
    decides(other.loadSync(compiled()));
  }
});
