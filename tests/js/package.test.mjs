// The package as it is published: packed, and installed from the tarball into an empty folder, with
// no network. What is in it, and that a user's program, command line and type check can use it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { POLICY, TERRITORIES, folder, manifest, pkg, root } from "./support.mjs";

const consumer = folder({
  "package.json": '{ "name": "consumer", "private": true }\n',
  "small.policy.yaml": POLICY,
  "territories.csv": TERRITORIES,
});
let packed;

/** Runs a program in `cwd`; fails with all that it said unless it ends with 0. */
function run(program, args, cwd = consumer) {
  // An empty home and cache: nothing that this machine has lying about.
  const npm = { npm_config_offline: "true", npm_config_cache: join(consumer, ".npm"), npm_config_loglevel: "error" };
  const env = { ...process.env, ...npm, HOME: consumer, npm_config_audit: "false", npm_config_fund: "false" };
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 26 }, (error, out, err) => {
      if (error) reject(new Error(`${program} ${args.join(" ")}\n${out}${err}`));
      else resolve(out);
    });
  });
}

before(async () => {
  const out = await run("npm", ["pack", "--json", "--pack-destination", consumer], fileURLToPath(pkg));
  [packed] = JSON.parse(out);
  await run("npm", ["install", "--offline", packed.filename]);
});

test("the tarball holds what users need and nothing else", () => {
  const paths = packed.files.map(({ path }) => path);
  const texts = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "package.json"];
  for (const text of texts) assert.ok(paths.includes(text), text);
  const entries = ["index", "compiler"].flatMap((name) => [".js", ".cjs", ".d.ts", ".d.cts"].map((end) => `dist/${name}${end}`));
  for (const entry of [...entries, "dist/cli.js", "dist/runtime.wasm"]) assert.ok(paths.includes(entry), entry);
  const known = /^(dist\/\w+\.(js|cjs|d\.ts|d\.cts|wasm)|templates\/(lead|ticket)\/[a-z.]+\.(yaml|csv))$/;
  assert.deepEqual(paths.filter((path) => !texts.includes(path) && !known.test(path)), []);
  assert.deepEqual(packed.bundled, []);
  for (const key of ["private", "scripts", "devDependencies", "dependencies"]) assert.equal(manifest[key], undefined, key);
  for (const text of texts.slice(0, 4)) {
    assert.equal(readFileSync(new URL(text, pkg), "utf8"), readFileSync(new URL(text, root), "utf8"), `${text}: run pkg-scripts/build`);
  }
});

test("npx finds the command line, and a starter works from the first minute", async () => {
  const npx = (...args) => run("npx", ["--no-install", "pointperson", ...args], join(consumer, "starter"));
  mkdirSync(join(consumer, "starter"));
  assert.equal(await npx("--version"), `${manifest.version}\n`);
  assert.match(await npx("init"), /^leads\.policy\.yaml$/m);
  assert.equal(await npx("check", "--strict"), "");
  const [head, ...rows] = (await npx("decide", "leads.csv")).trimEnd().split("\n");
  assert.match(head, /^record +outcome +owner .* why$/);
  assert.ok(rows.length >= 5);
});

test("import and require load the same policy", async () => {
  await run("npx", ["--no-install", "pointperson", "compile", "-o", "small.bin"]);
  const decide = 'const engine = loadSync(readFileSync("small.bin"));\n' +
    'console.log(engine.decide({ email: "kim@acme.example", employees: 2000 }).owner.name);\n';
  writeFileSync(join(consumer, "a.mjs"), `import { readFileSync } from "node:fs";\nimport { loadSync } from "pointperson";\n${decide}`);
  writeFileSync(join(consumer, "a.cjs"), `const { readFileSync } = require("node:fs");\nconst { loadSync } = require("pointperson");\n${decide}`);
  for (const file of ["a.mjs", "a.cjs"]) assert.equal(await run(process.execPath, [file]), "Ana Díaz\n", file);
  const others = 'console.log(require("pointperson/package.json").version, require.resolve("pointperson/wasm").slice(-12))';
  assert.equal(await run(process.execPath, ["-p", `${others}, typeof require("pointperson/compiler").compile`]), `${manifest.version} runtime.wasm\nfunction\n`);
});

test("the types hold for ESM, CommonJS and bundlers, declarations included", async () => {
  const program = `import { load, PointpersonError, type Decision, type Facts } from "pointperson";
import { check, compile, type Diagnostic } from "pointperson/compiler";
const told: readonly Diagnostic[] = check("policy: x").diagnostics;
const facts: Facts = { now: 0, accountOwner: null, away: ["bo"] };
export async function ownerOf(bytes: Uint8Array): Promise<string> {
  const decision: Decision = (await load(bytes)).decide({ email: "kim@acme.example" }, facts);
  // @ts-expect-error: there is no such part
  decision.nobody;
  return decision.owner.name;
}
export const all = [told, compile, PointpersonError];
`;
  for (const name of ["b.mts", "b.cts"]) writeFileSync(join(consumer, name), program);
  const tsc = fileURLToPath(new URL("src/js/node_modules/typescript/bin/tsc", root));
  const strict = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--types", "", "--skipLibCheck", "false"];
  await run(process.execPath, [tsc, ...strict, "--module", "nodenext", "b.mts", "b.cts"]);
  await run(process.execPath, [tsc, ...strict, "--module", "esnext", "--moduleResolution", "bundler", "b.mts"]);
});
