// The module of a policy, as `compile -o policy.js` and `policyModule` write it: it imports nothing
// and runs anywhere, its glue reads what the engine would read, its types hold a program to the
// dictionary, and its text is safe whatever names an author chose.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { blocksOf, paths, policyAt, policyOf } from "./corpus.mjs";
import {
  POLICY, TERRITORIES, cli, compiler, folder, manifest, pkg, pointperson, program, root, small,
} from "./support.mjs";

const run = promisify(execFile);
const written = folder();
let count = 0;

/** The module of a policy, imported as a user imports it, with its texts. */
async function imported({ text, files, name = "some.policy.yaml" }) {
  const { module, types, hash, diagnostics } = compiler.policyModule(text, { files, name });
  assert.ok(module, `does not compile: ${diagnostics.map(({ message }) => message).join(", ")}`);
  const path = join(written, `policy-${++count}.mjs`);
  writeFileSync(path, module);
  const { default: policy } = await import(pathToFileURL(path));
  return { policy, module, types, hash, artifact: compiler.compile(text, { files }).artifact };
}

/** What the glue of a module reads of a record. */
function readBy(policy, record) {
  const values = [];
  policy.read(record, values);
  return values;
}

const own = (record, name) => (Object.hasOwn(record, name) ? record[name] : undefined);

/** The slots of an engine: the names of its sources and the record's own id. */
const slotsOf = (engine) => [...engine.description.sources.map(([, name]) => name), "id"];

/** Holds a module to the bytes of its policy: it reads the same slots, and the same comes out. */
function agrees({ policy, artifact }, records) {
  const [byBytes, byModule] = [artifact, policy].map((it) => pointperson.loadSync(it));
  assert.deepEqual(byModule.description, byBytes.description);
  for (const [record, facts] of records) {
    assert.deepEqual(
      readBy(policy, record),
      slotsOf(byBytes).map((name) => own(record, name)),
    );
    const [expected, found] = [byBytes, byModule].map((engine) =>
      Buffer.from(engine.decisionBytes(record, facts)).toString(),
    );
    assert.equal(found, expected);
    assert.deepEqual(byModule.explain(record, facts), byBytes.explain(record, facts));
  }
  for (const engine of [byBytes, byModule]) engine.free();
}

/** The records of a CSV file: texts, those not given left out. */
function recordsIn(path) {
  const rows = readFileSync(path, "utf8").trimEnd().split("\n");
  const cells = (row) =>
    Array.from(
      row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g),
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
    );
  const [names, ...rest] = rows.map(cells);
  return rest.map((row) =>
    Object.fromEntries(names.map((name, at) => [name, row[at]]).filter(([, text]) => text !== "")),
  );
}

const SAMPLES = [
  ["www/samples/ownership.policy.yaml", "www/samples/leads.csv"],
  ["www/samples/desk.policy.yaml", "www/samples/tickets.csv"],
  ["src/js/templates/lead/leads.policy.yaml", "src/js/templates/lead/leads.csv"],
  ["src/js/templates/ticket/tickets.policy.yaml", "src/js/templates/ticket/tickets.csv"],
];

for (const [path, records] of SAMPLES) {
  test(`${path}: every record of the sample is read and decided alike`, async () => {
    const made = await imported(policyAt(new URL(path, root)));
    const rows = recordsIn(new URL(records, root));
    assert.ok(rows.length >= 5);
    agrees(made, rows.map((row) => [row, { now: 0 }]));
  });
}

test("every case of the corpus is read and decided alike", async () => {
  let cases = 0;
  for (const path of paths) {
    const blocks = blocksOf(path);
    const records = [];
    for (const { kind, text } of blocks) {
      if (kind === "record") records.push([JSON.parse(text), undefined]);
      if (kind === "facts") records.at(-1)[1] = JSON.parse(text);
    }
    if (records.length === 0) continue;
    agrees(await imported(policyOf(blocks)), records);
    cases += records.length;
  }
  assert.ok(cases >= 100, `${cases} records`);
});

// Names that could end a string, a comment, a line or a script, or mean something to JavaScript.
const NAMES = [
  ...[
    "__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "class", "await", "0",
    "1e3", "-0", "id",
  ],
  ...[
    "Company Name",
    'it\'s "quoted"',
    "a\\b",
    "`${process.exit(9)}`",
    "line\nbreak",
    "a\r\nb",
    "a\u2028\u2029b",
    "\0",
  ],
  ...[
    "*/ process.exit(9) /*",
    "// x",
    "</script>",
    "<!--",
    "-->",
    "\u202Eemoc",
    "naïve",
    "日本",
    "\u{1F600}",
    "x".repeat(300),
  ],
];
const WORDS = "ends */ here, @deprecated </script> {@link x}\n * @type {never}\u2028\u202E";
const LAYER = "*/ </script> \"'`\\";
const HOSTILE = {
  text: JSON.stringify({
    policy: "hostile",
    record: "owner",
    fields: {
      odd: { type: "text", from: NAMES, means: WORDS, label: `${WORDS}*/` },
      pick: {
        type: "choice",
        values: ["*/", "</script>", 'a"b', "1", "01", "\u2028"],
        means: WORDS,
      },
    },
    people: { ana: { name: WORDS }, bo: { name: "*/" } },
    route: [{ layer: LAYER, when: "odd is known", owner: "ana" }, { otherwise: "bo" }],
  }),
  name: "C:\\policies\\*\u2028process.exit(9)\n@x <!--</script>.policy.yaml",
};

test("names of any kind are written safely and read as what they are", async () => {
  const made = await imported(HOSTILE);
  const all = Object.fromEntries(NAMES.map((name) => [name, `value of ${name}`]));
  assert.ok(Object.hasOwn(all, "__proto__"));
  const each = NAMES.map((name) => Object.fromEntries([[name, name]]));
  const heirs = [Object.create(all), Object.create(null), new (class { toString = "own"; })()];
  agrees(made, [all, ...each, ...heirs, Object.freeze({ ...all }), {}].map((record) => [record]));
  assert.deepEqual(new Set(readBy(made.policy, Object.create(all))), new Set([undefined]));
  const thrower = Object.defineProperty({ "Company Name": "Acme" }, "odd", {
    get: () => assert.fail(),
    enumerable: true,
  });
  const [byBytes, byModule] = [made.artifact, made.policy].map((it) =>
    pointperson.loadSync(it).decisionBytes(thrower),
  );
  assert.deepEqual(byModule, byBytes);
  assert.match(Buffer.from(byModule).toString(), /"owner":\{"id":"ana"/);
  for (const text of [made.module, made.types]) {
    assert.doesNotMatch(text, /<\/script|<!--|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
    assert.match(
      text,
      /^\/\/ Made by pointperson \S+ from [^\n\r]*\. Do not edit; compile again\.\n/,
    );
  }
  assert.deepEqual(
    Array.from(made.types.matchAll(/@\w+/g)).filter(({ index }) => made.types[index - 1] !== "\\"),
    [],
  );
});

test("the module says what it is and carries the artifact", async () => {
  const { policy, module, hash, artifact } = await imported(policyAt(new URL(SAMPLES[0][0], root)));
  const { read, artifact: base64, ...rest } = policy;
  assert.deepEqual(rest, {
    pointperson: 1,
    compiler: manifest.version,
    id: "lead-ownership",
    version: 1,
    hash,
  });
  assert.deepEqual(Buffer.from(base64, "base64"), Buffer.from(artifact));
  assert.equal(typeof read, "function");
  assert.equal(pointperson.loadSync(artifact).description.hash, hash);
  assert.doesNotMatch(module, /\bimport\b|\brequire\b|\beval\b|\bFunction\b|globalThis|await/);
});

test("it runs where no code may be made from strings, and bundles without configuration", async () => {
  const cwd = folder();
  const { module } = compiler.policyModule(...Object.values(optionsAt(SAMPLES[0][0])));
  writeFileSync(join(cwd, "policy.mjs"), module);
  const main = 'import policy from "./policy.mjs";\nconst values = [];\n' +
    'policy.read({ email: "kim@acme.example" }, values);\nconsole.log(policy.id, values.includes("kim@acme.example"));\n';
  writeFileSync(join(cwd, "main.mjs"), main);
  writeFileSync(join(cwd, "unused.mjs"), 'import policy from "./policy.mjs";\n');
  const strict = [
    "--disallow-code-generation-from-strings",
    "--frozen-intrinsics",
    "--no-warnings",
  ];
  assert.equal(
    (await run(process.execPath, [...strict, "main.mjs"], { cwd })).stdout,
    "lead-ownership true\n",
  );

  const esbuild = createRequire(new URL("src/js/package.json", root))("esbuild");
  const bundle = async (entry, outfile) => {
    const { warnings } = await esbuild.build({
      absWorkingDir: cwd,
      entryPoints: [entry],
      outfile,
      bundle: true,
      logLevel: "silent",
    });
    assert.deepEqual(warnings, []);
    return readFileSync(join(cwd, outfile), "utf8");
  };
  assert.ok(
    (await bundle("main.mjs", "bundle.js")).includes(module.match(/artifact: "(.{100})/)[1]),
  );
  assert.equal(
    (await run(process.execPath, ["bundle.js"], { cwd })).stdout,
    "lead-ownership true\n",
  );
  assert.ok(
    (await bundle("unused.mjs", "unused.js")).length < 100,
    "a policy that is not used is left out",
  );
});

function optionsAt(path) {
  const { text, files } = policyAt(new URL(path, root));
  return { text, options: { files, name: path } };
}

// Every type of a field, with a value of each kind that JavaScript has for it.
const TYPES = `policy: every-type
record: support-request
fields:
  text: text
  integer: integer
  ranged: { type: integer, ranges: allowed }
  decimal: decimal(2)
  money: { type: money, currency: EUR, from: { money_m: millions } }
  flag: flag
  choice: { type: choice, values: [web, "5"] }
  country: country
  subdivision: { type: subdivision, of: US }
  email: { type: email, required: true, label: address }
  domain: { type: domain, of: email }
  date: date
  moment: moment
people:
  ana: { name: Ana }
  bo: { name: Bo }
route:
  - { layer: account owner, ask: accountOwner, unknown owner: keep }
  - otherwise: bo
`;
const GOOD_TEXT = {
  ...{
    text: "a",
    integer: "1,000",
    ranged: "51-200",
    decimal: "1.5",
    money: "50 million EUR",
    money_m: "50",
    flag: "off",
  },
  ...{
    choice: "web",
    country: "France",
    subdivision: "CA",
    email: "kim@acme.example",
    domain: "acme.example",
  },
  ...{ date: "2026-01-31", moment: "2026-01-31T10:00:00Z" },
};

test("a type admits a kind of value exactly if the engine reads it", async () => {
  const { types, artifact } = await imported({ text: TYPES, files: {} });
  const engine = pointperson.loadSync(artifact);
  const typeOf = Object.fromEntries(
    Array.from(types.matchAll(/^  (\w+)\?: (.*) \| null \| undefined;$/gm), ([, name, type]) => [
      name,
      type.split(" | "),
    ]),
  );
  const isRead = (name, value) => {
    const { reasons } = engine.decide({ [name]: value });
    return !reasons.some(({ about, why }) => about === "field" && why !== "not-given");
  };
  for (const [name, text] of Object.entries(GOOD_TEXT)) {
    const admits = (...kinds) => kinds.some((kind) => typeOf[name].includes(kind));
    assert.equal(isRead(name, text), true, `${name}: ${text}`);
    assert.ok(admits("string", `"${text}"`), name);
    assert.equal(isRead(name, 5), admits("number", "5"), `${name}: a number`);
    assert.equal(isRead(name, 1), admits("number", "1"), `${name}: one`);
    assert.equal(isRead(name, true), admits("boolean"), `${name}: a boolean`);
    assert.equal(isRead(name, []), false);
    for (const nothing of [null, undefined]) assert.equal(isRead(name, nothing), true);
  }
  assert.deepEqual(
    [isRead("moment", new Date(0)), isRead("date", new Date(0))],
    [typeOf.moment, typeOf.date].map((it) => it.includes("Date")),
  );
});

/** Type-checks `source` beside the declarations of policies, as ESM and as a bundler does. */
async function typeChecks(source, policies) {
  const cwd = folder({ "package.json": '{ "type": "module" }', "program.ts": source });
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(fileURLToPath(pkg), join(cwd, "node_modules/pointperson"));
  for (const [name, { text, files = {} }] of Object.entries(policies)) {
    const { module, types } = compiler.policyModule(text, { files });
    writeFileSync(join(cwd, `${name}.js`), module);
    writeFileSync(join(cwd, `${name}.d.ts`), types);
  }
  const tsc = fileURLToPath(new URL("src/js/node_modules/typescript/bin/tsc", root));
  const strict = [
    "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false", "--types",
    "", "--target", "es2022",
  ];
  for (const resolution of [
    ["--module", "nodenext"],
    ["--module", "esnext", "--moduleResolution", "bundler"],
  ]) {
    await run(process.execPath, [tsc, ...strict, ...resolution, "program.ts"], { cwd }).catch(
      ({ stdout }) => assert.fail(stdout),
    );
  }
}

test("types hold a program to the fields, owners, layers and stages of the policy", async () => {
  const source = `import { loadSync, type Decision, type Engine, type Owner } from "pointperson";
import policy, { type Lead, type OwnerId, type Policy } from "./ownership.js";
const engine: Engine<Policy> = loadSync(policy);
const decision = engine.decide({ id: 7, email: "kim@acme.example", employees: "51-200", revenue: 5e7, demo: "on", source: "web", "demo-at": new Date(0) });
const lead: Lead = { company: undefined, email: null, Email: "a@b.example" };
lead.country = "France";
engine.decide(lead);
engine.decide({});
engine.decide(Object.fromEntries([["email", "kim@acme.example"]]) as Record<string, string>); // a form's values
export const owner: OwnerId = decision.owner.id;
export const person: Owner<OwnerId> = decision.owner;
export const shown = ({ via, owner }: Decision<Policy>): [Policy["layer"], OwnerId] => [via.layer, owner.id];
shown(decision);
export const known = decision.owner.id === "dana" && decision.via.layer === "account owner" && decision.stage === "mql";
declare const body: { json(): Promise<unknown> };
engine.decide((await body.json()) as Lead);
// @ts-expect-error: nothing is known of its shape
engine.decide(await body.json());
// @ts-expect-error: a name that the policy does not read
engine.decide({ emial: "kim@acme.example" });
engine.unread({ emial: "kim@acme.example" });
// @ts-expect-error: a value that the choice does not have
engine.decide({ source: "wbe" });
// @ts-expect-error: a number is no address
engine.decide({ email: 5 });
// @ts-expect-error: a list is no value
engine.decide({ company: ["Acme"] });
// @ts-expect-error: a list of pairs has no field of its own
engine.decide(new Map([["email", "kim@acme.example"]]));
// @ts-expect-error: no record
engine.decide("kim@acme.example");
// @ts-expect-error: a person who does not exist
decision.owner.id === "zoe";
// @ts-expect-error: a layer that does not exist
decision.via.layer === "acount owner";
// @ts-expect-error: a stage that does not exist
decision.stage === "mpl";
`;
  await typeChecks(source, { ownership: policyAt(new URL(SAMPLES[0][0], root)) });
});

test("types hold for every type, for kept owners, without stages, and for hostile names", async () => {
  const source = `import { loadSync } from "pointperson";
import every, { type SupportRequest } from "./every.js";
import hostile, { type RecordOwner } from "./hostile.js";
const decision = loadSync(every).decide({ ...${JSON.stringify(GOOD_TEXT)}, choice: 5, flag: 1 } as const);
decision.owner.id === "ana";
decision.owner.id === "005A0000001 of the CRM";
export const numbers: SupportRequest = { text: 5, integer: 5, decimal: 1.5, money: 5, money_m: 5, moment: 5 };
// @ts-expect-error: a date is a day, not a moment
export const day: SupportRequest = { date: new Date(0) };
export const noStages: undefined = decision.stage;
const plain: RecordOwner = { id: null, "Company Name": "Acme", "*/ process.exit(9) /*": "x", "a\u2028\u2029b": 5, pick: "</script>" };
loadSync(hostile).decide(plain).via.layer === ${JSON.stringify(LAYER)};
// @ts-expect-error: one of the values has a zero in front
plain.pick = 2;
`;
  await typeChecks(source, { every: { text: TYPES }, hostile: HOSTILE });
});

test("the command line writes what policyModule gives, and the bytes where they are asked for", async () => {
  const cwd = small();
  const { module, types } = compiler.policyModule(POLICY, {
    files: { "territories.csv": TERRITORIES },
    name: "small.policy.yaml",
  });
  const edge = compiler.policyModule(POLICY, {
    files: { "territories.csv": TERRITORIES },
    name: "small.policy.yaml",
    profile: "edge",
  });
  const read = (name) => readFileSync(join(cwd, name), "utf8");
  const made = await cli(["compile", "-o", "policy.js"], { cwd });
  assert.deepEqual(
    [made.code, read("policy.js"), read("policy.d.ts")],
    [0, module, types],
    made.err,
  );
  assert.match(
    made.out,
    /^policy\.js: [\d,]+ bytes, profile full\npolicy\.d\.ts: [\d,]+ bytes, its types\n/,
  );
  assert.equal((await cli(["compile", "-o", "policy.mjs", "--profile", "edge"], { cwd })).code, 0);
  assert.deepEqual([read("policy.mjs"), read("policy.d.mts")], [edge.module, edge.types]);
  assert.ok(edge.module.length < module.length);
  assert.equal((await cli(["compile", "-o", "policy.js"], { cwd })).code, 0, "it replaces its own");
  const { artifact } = compiler.compile(POLICY, { files: { "territories.csv": TERRITORIES } });
  assert.equal((await cli(["compile", "-o", "policy.bin"], { cwd })).code, 0);
  assert.deepEqual(readFileSync(join(cwd, "policy.bin")), Buffer.from(artifact));
  const { stdout } = await run(process.execPath, [program, "compile", "-o", "-"], {
    cwd,
    encoding: "buffer",
  });
  assert.deepEqual(stdout, Buffer.from(artifact));
});

test("the command line decides by a module as by its policy", async () => {
  const cwd = small();
  for (const name of ["policy.js", "policy.bin"]) await cli(["compile", "-o", name], { cwd });
  const [policy, module, bytes] = await Promise.all(
    ["small.policy.yaml", "policy.js", "policy.bin"].map((name) =>
      cli(["decide", "leads.csv", "--policy", name], { cwd }),
    ),
  );
  assert.equal(policy.code, 0, policy.err);
  assert.deepEqual([module, bytes], [policy, policy]);
});

test("the command line refuses other endings and keeps what it did not make", async () => {
  const cwd = small();
  const before = readdirSync(cwd).sort();
  for (const name of ["policy.ts", "policy.d.ts", "policy.json", "policy.MTS", "policy.tsx"]) {
    const { code, err } = await cli(["compile", "-o", name], { cwd });
    assert.equal(code, 2, name);
    assert.match(err, /is not written as \.\w+\n.*\.js, \.mjs or \.cjs/, name);
  }
  assert.deepEqual(readdirSync(cwd).sort(), before);
  for (const [mine, other] of [["policy.js", "policy.d.ts"], ["policy.d.ts", "policy.js"]]) {
    const here = small({ [mine]: "// mine\n" });
    const refused = await cli(["compile", "-o", "policy.js"], { cwd: here });
    assert.equal(refused.code, 2);
    assert.match(
      refused.err,
      new RegExp(`${mine} is there already.*nothing was written\n.*--force`),
    );
    assert.deepEqual(
      [readFileSync(join(here, mine), "utf8"), existsSync(join(here, other))],
      ["// mine\n", false],
    );
    assert.equal((await cli(["compile", "-o", "policy.js", "--force"], { cwd: here })).code, 0);
    assert.match(readFileSync(join(here, mine), "utf8"), /^\/\/ Made by pointperson /);
  }
});

test("a module and its types are both written or neither", async () => {
  const broken = small({ "small.policy.yaml": POLICY.replace("type: email", "type: emali") });
  const inTheWay = small();
  mkdirSync(join(inTheWay, "policy.d.ts"));
  for (const [cwd, exit] of [[broken, 1], [inTheWay, 2]]) {
    const before = readdirSync(cwd).sort();
    for (const more of [[], ["--force"]]) {
      const { code, err } = await cli(["compile", "-o", "policy.js", ...more], { cwd });
      assert.equal(code, exit, err);
      assert.doesNotMatch(err, /fault of pointperson/);
    }
    assert.deepEqual(readdirSync(cwd).sort(), before);
  }
});

test("a policy with errors gives diagnostics and no module", () => {
  const { module, types, hash, diagnostics } = compiler.policyModule("policy: x");
  assert.deepEqual([module, types, hash], [undefined, undefined, undefined]);
  assert.ok(diagnostics.some(({ severity }) => severity === "error"));
  assert.throws(() => compiler.policyModule(POLICY, { profile: "tiny" }), { code: "bad-argument" });
  assert.throws(() => compiler.policyModule(5), { code: "bad-argument" });
});
