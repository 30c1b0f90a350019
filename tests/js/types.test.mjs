// The public types, checked by tsc as programs of users are: ESM, CommonJS and bundlers, strict and
// not, declarations included. Each `@ts-expect-error` proves that a wrong use does not pass.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { POLICY, TERRITORIES, compiler, folder, pkg, root } from "./support.mjs";

const { module, types } = compiler.policyModule(POLICY, {
  files: { "territories.csv": TERRITORIES },
});

const USES = `import {
  load, loadSync, version, Decision, Engine, PointpersonError,
  type AnyPolicy, type Facts, type PlainDecision, type PolicyTypes, type Reason,
  type Unread,
} from "pointperson";
import * as slim from "pointperson/slim";
import { check, compile, compileOrThrow, policyModule, report, type Diagnostic } from "pointperson/compiler";

interface Form { email: string; employees?: number }
class Lead { email = "kim@acme.example"; get company() { return "Acme"; } }
const facts: Facts = { now: new Date(0), accountOwner: null, away: ["bo"] };

export async function everyday(bytes: Uint8Array, form: Form): Promise<string> {
  const engine: Engine = await load(bytes);
  const decision: Decision = engine.decide(form, facts);
  const all: Decision[] = [engine.decide({ email: "x" }), engine.decide(new Lead()), engine.decide(form, null), engine.decide({})];
  const plain: PlainDecision = decision.toJSON();
  const points: number | undefined = decision.score?.total;
  const { reasons }: { reasons: readonly Reason[] } = decision;
  for (const reason of reasons) if (reason.about === "fit") reason.points.toFixed();
  const bytesOf: Uint8Array = engine.decisionBytes(form);
  const text: string | undefined = engine.explain(form).lines[0]?.text;
  const unread: readonly Unread[] = engine.unread(form);
  for (const { name, near } of unread) console.log(name.length, near?.length);
  engine.free();
  return [decision.owner.name, decision.via.layer, plain.owner.ids["salesforce"], points, text, bytesOf.length, all.length, version()].join();
}

export async function sources(): Promise<Engine[]> {
  const url = new URL("https://example.com/policy.bin");
  const { signal } = new AbortController();
  return [
    await load(url, { signal }), await load(fetch(url)), await load(new Blob([])), await load(new ArrayBuffer(1)),
    await load(new DataView(new ArrayBuffer(1))), await load(new SharedArrayBuffer(1)), loadSync(new Uint8Array(1)),
    await slim.load(Promise.resolve(new Uint8Array(1))),
  ];
}

export async function starts(module: WebAssembly.Module): Promise<void> {
  await slim.init(module);
  await slim.init({ default: module });
  await slim.init(fetch("/runtime.wasm"));
  slim.initSync({ default: new Uint8Array(1) });
  slim.initSync(new Uint8Array(1));
}

export function errors(error: unknown): readonly Diagnostic[] {
  if (!(error instanceof PointpersonError)) return [];
  if (error.code === "csp-blocked") console.log(error.hint, error.expected, error.found, error.cause);
  if (error.code === "a-code-of-tomorrow") console.log(error.line, error.column, error.path);
  return error.diagnostics ?? [];
}

export function author(): [Uint8Array, string | undefined, boolean, Engine] {
  const { artifact } = compile("policy: x", { files: { "a.csv": "a\\n" }, profile: "edge", name: "x" });
  return [compileOrThrow("policy: x"), policyModule("policy: x").types, check("policy: x").ok, loadSync(artifact ?? new Uint8Array())];
}

export function told(bytes: ArrayBuffer, view: DataView): string {
  // @ts-expect-error: no such option
  check(bytes, { file: {} });
  // @ts-expect-error: no such format
  report(bytes, { format: "html" });
  // @ts-expect-error: parsed already
  check({ policy: "x" });
  return report(bytes, { files: { "a.csv": view }, format: "sarif", color: false });
}

interface Mine extends PolicyTypes { record: Form; owner: "ana" | "bo"; layer: "west"; stage: never }
export function named(bytes: Uint8Array): "ana" | "bo" {
  const engine = loadSync<Mine>(bytes);
  const wider: Engine<AnyPolicy> = engine;
  wider.description.people.map(({ id }) => id);
  // @ts-expect-error: a lead without an address
  engine.decide({ employees: 1 });
  // @ts-expect-error: nobody of that name
  const owner: "cy" = engine.decide({ email: "x" }).owner.id;
  console.log(owner);
  return engine.decide({ email: "x" }).owner.id;
}

export function spread(decision: Decision): string {
  const short = { ...decision, mine: 1 };
  const { reasons, toJSON } = decision;
  console.log(reasons, toJSON, short.owner.id, short.final, short.stage?.length);
  // @ts-expect-error: the lists are not spread
  short.reasons;
  // @ts-expect-error: nor is a method
  short.toJSON;
  // @ts-expect-error: it is no whole decision any more
  const plain: PlainDecision = { ...decision };
  return plain.outcome;
}

export async function wrong(engine: Engine, error: PointpersonError, decision: Decision): Promise<void> {
  // @ts-expect-error: no fields can be read of it
  engine.decide(new Map());
  // @ts-expect-error: no fields can be read of it
  engine.decide(new FormData());
  // @ts-expect-error: no fields can be read of it
  engine.decide(new URLSearchParams());
  // @ts-expect-error: one at a time
  engine.decide([{ email: "x" }]);
  // @ts-expect-error: not parsed
  engine.decide('{ "email": "x" }');
  // @ts-expect-error: not awaited
  engine.decide(Promise.resolve({ email: "x" }));
  // @ts-expect-error: no fields can be read of it
  engine.unread(new Map());
  // @ts-expect-error: no record
  engine.decide();
  // @ts-expect-error: no such fact
  engine.decide({}, { owner: "ana" });
  // @ts-expect-error: a list
  engine.decide({}, { away: "bo" });
  // @ts-expect-error: text is no policy
  await load("policy: x");
  // @ts-expect-error: a compiled policy is expected, not all that compile gives
  await load(compile("policy: x"));
  // @ts-expect-error: not to be waited for here
  loadSync(fetch("/policy.bin"));
  // @ts-expect-error: not to be waited for here
  loadSync(new URL("https://example.com"));
  // @ts-expect-error: no signal
  await load(new Uint8Array(1), { signal: "stop" });
  // @ts-expect-error: an address is no module
  await slim.init("/runtime.wasm");
  // @ts-expect-error: no such part
  decision.nobody;
  // @ts-expect-error: decisions are read
  decision.outcome = "held";
  // @ts-expect-error: a number is none
  error.code === 7;
  // @ts-expect-error: engines are loaded
  new Engine();
  // @ts-expect-error: decisions are decided
  new Decision();
}
`;

// Only of ESM: the module of a policy is one.
const POLICY_USES = `import { load, loadSync, type Engine } from "pointperson";
import policy, { type Policy, type Lead } from "./policy.js";
import * as namespace from "./policy.js";

export async function typed(lead: Lead): Promise<"ana" | "bo" | "cy" | "dana" | undefined> {
  const engines: Engine<Policy>[] = [loadSync(policy), loadSync(namespace), await load(policy), await load(import("./policy.js"))];
  // @ts-expect-error: there is no such layer
  engines[0]?.decide(lead).via.layer === "elsewhere";
  // @ts-expect-error: no such field
  engines[0]?.decide({ email: "x", emial: "x" });
  const via = engines[0]?.decide(lead).via.layer;
  if (via === "round robin") return "bo";
  const owner = engines[0]?.decide(lead).owner.id;
  return owner === "ana" ? owner : undefined;
}
`;

const USING = `import { loadSync } from "pointperson";
export function once(bytes: Uint8Array): string {
  using engine = loadSync(bytes);
  return engine.decide({ email: "x" }).owner.id;
}
`;

const cwd = folder({
  "package.json": '{ "name": "consumer", "private": true, "type": "module" }\n',
  "uses.mts": USES,
  "uses.cts": USES,
  "policy.js": module,
  "policy.d.ts": types,
  "typed.mts": POLICY_USES,
  "using.mts": USING,
  "plain.mts":
    'import { load } from "pointperson";\nimport wasm from "pointperson/wasm";\nimport { init } from "pointperson/slim";\nexport const all = [load, init(wasm)];\n',
});
mkdirSync(join(cwd, "node_modules"));
symlinkSync(fileURLToPath(pkg), join(cwd, "node_modules/pointperson"));

/** Runs tsc; fails with what it says. */
function tsc(options, ...files) {
  const program = fileURLToPath(new URL("src/js/node_modules/typescript/bin/tsc", root));
  const args = [
    program, "--noEmit", "--target", "es2022", "--types", "", "--skipLibCheck", "false", ...options,
    ...files,
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, encoding: "utf8" }, (error, out) =>
      error ? reject(new Error(out)) : resolve(),
    );
  });
}

const DOM = ["--lib", "es2022,dom,dom.iterable"];
const NODE = ["--module", "nodenext"];
const BUNDLER = ["--module", "esnext", "--moduleResolution", "bundler"];
const EXACT = [
  "--exactOptionalPropertyTypes",
  "--noUncheckedIndexedAccess",
  "--noPropertyAccessFromIndexSignature",
];

for (const [strictness, strict] of [
  ["strict", ["--strict", ...EXACT]],
  ["not strict", ["--strict", "false"]],
]) {
  test(`programs of every kind pass and wrong uses do not, ${strictness}`, async () => {
    await tsc([...strict, ...DOM, ...NODE], "uses.mts", "uses.cts", "plain.mts");
    await tsc([...strict, ...DOM, ...BUNDLER], "uses.mts", "plain.mts");
  });
}

test("the module of a policy types its records and owners", async () => {
  for (const how of [NODE, BUNDLER]) await tsc(["--strict", ...DOM, ...how], "typed.mts");
});

test("using works where the library knows it, and nothing else changes where it does not", async () => {
  for (const how of [NODE, BUNDLER]) {
    await tsc(
      ["--strict", "--lib", "es2022,dom,esnext.disposable", ...how],
      "using.mts",
      "uses.mts",
    );
  }
  await assert.rejects(
    tsc(["--strict", "--lib", "es2022,dom", ...NODE], "using.mts"),
    /Disposable|dispose/,
  );
});

test("no library but the language is needed", async () => {
  for (const how of [NODE, BUNDLER]) {
    await tsc(["--strict", "--lib", "es2022", ...how], "plain.mts");
  }
});

test("no public type is any, and every public item is told about", () => {
  const text = readFileSync(new URL("dist/types.d.ts", pkg), "utf8");
  assert.equal(/\bany\b(?=[;,)>\]\s|])/.exec(text.replaceAll(/\/\*\*[\s\S]*?\*\//g, "")), null);
  const lines = text.split("\n");
  const items = lines.flatMap((line, at) =>
    /^export \w/.test(line) ? [[line, lines[at - 1] ?? ""]] : [],
  );
  assert.ok(items.length > 40);
  const untold = items.filter(
    ([line, before]) => !/\*\/$/.test(before) && !/extends Disposing/.test(line),
  );
  assert.deepEqual(
    untold.map(([line]) => line),
    [],
  );
});
