// Names of a record that no field reads: a decision passes over them, and `unread` tells of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compiler, engine, failure, pointperson } from "./support.mjs";

const loaded = engine();
const unread = (record) => loaded.unread(record);

test("a misspelt name is told with the name that a field would have read", () => {
  const record = { id: 7, emial: "kim@acme.example", employees: 1500, shows: 1, Demo: true };
  const decision = loaded.decide(record);
  assert.equal(decision.outcome, "refused");
  const told = [
    { name: "emial", near: "email" },
    { name: "shows" },
    { name: "Demo", near: "demo" },
  ];
  assert.deepEqual(unread(record), told);
  assert.equal(JSON.stringify(loaded.decide(record)), JSON.stringify(decision));
  assert.deepEqual(unread({ email: "kim@acme.example", Company: "Acme" }), []);
  assert.deepEqual(unread({}), []);
  assert.deepEqual(unread({ lead: { email: "kim@acme.example" } }), [{ name: "lead" }]);
});

test("a name that is near is one that nothing else served", () => {
  const near = (record) => unread(record).map(({ near }) => near);
  assert.deepEqual(near({ emial: "x", email: "kim@acme.example" }), [undefined]);
  assert.deepEqual(near({ compny: "x", Company: "Acme" }), [undefined], "under its other name");
  assert.deepEqual(near({ compny: "x", company: undefined }), [undefined], "its own, though empty");
  assert.deepEqual(near({ Email: "x", e_mail: "x" }), ["email", "email"]);
});

test("own names count, as in a decision: those of a class do not", () => {
  class Lead {
    emial = "kim@acme.example";
    get email() { return this.emial; }
  }
  assert.equal(loaded.decide(new Lead()).outcome, "refused");
  assert.deepEqual(unread(new Lead()), [{ name: "emial", near: "email" }]);
  assert.ok(unread(new Error("no lead")).some(({ name }) => name === "message"));
  const hidden = Object.defineProperty({}, "Email", { value: "kim@acme.example" });
  assert.deepEqual(unread(hidden), [{ name: "Email", near: "email" }]);
  assert.deepEqual(unread({ [Symbol("email")]: 1 }), []);
  assert.deepEqual(unread(JSON.parse('{"__proto__":1}')), [{ name: "__proto__" }]);
});

test("no code of a record is run but that of a Proxy, and what throws has no names", () => {
  const throwing = { get emial() { throw new Error("no"); } };
  assert.deepEqual(unread(throwing), [{ name: "emial", near: "email" }]);
  assert.deepEqual(unread(new Proxy({ emial: 1 }, {})), [{ name: "emial", near: "email" }]);
  const hostile = new Proxy({ emial: 1 }, { ownKeys() { throw new Error("no"); } });
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const record of [hostile, proxy]) {
    assert.equal(loaded.decide(record).outcome, "refused");
    assert.deepEqual(unread(record), []);
  }
});

test("long names and many names cost little", () => {
  const long = "email".repeat(100_000);
  assert.deepEqual(unread({ [long]: 1 }), [{ name: long }]);
  const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`emai${at}`, at]));
  const start = performance.now();
  assert.equal(unread(many).length, 50_000);
  assert.ok(performance.now() - start < 2_000);
});

test("every field's names are read, and none is more than wanted", () => {
  const fields = Array.from(
    { length: 120 },
    (_, at) => `  field${at}: { type: text, from: [F${at}] }`,
  );
  const policy = ["policy: many", "fields:", ...fields, "people: { ana: { name: Ana } }", "route:"];
  const many = pointperson.loadSync(
    compiler.compileOrThrow(`${policy.join("\n")}\n  - otherwise: ana\n`),
  );
  const record = Object.fromEntries(many.description.sources.map(([, name]) => [name, ""]));
  assert.deepEqual(many.unread({ ...record, felid7: 1 }), [{ name: "felid7" }]);
});

test("it takes what `decide` takes, of an engine that is there", async () => {
  for (const record of [undefined, null, "lead", 7, [], new Map()]) {
    await failure(() => unread(record), "bad-record");
  }
  const { unread: alone } = loaded;
  const { hint } = await failure(() => alone({}), "bad-call");
  assert.equal(hint, "call it as engine.unread(record)");
  const mapped = await failure(() => [{}].map(alone), "bad-call");
  assert.equal(mapped.hint, "write records.map((record) => engine.unread(record))");
  const freed = engine();
  freed.free();
  await failure(() => freed.unread({}), "engine-freed");
});
