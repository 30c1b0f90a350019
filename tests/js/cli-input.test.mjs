// What people hand to the command line: files in every state, pipes, hostile texts.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { LEADS, POLICY, cli, compiler, program, small } from "./support.mjs";

const owners = ({ out }) => JSON.parse(out).map(({ owner }) => owner.id);

test("input that cannot be read ends with 2 and says why", async () => {
  const cwd = small({
    "empty.csv": "",
    "blank.json": " \n",
    "latin1.csv": Buffer.from("email,Company\na@b.example,Caf\xe9\n", "latin1"),
    "utf16.csv": Buffer.from("\ufeffemail\na@b.example\n", "utf16le"),
    "semicolons.csv": "email;Company\na@b.example;Acme\n",
    "short.csv": "email,Company\na@b.example\n",
    "quote.csv": 'email,Company\n"a@b.example,Acme\n',
    "broken.json": '[{"email": }]',
    "text.json": '"a lead"',
    "nan.json": '[{},\n {"employees": NaN}]',
    "list.ndjson": '{"email":"a@b.example"}\n[1]\n',
    "leads.xlsx": "PK",
    "leads.txt": "email\n",
    "workbook.csv": "PK\u0003\u0004\u0014\u0000",
    "facts.json": '{ "away": "bo" }',
  });
  const cases = [
    ["nothing.csv", /there is no file nothing\.csv/],
    ["..", /\.\. is a folder/],
    ["small.policy.yaml", /is no file of records[^]*a policy goes to -p: -p small\.policy\.yaml/],
    ["empty.csv", /empty/],
    ["blank.json", /empty/],
    ["latin1.csv", /Latin-1[\s\S]*CSV UTF-8/],
    ["utf16.csv", /UTF-16/],
    ["semicolons.csv", /`;`[\s\S]*commas/],
    ["short.csv", /row 1 has 1 cell, the header has 2/],
    ["quote.csv", /never closes/],
    ["broken.json", /line 1, column 12/],
    ["nan.json", /line 2, column 16: not JSON: `NaN` is not a value JSON has[\s\S]*`null`/],
    ["text.json", /an object or a list of objects/],
    ["list.ndjson", /line 2/],
    ["leads.xlsx", /workbook[\s\S]*CSV UTF-8/],
    ["leads.txt", /--input-format/],
    ["workbook.csv", /workbook[\s\S]*CSV UTF-8/],
  ];
  for (const [name, words] of cases) {
    const { code, out, err } = await cli(["decide", name], { cwd });
    assert.equal(code, 2, `${name}: ${err}`);
    assert.equal(out, "", name);
    assert.match(err, words);
  }
  const directory = await cli(["decide", ".", "--input-format", "csv"], { cwd });
  assert.deepEqual([directory.code, /is a folder/.test(directory.err)], [2, true]);
  const facts = await cli(["decide", "leads.csv", "--facts", "facts.json"], { cwd });
  assert.deepEqual([facts.code, /a list of people's ids/.test(facts.err)], [2, true]);
});

test("what to do about a wrong fact is told once", async () => {
  const cwd = small({ "facts.json": '{ "acountOwner": "bo" }' });
  const { code, err } = await cli(["decide", "leads.csv", "--facts", "facts.json"], { cwd });
  assert.equal(code, 2);
  assert.equal(err.match(/did you mean/g)?.length, 1, err);
  assert.equal(err.match(/currentOwner/g)?.length, 1, err);
});

test("a policy where something else is due is told to be one", async () => {
  const cwd = small();
  await cli(["compile", "-o", "policy.js"], { cwd });
  await cli(["compile", "-o", "policy.bin"], { cwd });
  const cases = [
    [["test", "small.policy.yaml"], /is a policy, not a file of cases[^]*-p small\.policy\.yaml/],
    [["check", "policy.js"], /policy\.js is a compiled policy/],
    [["check", "policy.bin"], /policy\.bin is a compiled policy/],
    [["compile", "policy.js", "-o", "other.js"], /policy\.js is a compiled policy/],
  ];
  for (const [args, words] of cases) {
    const { code, out, err } = await cli(args, { cwd });
    assert.deepEqual([code, out], [2, ""], args.join(" "));
    assert.match(err, words);
  }
});

test("a moment in seconds is refused, in a file of facts as in a record's own", async () => {
  const record = '{"email":"kim@acme.example","facts.now":1769853600}\n';
  const cwd = small({ "seconds.json": '{ "now": 1769853600 }', "told.ndjson": record });
  for (const args of [["leads.csv", "--facts", "seconds.json"], ["told.ndjson"]]) {
    const { code, err } = await cli(["decide", ...args], { cwd });
    assert.equal(code, 2, err);
    assert.match(err, /expected milliseconds; this looks like seconds: multiply by 1000/);
  }
});

test(
  "a file without permission ends with 2",
  { skip: process.getuid?.() === 0 && "root reads everything" },
  async () => {
    const cwd = small();
    chmodSync(join(cwd, "leads.csv"), 0o000);
    const { code, err } = await cli(["decide", "leads.csv"], { cwd });
    assert.equal(code, 2);
    assert.match(err, /no permission to read/);
  },
);

test("byte order mark, CRLF and quoted line ends are read", async () => {
  const cwd = small({
    "bom.csv": `\ufeff${LEADS.replaceAll("\n", "\r\n")}`,
    "leads.json": '\ufeff[{"id":1,"email":"kim@acme.example","employees":1500}]',
    "lines.csv": 'email,Company,employees\na@b.example,"Acme\r\nWest",2000\n',
  });
  const [plain, bom, json, lines] = await Promise.all(
    ["leads.csv", "bom.csv", "leads.json", "lines.csv"].map((name) =>
      cli(["decide", name, "--format", "json"], { cwd }),
    ),
  );
  assert.equal(bom.out, plain.out);
  assert.deepEqual(owners(json), ["ana"]);
  assert.deepEqual(owners(lines), ["ana"]);
});

test("stdin is read in every format, guessed or named", async () => {
  const cwd = small();
  const lead = { id: 1, email: "kim@acme.example", employees: 1500 };
  const inputs = [
    [LEADS, 4],
    [JSON.stringify([lead]), 1],
    [JSON.stringify(lead, null, 2), 1],
    [`${JSON.stringify(lead)}\n${JSON.stringify(lead)}\n`, 2],
  ];
  for (const [input, records] of inputs) {
    const result = await cli(["decide", "-", "--format", "json"], { cwd, input });
    assert.equal(result.code, 0, result.err);
    assert.equal(owners(result).length, records);
    assert.equal(owners(result)[0], "ana");
  }
  const named = await cli(["decide", "-", "--input-format", "ndjson"], { cwd, input: LEADS });
  assert.equal(named.code, 2);
  assert.equal((await cli(["decide", "-"], { cwd })).code, 2);
});

test("no records are no error", async () => {
  const { code, out, err } = await cli(["decide", "-", "--format", "json"], {
    cwd: small(),
    input: "email,Company\n",
  });
  assert.deepEqual([code, out], [0, "[]\n"]);
  assert.match(err, /^0 records$/m);
});

test("odd values in a record are missing with a reason, never an error", async () => {
  const records = [
    '{"id":1,"email":"a@b.example","__proto__":{"email":"x@y.example"},"constructor":1,"extra":[{}]}',
    '{"id":2,"email":["a@b.example"]}',
    '{"id":3,"email":null,"employees":{}}',
    '{"id":5,"email":"a@b.example","employees":123456789012345678901234567890}',
    `{"id":6,"email":"a@b.example","Company":"${"x".repeat(10_000_000)}"}`,
    '{"id":7,"email":"a@b.example","employees":1e400}',
    '{"id":8,"email":"a@b.example","employees":"NaN","Company":"half \\ud83d of a pair"}',
  ];
  const { code, out, err } = await cli(["decide", "-", "--format", "ndjson"], {
    cwd: small(),
    input: records.join("\n"),
  });
  assert.equal(code, 0, err);
  const found = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    found.map(({ outcome }) => outcome),
    ["fallback", "refused", "refused", "fallback", "fallback", "fallback", "fallback"],
  );
  const why = (at, field) =>
    found[at].reasons.find((reason) => reason.about === "field" && reason.field === field)?.why;
  assert.equal(why(1, "email"), "wrong-type");
  assert.equal(why(3, "employees"), "number-too-large");
  assert.equal(why(4, "company"), "text-too-long");
  assert.equal(why(5, "employees"), "number-too-large");
  assert.equal(why(6, "employees"), "number-not-readable");
  assert.equal(why(6, "company"), undefined);
});

test("texts from outside cannot steer the terminal", async () => {
  const cwd = small();
  const input = JSON.stringify({ id: "\u001b[2J\u202eevil\u0007", email: "a@b.example" });
  for (const args of [["decide", "-"], ["explain", "-"]]) {
    const { out, err } = await cli(args, { cwd, input });
    assert.doesNotMatch(out + err, /[\u001b\u0007\u202e]/);
    assert.match(out, /\\u\{1b\}\[2J/);
  }
});

test("compiled policies that are damaged, of another version or no policy at all are refused", async () => {
  const cwd = small();
  await cli(["compile", "-o", "good.bin"], { cwd });
  const good = readFileSync(join(cwd, "good.bin"));
  const changed = (at, value) => {
    const bytes = Buffer.from(good);
    bytes[at] = value;
    return bytes;
  };
  const cases = [
    ["cut", good.subarray(0, good.length - 5), "artifact-cut"],
    ["longer", Buffer.concat([good, Buffer.from([0])]), "artifact-cut"],
    ["flipped", changed(good.length - 3, good[good.length - 3] ^ 1), "artifact-damaged"],
    ["newer", changed(12, 99), "artifact-version"],
    ["other", Buffer.from("\x00asm\x01\x00\x00\x00", "latin1"), "not-an-artifact"],
    ["empty", Buffer.alloc(0), "not-an-artifact"],
  ];
  for (const [name, bytes, code] of cases) {
    writeFileSync(join(cwd, `${name}.bin`), bytes);
    const result = await cli(["decide", "leads.csv", "-p", `${name}.bin`], { cwd });
    assert.equal(result.code, 2, `${name}: ${result.err}`);
    assert.match(result.err, new RegExp(`code: ${code}$`, "m"), name);
  }
});

test("a policy's files are read beside it and nowhere else", async () => {
  const outside = POLICY.replace("territories.csv", "../secret.csv");
  const cwd = small({ "in/x.policy.yaml": outside, "secret.csv": "size,owner\nlarge,ana\n" });
  const { code, out } = await cli(["check", "in/x.policy.yaml"], { cwd });
  assert.equal(code, 1);
  assert.match(out, /error\[bad-file-name\]/);
  const missing = await cli(["check", "-"], { cwd });
  assert.equal(missing.code, 2);
});

test("no colour without a terminal", async () => {
  const cwd = small({ "bad.policy.yaml": "policy: bad\n" });
  for (const env of [{}, { NO_COLOR: "1" }, { FORCE_COLOR: "1" }]) {
    const { out, err } = await cli(["check", "bad.policy.yaml"], { cwd, env });
    assert.doesNotMatch(out + err, /\u001b/);
  }
});

test("a reader that stops early is no error", async () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, at) => `${at},Acme,kim@acme.example,1500,no`,
  ).join("\n");
  const cwd = small({ "many.csv": `id,Company,email,employees,demo\n${rows}\n` });
  const child = spawn(process.execPath, [program, "decide", "many.csv"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let err = "";
  child.stderr.on("data", (part) => (err += part));
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(code, 0, err);
  assert.doesNotMatch(err, /EPIPE|fault/);
});

test("a fault of ours ends with 3 and says what to report", async () => {
  // The module beside the command line is what only a broken installation can lack.
  const cwd = small();
  cpSync(dirname(dirname(program)), join(cwd, "pkg"), { recursive: true });
  rmSync(join(cwd, "pkg/dist/compiler.wasm"));
  const { status, stderr } = spawnSync(process.execPath, [join(cwd, "pkg/dist/cli.js"), "check"], {
    cwd,
    encoding: "utf8",
  });
  assert.equal(status, 3);
  assert.match(stderr, /Please report/);
  assert.match(stderr, /Node v/);
});

test("files_named follows every table, look-up and list of people", () => {
  assert.deepEqual(compiler.filesNamed(POLICY), ["territories.csv"]);
  assert.deepEqual(compiler.filesNamed(": not yaml ["), []);
});
