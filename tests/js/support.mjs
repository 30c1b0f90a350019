// What the tests of the built package share: a place to work in, small files, the CLI as a child.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = new URL("../../", import.meta.url);
export const pkg = new URL("pkg/", root);
export const manifest = JSON.parse(readFileSync(new URL("package.json", pkg), "utf8"));
export const program = fileURLToPath(new URL(manifest.bin.pointperson, pkg));

/** The package as a user imports it. */
export const pointperson = await import(new URL(manifest.exports["."].default.default, pkg));
export const compiler = await import(new URL(manifest.exports["./compiler"].default.default, pkg));

/** A policy in which every part of the language that the package hands over occurs once. */
export const POLICY = `policy: small
version: 3
fields:
  email: { type: email, required: true }
  company: { type: text, from: Company }
  employees: { type: integer, ranges: allowed }
  demo: flag
derive:
  size:
    - is: large
      when: employees >= 1,000
    - is: small
      when: employees < 1,000
people:
  ana: { name: Ana Díaz, email: ana@example.com, ids: { salesforce: 005A0000001 } }
  bo: { name: Bo Lind }
  cy: { name: 蔡 志明 }
  dana: { name: Dana Fox }
pools:
  inside-sales: { members: [bo, cy], turn: sticky, when empty: dana }
route:
  - layer: account owner
    ask: accountOwner
  - layer: territory
    table: territories.csv
  - layer: round robin
    when: demo
    pool: inside-sales
  - otherwise: dana
`;

export const TERRITORIES = "id,size,owner\nbig,large,ana\n";

export const LEADS = `id,Company,email,employees,demo
1,Acme,kim@acme.example,"1,500",no
2,日本株式会社,aki@nihon.example,20,yes
3,Nobody,lee@nobody.example,20,no
4,No Address,,20,no
`;

/** A folder that is gone after the test file; `files` are written into it. */
export function folder(files = {}) {
  const path = mkdtempSync(join(tmpdir(), "pointperson-"));
  after(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

/** A folder with the small policy, its table and its leads. */
export function small(more = {}) {
  return folder({
    "small.policy.yaml": POLICY,
    "territories.csv": TERRITORIES,
    "leads.csv": LEADS,
    ...more,
  });
}

/** Runs the CLI; gives `{ code, out, err }`. Outside GitHub, without a terminal. */
export function cli(args, { cwd, input, env = {} } = {}) {
  const { GITHUB_ACTIONS: _actions, NO_COLOR: _noColour, ...outside } = process.env;
  const options = { cwd, env: { ...outside, ...env }, encoding: "utf8", maxBuffer: 1 << 28 };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], options, (error, out, err) => {
      resolve({ code: error ? error.code : 0, out, err });
    });
    child.stdin.on("error", () => {}); // the child may end before it has read everything
    child.stdin.end(input ?? "");
  });
}

/** The small policy, compiled. */
export const compiled = () =>
  compiler.compileOrThrow(POLICY, { files: { "territories.csv": TERRITORIES } });

/** The small policy, compiled and loaded. */
export const engine = () => pointperson.loadSync(compiled());

/** An entry of the package afresh: nothing in it was started yet. */
export async function fresh(name) {
  const path = folder();
  writeFileSync(join(path, "package.json"), `{ "type": "module" }`);
  cpSync(new URL("dist/", pkg), path, { recursive: true });
  return import(pathToFileURL(join(path, `${name}.js`)));
}

/** Holds `work` to fail with an error of this package, and gives it. */
export async function failure(work, code) {
  const error = await Promise.resolve().then(work).then(
    (value) => assert.fail(`no error, but ${value}`),
    (thrown) => thrown,
  );
  assert.ok(error instanceof pointperson.PointpersonError, error);
  assert.equal(error.code, code, error.message);
  return error;
}
