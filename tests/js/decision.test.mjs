// Decisions as JavaScript has them: the layout of the numbers, and that what is read from them is
// what the decision bytes tell, for every case of the corpus.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect, isDeepStrictEqual } from "node:util";
import { blocksOf, examplesOf, paths, policyOf } from "./corpus.mjs";
import { compiler, engine, failure, pointperson, root } from "./support.mjs";

const LARGE = { email: "kim@acme.example", employees: 1500 };

/** What the bytes tell, with the person joined to the owner's id. */
function toldByBytes(engine, record, facts) {
  const told = JSON.parse(new TextDecoder().decode(engine.decisionBytes(record, facts)));
  const { id, known = true } = told.owner;
  const person = engine.description.people.find((one) => one.id === id);
  assert.equal(known, person !== undefined);
  return { ...told, owner: { ...(person ?? { id, name: id, ids: {} }), known } };
}

test("a decision tells what its bytes tell, for every case", () => {
  let count = 0;
  for (const path of paths) {
    const blocks = blocksOf(path);
    const examples = examplesOf(blocks);
    if (examples.length === 0) continue;
    const { text, files } = policyOf(blocks);
    const loaded = pointperson.loadSync(compiler.compile(text, { files }).artifact);
    for (const { record, facts } of examples) {
      const decision = loaded.decide(record, facts);
      assert.deepEqual(decision.toJSON(), toldByBytes(loaded, record, facts), path);
      count += 1;
    }
    loaded.free();
  }
  assert.ok(count >= 100, `${count} decisions`);
});

// Every list and every place of the head: see src/wasm/runtime/packed.rs.
const EVERYTHING = `policy: everything
version: 7
fields:
  email: { type: email, required: true }
  employees: integer
  demo-at: date
derive:
  size:
    - is: large
      when: employees >= 1,000
    - is: small
      when: employees < 1,000
score:
  fit:
    - { points: 10, when: employees is known }
  intent:
    - { points: 5, when: email is free }
    - { points: 40, when: demo-at is known, half-life: 10 days, since: demo-at }
grade: { of: score, A: 50, else: B }
stages:
  hot: { enter: grade = A, position: working, owner: sdr, respond within: 4h, leave within: 2 days }
  cold: { enter: always, owner: desk, leave within: 1 day }
people:
  ana: { name: Ana, role: sdr }
  bo: { name: Bo }
  cy: { name: Cy }
pools:
  desk: { members: [bo, cy], turn: sticky, when empty: ana }
route:
  - layer: account
    ask: accountOwner
    unknown owner: keep
  - layer: current
    ask: currentOwner
    unknown owner: keep
  - layer: territory
    table:
      - { size: small, owner: bo, id: few }
      - { size: large, owner: ana, id: '' }
  - otherwise: cy
`;
const HOT = { email: "kim@gmail.com", employees: "1500", "demo-at": "1970-01-01" };
const COLD = { email: "kim@gmail.com", employees: "20" };

/** The started module itself, with an engine in it: `put` puts a record, `numbers` decides it. */
async function doorOf(artifact) {
  const door = await import(new URL("target/glue/runtime.js", root));
  const module = new WebAssembly.Module(readFileSync(new URL("target/glue/runtime.wasm", root)));
  door.use(new WebAssembly.Instance(module, door.imports()), module);
  const handle = door.engine_load(artifact);
  const names = JSON.parse(door.engine_describe(handle)).sources.map(([, name]) => name);
  const put = (record) => {
    door.begin(handle);
    names.forEach((name, slot) => name in record && door.put_text(slot, record[name]));
  };
  return { door, handle, put, numbers: () => Array.from(door.decide(handle)) };
}

test("the numbers of a decision are laid out as they are written down", async () => {
  const { door, handle, put, numbers } = await doorOf(compiler.compile(EVERYTHING).artifact);
  const [minute, unknown] = [60_000, 2 ** 53];
  put(HOT);
  assert.deepEqual(numbers(), [
    ...[0, 2, 1, 0, -1, 0, 0, 65, 2, 10, 45, 0, 1, 3, 2, 0, 0, 2, 4],
    ...[0, 0, 0], // signals: the first, by its first line, has its first value
    ...[0, 10, 10, 1, 5, 5, 2, 40, 40], // points
    ...[0, 240 * minute, unknown, 1, 2880 * minute, unknown], // timers
    ...[0, 4, 1, 4], // passed: two steps ask for what was not told
    ...[0, 1, 2, 1, -1, 2, -1, 3, 2, 1, 2], // open: now to one, both owners to anyone, away to two
  ]);

  put({ employees: "many" });
  assert.deepEqual(numbers(), [
    ...[2, -1, -1, 2, -1, 0, 1, 66, 2, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0],
    ...[1, 1440 * minute, unknown], // timers
    ...[1, 2], // unusable: `number-not-readable`
    ...[0], // required
  ]);

  put(HOT);
  door.fact_now(0);
  door.fact_owner(0, true, "");
  door.fact_owner(1, false, "eve");
  assert.deepEqual(numbers(), [
    ...[0, 1, -1, -3, -1, 0, 0, 65, 2, 10, 45, 1, 1, 3, 2, 0, 0, 1, 0],
    ...[2, 1, 0], // claims: the second row of the third step would name the first person
    ...[0, 0, 0, 0, 10, 10, 1, 5, 5, 2, 40, 40], // signals, points
    ...[0, 240 * minute, 240 * minute, 1, 2880 * minute, 2880 * minute], // timers
    ...[0, 3], // passed: there is no such owner
  ]);

  put(COLD);
  for (const person of ["bo", "cy"]) door.fact_away(person);
  const head = [1, -1, 1, 0, 0, 1, 1, 66, 2, 10, 5];
  // the pool of the second stage has nobody
  assert.deepEqual(numbers().slice(0, head.length), head);
  door.engine_free(handle);
});

test("the module keeps nothing of a record once it has answered", async () => {
  const { door, handle, put, numbers } = await doorOf(compiler.compile(EVERYTHING).artifact);
  const nothing = (put({}), numbers());
  for (const answer of [door.decide, door.decision_bytes, door.explain]) {
    put(HOT);
    door.put_id("1");
    door.fact_owner(0, false, "eve");
    assert.ok(answer(handle).length > 0);
    assert.deepEqual(numbers(), nothing);
  }
  door.engine_free(handle);
  assert.deepEqual(numbers(), []);
});

test("a decision is read on demand, outlives its engine, and shares nothing that can be changed", () => {
  const loaded = engine();
  const [decision, other] = [loaded.decide(LARGE), loaded.decide({ email: "kim@acme.example" })];
  loaded.free();
  assert.ok(decision instanceof pointperson.Decision);
  assert.equal(decision.owner.name, "Ana Díaz");
  assert.deepEqual(decision.signals, { size: "large" });
  assert.ok(!Object.isFrozen(decision));
  for (const { get } of Object.values(Object.getOwnPropertyDescriptors(decision))) {
    assert.equal(get, undefined);
  }
  assert.deepEqual(decision, engine().decide({ ...LARGE, unread: 1 }));
  assert.notDeepEqual(decision, other);
  assert.throws(() => { decision.owner.name = "Eve"; }, TypeError);
  assert.throws(() => { decision.owner.ids.salesforce = "Eve"; }, TypeError);
  assert.throws(() => { decision.policy.id = "eve"; }, TypeError);
  assert.match(inspect(decision), /^Decision \{\s+outcome: 'assigned',\s+owner: \{\s+id: 'ana'/);
});

const SHORT = ["outcome", "owner", "via", "stage", "position", "score", "grade", "final", "policy"];
const LISTS = ["claims", "signals", "timers", "open", "reasons"];

test("the short parts are own properties: copied, cloned and compared; the lists are not", async () => {
  const loaded = pointperson.loadSync(compiler.compile(EVERYTHING).artifact);
  const [hot, cold] = [loaded.decide(HOT), loaded.decide(COLD)];
  const plain = hot.toJSON();
  const short = Object.fromEntries(SHORT.map((name) => [name, plain[name]]));
  assert.deepEqual(Reflect.ownKeys(hot).sort(), SHORT.toSorted());
  for (const copy of [{ ...hot }, Object.assign({}, hot), structuredClone(hot)]) {
    assert.deepEqual(copy, short);
    assert.deepEqual(Reflect.ownKeys(copy).sort(), SHORT.toSorted());
  }
  assert.deepEqual(JSON.parse(JSON.stringify({ ...hot })), short);
  assert.deepEqual(structuredClone(plain), plain);
  assert.deepEqual(Object.keys(plain).sort(), [...SHORT, ...LISTS].sort());

  assert.ok(isDeepStrictEqual(hot, loaded.decide({ ...HOT, unread: 1 })));
  assert.ok(!isDeepStrictEqual(hot, cold));
  const other = loaded.decide(HOT, { accountOwner: null }); // other lists, and nothing else
  assert.notDeepEqual(other.open, hot.open);
  assert.ok(isDeepStrictEqual(hot, other), "the lists are not compared");
  assert.ok(!isDeepStrictEqual(plain, other.toJSON()), "all of it is");

  const cloned = Object.assign(Object.create(pointperson.Decision.prototype), structuredClone(hot));
  for (const list of LISTS) {
    assert.match((await failure(() => cloned[list], "bad-call")).hint, /toJSON/);
  }
});

test("where a part has no place in the policy, its property is undefined", () => {
  const decision = engine().decide(LARGE);
  for (const part of ["stage", "position", "score", "grade"]) {
    assert.ok(Object.hasOwn(decision, part));
    assert.equal(decision[part], undefined);
    assert.ok(!(part in decision.toJSON()));
  }
});

/** A proxy that wraps all objects that it gives but those that cannot be changed, as in Vue. */
function watching(object) {
  return new Proxy(object, {
    get(target, key, receiver) {
      const value = Reflect.get(target, key, receiver);
      return typeof value === "object" && value !== null && Object.isExtensible(value)
        ? watching(value)
        : value;
    },
  });
}

test("engines and decisions work through a proxy, whatever it wraps besides", async () => {
  for (const wrap of [(object) => new Proxy(object, {}), watching]) {
    const loaded = wrap(pointperson.loadSync(compiler.compile(EVERYTHING).artifact));
    const held = wrap({ engine: loaded, decision: loaded.decide(HOT, { now: 0 }) });
    const { decision } = held;
    const plain = JSON.parse(JSON.stringify(decision));
    assert.deepEqual(plain, toldByBytes(loaded, HOT, { now: 0 }));
    for (const part of Object.keys(plain)) {
      assert.deepEqual(JSON.parse(JSON.stringify(decision[part])), plain[part]);
    }
    for (const part of Object.keys(plain)) {
      assert.deepEqual(JSON.parse(JSON.stringify(wrap(decision)[part])), plain[part]);
    }
    assert.ok(held.engine.explain(HOT).lines.length > 0);
    assert.ok(held.engine.description.people.length > 0);
    held.engine.free();
    await failure(() => loaded.decide(HOT), "engine-freed");
  }
});

test("decisions are made by engines alone", async () => {
  for (const make of [
    () => new pointperson.Decision(),
    () => new pointperson.Decision({}, [], {}),
  ]) {
    assert.match((await failure(make, "bad-call")).hint, /engine\.decide\(record\)/);
  }
});

test("an owner whom the policy does not know is called as the caller called him", () => {
  const loaded = pointperson.loadSync(compiler.compile(EVERYTHING).artifact);
  const told = (facts) => loaded.decide(HOT, facts);
  const eve = told({ accountOwner: " \t Eve \u{1F600}\ud800\n" });
  assert.deepEqual(eve.owner, {
    id: "Eve \u{1F600}\ufffd",
    name: "Eve \u{1F600}\ufffd",
    ids: {},
    known: false,
  });
  assert.deepEqual(
    eve.claims.map(({ owner }) => owner),
    ["ana"],
  );
  assert.deepEqual(told({ accountOwner: "eve", currentOwner: "mallory" }).claims[0], {
    layer: "current",
    rule: "current",
    owner: "mallory",
  });
  const both = { accountOwner: "eve", currentOwner: "mallory" };
  for (const facts of [both, { currentOwner: "\v eve\f" }, { accountOwner: "" }]) {
    assert.deepEqual(told(facts).toJSON(), toldByBytes(loaded, HOT, facts));
  }
});
