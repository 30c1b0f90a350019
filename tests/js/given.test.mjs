// What the functions of the compiler entry take, what they say about anything else, and what
// `report` writes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { POLICY, TERRITORIES, cli, compiler, failure, small } from "./support.mjs";

const FILES = { "territories.csv": TERRITORIES };
const FUNCTIONS = [
  "check", "report", "compile", "compileOrThrow", "policyModule", "dictionary", "print",
];

/** Holds every function to a `bad-argument`. */
async function refused(policy, options, message, hint) {
  for (const name of FUNCTIONS) {
    const error = await failure(() => compiler[name](policy, options), "bad-argument");
    assert.ok(error.message.startsWith(message), `${name}: ${error.message}`);
    if (hint) assert.match(error.hint, hint);
    else assert.equal(error.hint, undefined, name);
  }
}

test("options that there are not are refused, and the nearest is named", async () => {
  await refused(POLICY, { file: {} }, 'there is no option "file"', /did you mean `files`\?/);
  await refused(
    POLICY,
    { files: FILES, profil: "edge" },
    'there is no option "profil"',
    /did you mean `profile`\?/,
  );
  await refused(
    POLICY,
    { whatever: 1 },
    'there is no option "whatever"',
    /the options are `name`, `files`, `profile`/,
  );
  await failure(() => compiler.check(POLICY, { format: "json" }), "bad-argument");
  assert.equal(
    compiler.check(POLICY, { files: FILES, profile: "edge" }).ok,
    true,
    "the options of compile",
  );
});

test("options of other kinds are refused", async () => {
  await refused(POLICY, [], "`options` is a list; expected an object");
  await refused(POLICY, "edge", '`options` is "edge"; expected an object');
  await refused(
    POLICY,
    new Map([["files", FILES]]),
    "`options` is a Map",
    /Object\.fromEntries\(map\)/,
  );
  await refused(POLICY, { name: 5 }, "`name` is 5; expected a text");
  await refused(
    POLICY,
    { profile: "egde" },
    '`profile` is "egde"; expected `edge` or `full`',
    /did you mean `edge`\?/,
  );
  await refused(POLICY, { profile: null }, "`profile` is null; expected `edge` or `full`");
  await failure(() => compiler.report(POLICY, { format: "jsno" }), "bad-argument");
  await failure(() => compiler.report(POLICY, { color: "always" }), "bad-argument");
  assert.equal(
    compiler.check(POLICY, { files: FILES, name: undefined, profile: undefined }).ok,
    true,
  );
});

test("files are texts or bytes by name, and the one that is not is named", async () => {
  await refused(
    POLICY,
    { files: [] },
    "`files` is a list; expected an object of texts or bytes by name",
  );
  await refused(POLICY, { files: null }, "`files` is null");
  await refused(POLICY, { files: "a.csv" }, '`files` is "a.csv"');
  await refused(
    POLICY,
    { files: new Map(Object.entries(FILES)) },
    "`files` is a Map",
    /Object\.fromEntries\(map\)/,
  );
  await refused(
    POLICY,
    { files: { "a.csv": 3 } },
    '`files["a.csv"]` is 3; expected its text or its bytes',
  );
  await refused(
    POLICY,
    { files: { "a.csv": undefined } },
    '`files["a.csv"]` is undefined',
    /read the file/,
  );
  await refused(
    POLICY,
    { files: { "a.csv": Promise.resolve("") } },
    '`files["a.csv"]` is a Promise',
    /await it/,
  );
});

test("a policy that is neither text nor bytes is refused with what to do", async () => {
  const wrong = [
    [undefined, "undefined", /read the file/],
    [{ policy: "x" }, "an object", /JSON\.stringify/],
    [Promise.resolve(POLICY), "a Promise", /await it/],
    [new URL("file:///a.policy.yaml"), "a URL", /readFileSync/],
    [new Response(POLICY), "a Response", /\.text\(\)/],
    [new Blob([POLICY]), "a Blob", /\.text\(\)/],
    [() => POLICY, "a function", /call it/],
    [null, "null"],
    [7, "7"],
    [[POLICY], "a list"],
  ];
  for (const [policy, found, hint] of wrong) {
    await refused(policy, {}, `\`policy\` is ${found}; expected its text or its bytes`, hint);
    await failure(() => compiler.filesNamed(policy), "bad-argument");
  }
  const gone = new Uint8Array(8);
  structuredClone(gone, { transfer: [gone.buffer] });
  await refused(gone, {}, "`policy` is a Uint8Array", /transferred/);
});

test("bytes are taken as they are, whatever holds them", () => {
  const expected = compiler.compileOrThrow(POLICY, { files: FILES });
  const bytes = new TextEncoder().encode(POLICY);
  const apart = new Uint8Array(bytes.length + 8);
  apart.set(bytes, 4);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const other = runInContext("bytes => Uint8Array.from(bytes)", createContext())([...bytes]);
  const views = [new DataView(apart.buffer, 4, bytes.length), apart.subarray(4, 4 + bytes.length)];
  for (const policy of [bytes, bytes.buffer, Buffer.from(bytes), shared, other, ...views]) {
    const files = { "territories.csv": new TextEncoder().encode(TERRITORIES).buffer };
    assert.deepEqual(compiler.compileOrThrow(policy, { files }), expected);
    assert.deepEqual(compiler.filesNamed(policy), ["territories.csv"]);
  }
});

test("the name of a file in place of what it holds is told as that", () => {
  for (const name of [
    "./acme.policy.yaml",
    "acme.yml",
    "C:\\policies\\acme.policy.json",
    "https://acme.example/a.policy.yaml\n",
  ]) {
    const [first] = compiler.check(name).diagnostics;
    assert.match(first.help, /read the file/, name);
    assert.throws(() => compiler.compileOrThrow(name), {
      code: "policy-has-errors",
      hint: first.help,
    });
  }
  assert.doesNotMatch(compiler.check("acme").diagnostics[0].help, /read the file/);
});

test("report writes what check prints, in every format", async () => {
  const broken = POLICY.replace("when: demo", "when: dmeo");
  const cwd = small({ "small.policy.yaml": broken });
  for (const format of ["text", "json", "github", "sarif"]) {
    const printed = await cli(["check", "small.policy.yaml", "--format", format], { cwd });
    const options = { name: "small.policy.yaml", files: FILES, format };
    assert.deepEqual(
      [compiler.report(broken, options).trim(), printed.code],
      [printed.out.trim(), 1],
    );
  }
  const plain = compiler.report(broken, { files: FILES });
  assert.match(plain, /^error\[unknown-field\]: .*\n {2}at policy\.yaml:/);
  const coloured = compiler.report(broken, { files: FILES, color: true });
  assert.ok(coloured.includes("\u001b["));
  assert.equal(coloured.replaceAll(/\u001b\[[\d;]*m/g, ""), plain);
  assert.equal(compiler.report(POLICY, { files: FILES }), "");
  assert.deepEqual(JSON.parse(compiler.report(POLICY, { files: FILES, format: "json" })), []);
});
