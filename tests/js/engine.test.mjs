// The package as a program uses it: loading, deciding, and what hostile objects cannot do.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import {
  POLICY, TERRITORIES, compiler, engine, failure, manifest, pkg, pointperson,
} from "./support.mjs";

const files = { "territories.csv": TERRITORIES };
const LARGE = { email: "kim@acme.example", employees: 1500 };
const why = (decision, field) =>
  decision.reasons.find((one) => one.about === "field" && one.field === field)?.why;

test("load and loadSync give an engine that decides", async () => {
  const { artifact, hash, diagnostics } = compiler.compile(POLICY, { files });
  assert.deepEqual(diagnostics, []);
  for (const bytes of [
    artifact,
    artifact.buffer.slice(artifact.byteOffset, artifact.byteOffset + artifact.length),
  ]) {
    const decision = (await pointperson.load(bytes)).decide(LARGE);
    assert.equal(decision.outcome, "assigned");
    assert.deepEqual(decision.via, { layer: "territory", rule: "big" });
    assert.deepEqual(decision.owner.ids, { salesforce: "005A0000001" });
    assert.deepEqual(decision.policy, { id: "small", version: 3, hash });
  }
  const commonJs = createRequire(import.meta.url)(
    new URL(manifest.exports["."].require.default, pkg).pathname,
  );
  assert.deepEqual(
    commonJs.loadSync(artifact).decide(LARGE).toJSON(),
    engine().decide(LARGE).toJSON(),
  );
  assert.equal(pointperson.version(), manifest.version);
});

test("decision bytes are canonical and hold no names", () => {
  const bytes = engine().decisionBytes(LARGE);
  const text = new TextDecoder().decode(bytes);
  assert.doesNotMatch(text, /Díaz|example\.com/);
  assert.equal(text, canonical(JSON.parse(text)));
});

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(",")}}`;
}

test("values of every JavaScript type are read or are missing with a reason", () => {
  const small = engine();
  const decide = (more) => small.decide({ ...LARGE, ...more });
  for (const employees of [
    1500n,
    [1500],
    { valueOf: () => 1500 },
    Symbol("x"),
    () => 1500,
    new Number(1500),
  ]) {
    assert.equal(why(decide({ employees }), "employees"), "wrong-type");
  }
  for (const employees of [undefined, null, "", "  "]) {
    assert.equal(why(decide({ employees }), "employees"), undefined);
  }
  assert.equal(why(decide({ employees: Number.NaN }), "employees"), "number-not-readable");
  assert.equal(
    why(decide({ employees: Number.POSITIVE_INFINITY }), "employees"),
    "number-too-large",
  );
  assert.equal(why(decide({ employees: 2 ** 60 }), "employees"), "number-too-large");
  assert.equal(why(decide({ company: "x".repeat(65_537) }), "company"), "text-too-long");
  assert.equal(why(decide({ company: "x".repeat(10_000_000) }), "company"), "text-too-long");
  assert.equal(why(decide({ company: "\ud800" }), "company"), undefined);
  assert.equal(decide({ demo: true, employees: 5 }).via.layer, "round robin");
});

test("only own properties are read", () => {
  const small = engine();
  assert.equal(small.decide(Object.create(LARGE)).outcome, "refused");
  assert.equal(
    small.decide(JSON.parse('{"__proto__":{"email":"a@b.example"}}')).outcome,
    "refused",
  );
  assert.equal(small.decide(Object.assign(Object.create(null), LARGE)).owner.id, "ana");
  assert.equal(
    small.decide(runInNewContext("({ email: 'kim@acme.example', employees: 1500 })")).owner.id,
    "ana",
  );

  const odd = POLICY.replace(
    "company: { type: text, from: Company }",
    "company: { type: text, from: __proto__ }",
  );
  const { artifact } = compiler.compile(odd, { files });
  const named = pointperson.loadSync(artifact);
  const own = JSON.parse('{"email":"a@b.example","__proto__":["x"]}');
  assert.equal(why(named.decide(own), "company"), "wrong-type");
  assert.equal(why(named.decide({ email: "a@b.example" }), "company"), undefined);
});

test("hostile objects cannot throw, call back into a decision, or spoil the next one", () => {
  const small = engine();
  const expected = small.decide(LARGE);
  const throwing = { ...LARGE, get company() { throw new Error("no"); } };
  assert.equal(why(small.decide(throwing), "company"), "wrong-type");

  const nested = {
    get company() {
      assert.deepEqual(small.decide({ email: "x@y.example" }).outcome, "fallback");
      return "Acme";
    },
    ...LARGE,
  };
  Object.defineProperty(nested, "Company", {
    enumerable: true,
    get: () => small.decide(LARGE).owner.id,
  });
  assert.equal(small.decide(nested).owner.id, expected.owner.id);

  const proxy = new Proxy(LARGE, {
    getOwnPropertyDescriptor() { throw new Error("no"); },
    get() { throw new Error("no"); },
    has() { throw new Error("no"); },
    ownKeys() { throw new Error("no"); },
  });
  assert.equal(small.decide(proxy).outcome, "refused");
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.equal(small.decide(revoked).outcome, "refused");

  const facts = { get accountOwner() { throw new Error("facts"); } };
  assert.throws(() => small.decide(LARGE, facts), /facts/);
  assert.deepEqual(small.decide(LARGE), expected);
});

test("facts are told, told as none, or not told", () => {
  const small = engine();
  assert.deepEqual(small.decide(LARGE).open, [{ fact: "accountOwner", owners: "anyone" }]);
  assert.deepEqual(small.decide(LARGE, { accountOwner: undefined }).open.length, 1);
  assert.deepEqual(small.decide(LARGE, { accountOwner: null }).open, []);
  const told = small.decide(LARGE, { accountOwner: "005A0000001", now: new Date(0), away: ["bo"] });
  assert.deepEqual([told.owner.id, told.via.layer], ["ana", "account owner"]);
  assert.deepEqual(small.decide(LARGE).open.length, 1); // nothing is left over from the call before
});

test("wrong arguments are errors with code, expected and found", () => {
  const small = engine();
  const fails = (work, code, found) =>
    assert.throws(work, (error) => {
      assert.ok(error instanceof pointperson.PointpersonError && error instanceof Error);
      assert.equal(error.code, code);
      assert.notEqual(error.expected, "");
      if (found !== undefined) assert.equal(error.found, found);
      return true;
    });
  for (const record of [undefined, null, "lead", 7, []]) {
    fails(() => small.decide(record), "bad-record");
  }
  fails(() => small.decide({}, { owner: "ana" }), "unknown-fact", "owner");
  fails(() => small.decide({}, { now: "2026-01-31T10:00" }), "bad-facts");
  fails(() => small.decide({}, { now: new Date(Number.NaN) }), "bad-facts");
  fails(() => small.decide({}, { now: "2026-02-30" }), "bad-facts");
  fails(() => small.decide({}, { now: "2026-01-31T10:00:00.123456Z" }), "bad-facts");
  fails(() => small.decide({}, { away: "bo" }), "bad-facts", '"bo"');
  fails(() => small.decide({}, { accountOwner: 5 }), "bad-facts", "5");
  fails(() => pointperson.loadSync("policy"), "bad-policy");
  fails(() => pointperson.loadSync(undefined), "bad-policy");
  fails(() => pointperson.loadSync(new Uint8Array(3)), "not-an-artifact");
  fails(() => compiler.check(7), "bad-argument", "7");
  fails(() => compiler.compile(POLICY, { profile: "browser" }), "bad-argument");
});

test("parts of a millisecond are refused, with what to write instead", async () => {
  const small = engine();
  const told = (now) => failure(() => small.decide(LARGE, { now }), "bad-facts");
  assert.equal((await told(Date.now() + 0.25)).hint, "round it");
  assert.match((await told("2026-01-31T10:00:00.123456Z")).expected, /milliseconds at most/);
  const named = (await told("soon")).expected.match(/20\d\d-[-\dT:.Z+]+/g);
  assert.equal(named.length, 1);
  for (const now of named) assert.doesNotThrow(() => small.decide(LARGE, { now }), now);
});

test("a moment in seconds is told from one in milliseconds", async () => {
  const small = engine();
  for (const now of [1e9, 1_769_853_600, 99_999_999_999]) {
    const { message, hint, expected } = await failure(
      () => small.decide(LARGE, { now }),
      "bad-facts",
    );
    assert.equal(expected, "milliseconds");
    assert.equal(hint, "this looks like seconds: multiply by 1000");
    assert.equal(message, `the fact \`now\` is ${now}; expected milliseconds; ${hint}`);
    assert.doesNotThrow(() => small.decide(LARGE, { now: now * 1000 }));
  }
  const moments = [0, 999_999_999, 1e11, -1_769_853_600, new Date(1e9), "1970-01-15T00:00Z"];
  for (const now of moments) assert.doesNotThrow(() => small.decide(LARGE, { now }), `${now}`);
  assert.doesNotThrow(() => small.decide(LARGE, { away: ["somebody else"] }));
});

test("what was called without its engine says how to call it", async () => {
  const small = engine();
  const calls = [
    ["decide", "record"],
    ["decisionBytes", "record"],
    ["explain", "record"],
    ["free", ""],
  ];
  for (const [call, given] of calls) {
    const { [call]: alone } = small;
    const wrong = [
      () => alone(LARGE),
      () => alone(),
      () => alone.call({}, LARGE),
      () => alone.call(7, LARGE),
    ];
    for (const work of wrong) {
      const { message, hint } = await failure(work, "bad-call");
      assert.equal(hint, `call it as engine.${call}(${given})`);
      assert.equal(message, `\`${call}\` was called without its engine; ${hint}`);
    }
  }
  for (const call of ["decide", "decisionBytes", "explain"]) {
    const { hint } = await failure(() => [LARGE].map(small[call]), "bad-call");
    assert.equal(hint, `write records.map((record) => engine.${call}(record))`);
  }
  const bound = small.decide.bind(small);
  assert.equal(
    (await failure(() => [LARGE].map(bound), "bad-facts")).hint,
    "write records.map((record) => engine.decide(record))",
  );
  assert.equal([LARGE].map((record) => small.decide(record))[0].owner.id, "ana");

  for (const given of [[], [compiler.compileOrThrow(POLICY, { files })], [{}, {}]]) {
    assert.equal(
      (await failure(() => new pointperson.Engine(...given), "bad-call")).hint,
      "call loadSync(policy)",
    );
  }
});

test("a fact that is none is told with its neighbours", async () => {
  const small = engine();
  const all = "the facts are `now`, `accountOwner`, `currentOwner` and `away`";
  const near = {
    Now: "now",
    account_owner: "accountOwner",
    AccountOwner: "accountOwner",
    currentowner: "currentOwner",
    awya: "away",
  };
  for (const [name, meant] of Object.entries(near)) {
    const { hint, message } = await failure(
      () => small.decide(LARGE, { [name]: null }),
      "unknown-fact",
    );
    assert.equal(hint, `did you mean \`${meant}\`? ${all}`);
    assert.equal(message, `there is no fact \`${name}\`; ${hint}`);
  }
  for (const name of ["owner", "x", "x".repeat(1_000_000)]) {
    const { hint, message } = await failure(
      () => small.decide(LARGE, { [name]: null }),
      "unknown-fact",
    );
    assert.equal(hint, all);
    assert.ok(message.length < 200);
  }
  const error = await failure(() => small.decide(LARGE, { now: new Date("soon") }), "bad-facts");
  assert.equal(error.found, "an invalid Date");
  assert.match(error.message, /^the fact `now` is an invalid Date; expected/);
});

test("engines live side by side, and a freed one says so", () => {
  const [left, right] = [engine(), engine()];
  left.free();
  left.free();
  assert.throws(() => left.decide(LARGE), { code: "engine-freed" });
  const third = engine();
  assert.equal(right.decide(LARGE).owner.id, "ana");
  assert.equal(third.decide(LARGE).owner.id, "ana");
});

test("the compiler entry checks, prints, and tells about codes", () => {
  const { ok, diagnostics } = compiler.check("policy: x\n");
  assert.equal(ok, false);
  for (const { code, severity, place, labels, notes } of diagnostics) {
    assert.equal(severity, "error");
    assert.equal(place.file, "policy.yaml");
    assert.ok(Array.isArray(labels) && Array.isArray(notes));
    assert.ok(compiler.page(code).startsWith(`# ${code}\n`));
  }
  assert.equal(compiler.page("no-such-code"), undefined);
  assert.deepEqual(compiler.check(POLICY, { files }), { ok: true, diagnostics: [] });
  assert.equal(compiler.check(POLICY).diagnostics[0].code, "unknown-file");

  const printed = compiler.print(POLICY, { files }).text;
  assert.equal(compiler.print(printed, { files }).text, printed);
  assert.equal(compiler.compile(printed, { files }).hash, compiler.compile(POLICY, { files }).hash);
  const bytes = new TextEncoder().encode(POLICY);
  assert.deepEqual(compiler.compile(bytes, { files }), compiler.compile(POLICY, { files }));
});
