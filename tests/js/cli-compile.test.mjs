// `compile`, started as a user starts it: what each name is given, what Node makes of it beside a
// package.json, whether files are what would be written, and watching.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import {
  existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { POLICY, cli, compiled, pkg, program, root, small } from "./support.mjs";

const run = promisify(execFile);
const LARGE = '{ email: "kim@acme.example", employees: 1500 }';

/** A folder with the small policy, in which the package is installed. */
function project(files) {
  const cwd = small(files);
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(fileURLToPath(pkg), join(cwd, "node_modules/pointperson"));
  return cwd;
}

/** Runs tsc over a program; fails with what it says. */
async function tsc(cwd, file, ...options) {
  const tool = fileURLToPath(new URL("src/js/node_modules/typescript/bin/tsc", root));
  const args = [
    tool, "--noEmit", "--strict", "--types", "", "--skipLibCheck", "false", "--target", "es2022",
    "--module", "nodenext", ...options, file,
  ];
  await run(process.execPath, args, { cwd }).catch(({ stdout }) => assert.fail(stdout));
}

test("in a package that says commonjs, compile tells what Node needs; otherwise it is silent", async () => {
  const commonJs = project({ "package.json": '{ "type": "commonjs" }' });
  const said = await cli(["compile", "-o", "lib/policy.js"], { cwd: commonJs });
  assert.equal(said.code, 0);
  for (const words of [
    /lib\/policy\.js is an ES module, but package\.json says "type": "commonjs"/,
    /\.mjs \(or \.cjs/,
    /npm pkg set type=module/,
  ]) {
    assert.match(said.err, words);
  }
  for (const name of ["policy.mjs", "policy.cjs", "policy.bin"]) {
    assert.equal((await cli(["compile", "-o", name], { cwd: commonJs })).err, "", name);
  }
  mkdirSync(join(commonJs, "inner"));
  for (const manifest of ['{ "type": "module" }', "{}", "null", "{ not JSON"]) {
    writeFileSync(join(commonJs, "inner/package.json"), manifest);
    assert.equal(
      (await cli(["compile", "-o", "inner/policy.js"], { cwd: commonJs })).err,
      "",
      manifest,
    );
  }
});

test("policy.cjs is required, imported and typed", async () => {
  const cwd = project({
    "package.json": "{}",
    "required.cjs": `const { load, loadSync } = require("pointperson");
load(require("./policy.cjs")).then((engine) => console.log(engine.decide(${LARGE}).owner.id));
console.log(loadSync(require("./policy.cjs").default).decide(${LARGE}).owner.id);\n`,
    "imported.mjs": `import { load } from "pointperson";
import * as all from "./policy.cjs";
import given from "./policy.cjs";
for (const policy of [all, given, import("./policy.cjs")]) console.log((await load(policy)).decide(${LARGE}).owner.id);\n`,
    "old.cts": `import { loadSync } from "pointperson";
import policy = require("./policy.cjs");
const { owner }: { owner: { id: policy.OwnerId } } = loadSync(policy).decide(${LARGE});
// @ts-expect-error: nobody of that name
owner.id === "zoe";
// @ts-expect-error: a name that the policy does not read
loadSync(policy.default).decide({ emial: "x" });\n`,
    "new.mts": `import { load } from "pointperson";
import policy from "./policy.cjs";
const { owner } = (await load(policy)).decide(${LARGE});
// @ts-expect-error: nobody of that name
owner.id === "zoe";\n`,
  });
  const { code, out, err } = await cli(["compile", "-o", "policy.cjs"], { cwd });
  assert.equal(code, 0, err);
  assert.match(out, /^policy\.d\.cts: [\d,]+ bytes, its types$/m);
  for (const [file, owners] of [
    ["required.cjs", 2],
    ["imported.mjs", 3],
  ]) {
    assert.equal(
      (await run(process.execPath, [file], { cwd })).stdout,
      "ana\n".repeat(owners),
      file,
    );
  }
  for (const file of ["old.cts", "new.mts"]) await tsc(cwd, file, "--lib", "es2022,dom");
  const [text, module] = await Promise.all(
    ["small.policy.yaml", "policy.cjs"].map((policy) =>
      cli(["decide", "leads.csv", "-p", policy], { cwd }),
    ),
  );
  assert.deepEqual(module, text);
});

test("the types that go with bytes are written where they are asked for", async () => {
  const cwd = project({
    "package.json": '{ "type": "module" }',
    "typed.ts": `import { loadSync } from "pointperson";
import type { Lead, Policy } from "./leads.js";
const lead: Lead = { email: "kim@acme.example" };
const { owner } = loadSync<Policy>(new Uint8Array(1)).decide(lead);
// @ts-expect-error: nobody of that name
owner.id === "zoe";\n`,
  });
  assert.equal(
    (await cli(["compile", "-o", "leads.bin", "--types", "leads.d.ts"], { cwd })).code,
    0,
  );
  assert.deepEqual(readFileSync(join(cwd, "leads.bin")), Buffer.from(compiled()));
  assert.doesNotMatch(readFileSync(join(cwd, "leads.d.ts"), "utf8"), /PolicyModule|export default/);
  await tsc(cwd, "typed.ts");
  const before = readdirSync(cwd).sort();
  const wrong = [
    [["-o", "policy.js", "--types", "types.d.ts"], /--types is for the bytes/],
    [["-o", "leads.bin", "--types", "leads.ts"], /types are written as \.d\.ts/],
    [["-o", "-", "--check"], /--check needs the name of a file/],
    [["-o", "x.js", "--check", "--watch"], /exclude each other/],
  ];
  for (const [args, words] of wrong) {
    const { code, err } = await cli(["compile", ...args], { cwd });
    assert.equal(code, 2);
    assert.match(err, words);
  }
  writeFileSync(join(cwd, "mine.d.ts"), "// mine\n");
  assert.match(
    (await cli(["compile", "-o", "leads.bin", "--types", "mine.d.ts"], { cwd })).err,
    /did not make it/,
  );
  assert.deepEqual(readdirSync(cwd).sort(), [...before, "mine.d.ts"].sort());
});

test("folders that are missing are made", async () => {
  const cwd = small();
  const { code, err } = await cli(["compile", "-o", "src/generated/policy.js"], { cwd });
  assert.equal(code, 0, err);
  assert.deepEqual(readdirSync(join(cwd, "src/generated")).sort(), ["policy.d.ts", "policy.js"]);
});

test("what can be no file ends with 2 and says so", async () => {
  const cwd = small({ "outd/kept": "" });
  const before = readdirSync(cwd, { recursive: true }).sort();
  const cases = [
    [".", /\. is a folder; a file was expected/],
    ["outd", /outd is a folder; a file was expected/],
    ["outd/", /outd\/ is a folder; a file was expected/],
    ["new/", /new\/ is a folder; a file was expected/],
  ];
  if (process.platform === "linux") cases.push(["/proc/x.js", /no file can be made at \/proc\/x/]);
  for (const [path, words] of cases) {
    const { code, out, err } = await cli(["compile", "-o", path], { cwd });
    assert.deepEqual([code, out], [2, ""], `${path}: ${err}`);
    assert.match(err, words);
  }
  assert.deepEqual(readdirSync(cwd, { recursive: true }).sort(), before);
});

test("--check tells whether the files are what would be written, and writes nothing", async () => {
  for (const args of [
    ["-o", "policy.js"],
    ["-o", "policy.cjs"],
    ["-o", "leads.bin", "--types", "leads.d.ts"],
  ]) {
    const cwd = small();
    const [path] = args.slice(1);
    const compile = (...more) => cli(["compile", ...args, ...more], { cwd });
    const before = readdirSync(cwd).sort();
    const missing = await compile("--check");
    assert.deepEqual([missing.code, missing.out], [1, ""]);
    assert.match(missing.err, /are not what small\.policy\.yaml compiles to now/);
    assert.deepEqual(readdirSync(cwd).sort(), before);

    await compile();
    const same = await compile("--check");
    assert.deepEqual([same.code, same.err], [0, ""]);
    assert.match(same.out, /are what small\.policy\.yaml compiles to\n/);
    assert.equal((await compile("--check", "--profile", "edge")).code, 1);

    const [types] = readdirSync(cwd).filter((name) => /\.d\.c?ts$/.test(name));
    writeFileSync(
      join(cwd, types),
      readFileSync(join(cwd, types), "utf8").replaceAll("\n", "\r\n"),
    );
    assert.equal((await compile("--check")).code, 0, "as Git checks texts out on Windows");
    writeFileSync(join(cwd, types), "// mine\n");
    assert.match((await compile("--check")).err, new RegExp(`: ${types} is not what`));

    await compile("--force");
    writeFileSync(join(cwd, "territories.csv"), "id,size,owner\nbig,large,bo\n");
    const changed = await compile("--check");
    assert.equal(changed.code, 1);
    assert.match(changed.err, new RegExp(`: ${path} is not what`));
    writeFileSync(join(cwd, "small.policy.yaml"), "policy: small\n");
    assert.match((await compile("--check")).err, /small\.policy\.yaml has \d+ errors/);
  }
});

/** `compile --watch` in a folder; `until` waits for its next words. */
function watching(cwd) {
  const child = spawn(process.execPath, [program, "compile", "-o", "policy.mjs", "--watch"], {
    cwd,
  });
  after(() => child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
  const until = async (words) => {
    for (const end = Date.now() + 20_000; !words.test(said); ) {
      assert.ok(Date.now() < end, `${words} was not said, but: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const found = said;
    said = "";
    return found;
  };
  return { child, until };
}

test("--watch compiles again after every change of the policy or its files, and survives errors", async () => {
  const cwd = small();
  const { child, until } = watching(cwd);
  const read = () => readFileSync(join(cwd, "policy.mjs"), "utf8");
  const again = /watching small\.policy\.yaml and the files it names/;
  await until(again);
  let last = read();
  const changes = [
    () => writeFileSync(join(cwd, "small.policy.yaml"), POLICY.replace("version: 3", "version: 4")),
    () => writeFileSync(join(cwd, "territories.csv"), "id,size,owner\nbig,large,bo\n"),
    () => {
      // As editors save: another file is put in its place.
      writeFileSync(join(cwd, "next"), POLICY.replace("version: 3", "version: 5"));
      renameSync(join(cwd, "next"), join(cwd, "small.policy.yaml"));
    },
  ];
  for (const change of changes) {
    change();
    assert.match(await until(again), /^hash [0-9a-f]{64}$/m);
    assert.notEqual(read(), last);
    last = read();
  }
  rmSync(join(cwd, "territories.csv"));
  assert.match(await until(again), /unknown-file[\s\S]*small\.policy\.yaml has 1 error/);
  writeFileSync(join(cwd, "small.policy.yaml"), "policy: small\n");
  assert.match(await until(again), /has \d+ errors/);
  rmSync(join(cwd, "small.policy.yaml"));
  assert.match(await until(again), /there is no file small\.policy\.yaml/);
  assert.equal(read(), last, "what was written stays");
  writeFileSync(join(cwd, "territories.csv"), "id,size,owner\nbig,large,ana\n");
  writeFileSync(join(cwd, "small.policy.yaml"), POLICY);
  await until(again);
  assert.notEqual(read(), last);

  const ended = new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
  child.kill("SIGINT");
  assert.equal(await ended, "SIGINT");
  assert.ok(existsSync(join(cwd, "policy.mjs")));
});
