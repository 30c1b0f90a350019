// Errors of the package: what a place that forbids WebAssembly makes of it, what is no record, and
// where the first error of a policy stands.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { createContext, runInContext } from "node:vm";
import {
  POLICY, TERRITORIES, compiled, compiler, engine, failure, fresh, pkg, pointperson,
} from "./support.mjs";

const runtime = readFileSync(new URL("dist/runtime.wasm", pkg));
const LARGE = { email: "kim@acme.example", employees: 1500 };

/** The entry slim in a realm of its own, in which WebAssembly cannot be made of bytes. */
function forbidding(globals = {}) {
  const context = createContext(globals, { codeGeneration: { wasm: false, strings: false } });
  const code = readFileSync(new URL("dist/slim.cjs", pkg), "utf8");
  const module = { exports: {} };
  runInContext(`(function (module, exports) { ${code}\n})`, context)(module, module.exports);
  return module.exports;
}

test("a place that runs no bytes says so, and which condition brings the module", async () => {
  const slim = forbidding();
  for (const start of [() => slim.initSync(runtime), () => slim.init(runtime)]) {
    const error = await failure(start, "wasm-forbidden");
    assert.match(error.hint, /`workerd`.*--conditions=workerd/);
    assert.match(error.cause.message, /disallowed by embedder/);
  }
  slim.initSync(new WebAssembly.Module(runtime)); // of another realm, as edge runtimes hand it over
  assert.equal(slim.loadSync(compiled()).decide(LARGE).owner.id, "ana");
});

test("in a page the same is the page's policy, told with the header to add", async () => {
  const error = await failure(() => forbidding({ document: {} }).initSync(runtime), "csp-blocked");
  assert.match(error.message, /Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'/);
});

test("nothing but the language is needed to decide, as in jest's jsdom", async () => {
  const policy = POLICY.replace("when: demo", "when: company = 日本");
  const artifact = compiler.compileOrThrow(policy, { files: { "territories.csv": TERRITORIES } });
  const here = pointperson.loadSync(artifact);
  const [bare, with_] = [forbidding(), forbidding({ TextEncoder, TextDecoder })];
  const texts = ["日本", "日本 \u{1F600}", "\ud800 é", "e\udfff", "", "\ufeffx", "\0"];
  for (const slim of [bare, with_]) {
    slim.initSync(new WebAssembly.Module(runtime));
    const there = slim.loadSync(artifact);
    for (const company of texts) {
      const [record, facts] = [
        { ...LARGE, employees: 20, company, id: company },
        { accountOwner: company, now: 0 },
      ];
      assert.equal(JSON.stringify(there.decide(record)), JSON.stringify(here.decide(record)));
      assert.deepEqual(
        [...there.decisionBytes(record, facts)],
        [...here.decisionBytes(record, facts)],
      );
      assert.equal(
        JSON.stringify(there.explain(record, facts)),
        JSON.stringify(here.explain(record, facts)),
      );
    }
    assert.equal(
      (await failure(() => slim.loadSync(Buffer.from("<!doctype html>")), "not-an-artifact")).found,
      "an HTML page",
    );
  }
  for (const name of ["index", "slim", "compiler"]) {
    const run = () =>
      runInContext(
        `(function (module, exports, require) { ${readFileSync(new URL(`dist/${name}.cjs`, pkg), "utf8")}\n})`,
        createContext({}),
      );
    assert.doesNotThrow(() => run()({ exports: {} }, {}, () => bare), name);
  }
});

const BLOCKED = [
  [
    "CompileError",
    "WebAssembly.instantiate(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because neither 'wasm-unsafe-eval' nor 'unsafe-eval' is an allowed source of script",
  ],
  [
    "CompileError",
    "WebAssembly.Module(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive: \"script-src 'self'\"",
  ],
  ["CompileError", "call to WebAssembly.Module() blocked by CSP"],
  [
    "EvalError",
    "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script in the following Content Security Policy directive: \"script-src 'self'\"",
  ],
];

test("every browser's words for it are known, and a later start works", async () => {
  const slim = await fresh("slim");
  const { Module, compile } = WebAssembly;
  for (const [name, message] of BLOCKED) {
    const cause = Object.assign(new Error(message), { name });
    WebAssembly.Module = function () { throw cause; };
    WebAssembly.compile = () => Promise.reject(cause);
    try {
      for (const start of [() => slim.initSync(runtime), () => slim.init(runtime)]) {
        const error = await failure(start, "csp-blocked");
        assert.equal(error.cause, cause);
        assert.match(error.hint, /'wasm-unsafe-eval'/);
      }
    } finally {
      Object.assign(WebAssembly, { Module, compile });
    }
  }
  await slim.init(runtime);
});

test("other reasons stay visible as they are", async () => {
  const slim = await fresh("slim");
  const { Instance } = WebAssembly;
  const full = new RangeError("WebAssembly.Instance(): Out of memory");
  WebAssembly.Instance = function () { throw full; };
  try {
    assert.throws(() => slim.initSync(runtime), (error) => error === full);
  } finally {
    WebAssembly.Instance = Instance;
  }
  const whole = globalThis.WebAssembly;
  const module = new WebAssembly.Module(runtime);
  delete globalThis.WebAssembly;
  try {
    await failure(() => slim.initSync(module), "no-webassembly");
    await failure(() => slim.init(module), "no-webassembly");
  } finally {
    globalThis.WebAssembly = whole;
  }
  slim.initSync(runtime);
});

test("what holds fields, but not as its own properties, is no record", async () => {
  const small = engine();
  const data = new FormData();
  data.set("email", "kim@acme.example");
  class Event {
    get [Symbol.toStringTag]() { return "SubmitEvent"; }
  }
  const wrong = [
    [new Map([["email", "x"]]), "a Map", /Object\.fromEntries\(map\)/],
    [data, "a FormData", /Object\.fromEntries\(formData\)/],
    [new URLSearchParams("email=x"), "a URLSearchParams", /Object\.fromEntries\(searchParams\)/],
    [new Headers(), "a Headers", /Object\.fromEntries/],
    [new Event(), "a SubmitEvent", /new FormData\(event\.target\)/],
    [new Request("https://example.com"), "a Request", /await request\.json\(\)/],
    [Promise.resolve(LARGE), "a Promise", /await it/],
    ['{"email":"x"}', '"{\\"email\\":\\"x\\"}"', /JSON\.parse/],
    [new String("{}"), "a String", /JSON\.parse/],
    [[LARGE], "a list", /one record after the other/],
    [new Uint8Array(3), "a Uint8Array", /decode/],
    [() => LARGE, "a function", /call it/],
    [new Set(), "a Set", /names and values/],
    [undefined, "undefined", /such as \{ email: /],
    [null, "null", /such as \{ email: /],
    [7, "7", /such as \{ email: /],
    [new Date(), "a Date", /such as \{ email: /],
  ];
  for (const [record, found, hint] of wrong) {
    for (const call of ["decide", "decisionBytes", "explain"]) {
      const error = await failure(() => small[call](record), "bad-record");
      assert.deepEqual([error.found, error.expected], [found, "an object of names and values"]);
      assert.match(error.hint, hint);
    }
  }
  assert.equal(small.decide(Object.fromEntries(data)).outcome, "fallback");
  for (const facts of [new Map([["now", 0]]), [], data, Promise.resolve({})]) {
    await failure(() => small.decide(LARGE, facts), "bad-facts");
  }
});

test("any other object is a record: its own properties are read", () => {
  const small = engine();
  class Lead {
    email = "kim@acme.example";
    #employees = 7;
    get employees() { return this.#employees; }
  }
  const cyclic = { ...LARGE };
  cyclic.self = cyclic;
  cyclic.company = cyclic;
  const records = [
    Object.freeze({ ...LARGE }),
    cyclic,
    new Proxy(LARGE, {}),
    Object.assign(Object.create(null), LARGE),
    Object.assign(new Lead(), { demo: true }),
  ];
  assert.deepEqual(records.map((record) => small.decide(record).owner.id).slice(0, 4), [
    "ana", "ana", "ana", "ana",
  ]);
  assert.equal(
    small.decide(records[4]).via.layer,
    "round robin",
    "the getter of its class is not its own",
  );
  const tagged = {
    ...LARGE,
    get [Symbol.toStringTag]() {
      throw new Error("no");
    },
  };
  assert.equal(small.decide(tagged).owner.id, "ana");
  assert.equal(
    small.decide(
      Object.setPrototypeOf(tagged, {
        get [Symbol.toStringTag]() {
          throw new Error("no");
        },
      }),
    ).owner.id,
    "ana",
  );
});

test("an object whose property throws is read one by one, however the policy came", () => {
  const files = { "territories.csv": TERRITORIES };
  let policy = compiler
    .policyModule(POLICY, { files })
    .module.replace("export default policy;", "return policy;");
  policy = new Function(policy)();
  const throwing = { ...LARGE, get company() { throw new Error("no"); } };
  const late = { ...LARGE, get demo() { throw new Error("no"); } };
  for (const loaded of [pointperson.loadSync(policy), engine()]) {
    for (const record of [throwing, late]) {
      assert.equal(loaded.decide(record).owner.id, "ana");
      assert.equal(
        loaded.decide(record).reasons.find(({ about }) => about === "field").why,
        "wrong-type",
      );
    }
  }
});

test("many engines and many fields are read alike, unrolled or in a loop", () => {
  const fields = Array.from({ length: 120 }, (_, at) => `  f${at}: integer`).join("\n");
  const policy = (at) =>
    `policy: many\nfields:\n${fields}\npeople: { ana: { name: Ana }, bo: { name: Bo } }\nroute:\n  - layer: hit\n    when: f${at} = 1\n    owner: ana\n  - otherwise: bo\n`;
  for (const at of [0, 1, 46, 47, 48, 49, 118, 119]) {
    const loaded = pointperson.loadSync(compiler.compileOrThrow(policy(at)));
    const record = Object.fromEntries(
      Array.from({ length: 120 }, (_, field) => [`f${field}`, field === at ? 1 : 2]),
    );
    assert.equal(loaded.decide(record).owner.id, "ana", `f${at}`);
    assert.equal(loaded.decide({ ...record, [`f${at}`]: 2 }).owner.id, "bo", `f${at}`);
    assert.equal(loaded.decide({ [`f${at}`]: 1 }).owner.id, "ana", `f${at}`);
  }
});

test("compileOrThrow gives the bytes, or the place of the first error", async () => {
  const files = { "territories.csv": TERRITORIES };
  assert.deepEqual(
    compiler.compileOrThrow(POLICY, { files }),
    compiler.compile(POLICY, { files }).artifact,
  );
  const broken = POLICY.replace("when: demo", "when: dmeo");
  const error = await failure(
    () => compiler.compileOrThrow(broken, { files, name: "leads.policy.yaml" }),
    "policy-has-errors",
  );
  const line = broken.split("\n").findIndex((text) => text.includes("dmeo")) + 1;
  assert.deepEqual(
    [error.line, error.column, error.path],
    [line, broken.split("\n")[line - 1].indexOf("dmeo") + 1, "route[2].when"],
  );
  assert.ok(error.message.startsWith(`leads.policy.yaml:${line}:${error.column}: `), error.message);
  assert.equal(error.found, error.diagnostics.find(({ severity }) => severity === "error").code);
  assert.ok(error instanceof pointperson.PointpersonError);
  await failure(
    () => compiler.compileOrThrow(POLICY, { files, profile: "browser" }),
    "bad-argument",
  );
});

test("an error prints what there is to say, and nothing that is not there", async () => {
  const error = await failure(() => engine().decide("x"), "bad-record");
  const printed = inspect(error);
  assert.match(
    printed,
    /^PointpersonError: the record is "x", not an object of names and values; parse it first/,
  );
  assert.match(printed, /code: 'bad-record'/);
  assert.doesNotMatch(printed, /undefined|diagnostics|path:/);
});

test("what others put on every object spoils no error and no engine", () => {
  const artifact = compiled();
  const told = [];
  for (const part of ["get", "set", "value", "configurable", "writable", "enumerable"]) {
    const value = part.endsWith("et") ? () => 7 : true;
    Object.defineProperty(Object.prototype, part, { value, configurable: true, writable: true });
    try {
      const loaded = pointperson.loadSync(artifact);
      told.push(loaded.decide(LARGE).owner.id, Reflect.ownKeys({ ...loaded }).length);
      loaded.decide("x");
    } catch (error) {
      told.push(error.code, Object.getOwnPropertySymbols({ ...error }).length);
    } finally {
      delete Object.prototype[part];
    }
  }
  assert.deepEqual(told, Array(6).fill(["ana", 1, "bad-record", 0]).flat());
});

test("what is no text and no bytes never reaches the compiler", async () => {
  const gone = new Uint8Array(4);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  const growing = { length: 3, get [Symbol.toStringTag]() { return "Uint8Array"; } };
  const wrong = [
    [() => compiler.check(gone), /`policy` .*transferred/],
    [() => compiler.check(growing), /`policy` is a Uint8Array/],
    [() => compiler.check("", { files: { "a.csv": 5 } }), /`files\["a.csv"\]` is 5/],
    [() => compiler.check("", { files: new Map([["a.csv", ""]]) }), /`files` is a Map/],
    [() => compiler.check("", 5), /`options` is 5/],
    [() => compiler.compile("", "edge"), /`options` is "edge"/],
    [() => compiler.page(), /`code` is undefined/],
  ];
  for (const [call, words] of wrong) {
    assert.match((await failure(call, "bad-argument")).message, words);
  }
  assert.equal(
    compiler.check(POLICY, null).diagnostics[0].code,
    compiler.check(POLICY).diagnostics[0].code,
  );
});

test("a trap in the compiler is told, and the next call works", async () => {
  const entry = await fresh("compiler");
  const { Instance } = WebAssembly;
  let isBroken = true;
  WebAssembly.Instance = function (module, imports) {
    const instance = new Instance(module, imports);
    const exports = {
      ...instance.exports,
      check() {
        throw new WebAssembly.RuntimeError("unreachable");
      },
    };
    return isBroken ? { exports } : instance;
  };
  try {
    await failure(() => entry.check(POLICY), "engine-trapped");
    isBroken = false;
    assert.equal(entry.check(POLICY, { files: { "territories.csv": TERRITORIES } }).ok, true);
  } finally {
    WebAssembly.Instance = Instance;
  }
});
