// The workshop, target/consumers: the package packed as it is published, and small projects from
// tests/consumers that install it from the tarball, without a network, as a user would.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cli, pkg, root } from "./support.mjs";

export const WORKSHOP = fileURLToPath(new URL("target/consumers/", root));
const FIXTURES = fileURLToPath(new URL("tests/consumers/", root));

const QUIET = {
  npm_config_offline: "true",
  npm_config_loglevel: "error",
  npm_config_audit: "false",
  npm_config_fund: "false",
  NEXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  NO_COLOR: "1",
};

/** The environment of a user's shell: nothing of the test runner in it. */
export function shell(more = {}) {
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, FORCE_COLOR: _color, ...outside } = process.env;
  return { ...outside, ...QUIET, ...more };
}

/** Runs a program; fails with all that it said unless it ends with 0. Gives `{ out, err }`. */
export function run(program, args, cwd, env = {}) {
  const options = { cwd, env: shell(env), encoding: "utf8", maxBuffer: 1 << 26, timeout: 300_000 };
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, out, err) => {
      if (error) reject(new Error(`${program} ${args.join(" ")}: ${error.message}\n${out}${err}`));
      else resolve({ out, err });
    });
  });
}

/** The program of a tool, as `npx <name>` finds it. */
export const tool = (name) => join(WORKSHOP, "node_modules/.bin", name);

/** The binary of a runtime that comes as a package for this system, or nothing. */
export function runtime(name) {
  const { platform, arch } = process;
  const paths = {
    deno: `@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}/deno`,
    bun: `@oven/bun-${platform}-${arch === "arm64" ? "aarch64" : arch}/bin/bun`,
  };
  const path = join(WORKSHOP, "node_modules", paths[name] ?? `${name}-${platform}-${arch}/bin/node`);
  return existsSync(path) ? path : undefined;
}

/** Packs `pkg/`; gives what npm tells of the tarball, and its path. */
export async function pack(folder = fileURLToPath(pkg), to = WORKSHOP) {
  mkdirSync(to, { recursive: true });
  const { out } = await run("npm", ["pack", "--json", "--pack-destination", to], folder);
  const [packed] = JSON.parse(out);
  return { ...packed, path: join(to, packed.filename) };
}

/** Compiles the policy of the fixtures into a folder: `leads.bin`, and `policy.js` with its types. */
export async function compilePolicy(folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of ["leads.bin", "policy.js"]) {
    const args = ["compile", join(FIXTURES, "leads.policy.yaml"), "-o", file];
    const { code, out, err } = await cli(args, { cwd: folder });
    assert.deepEqual([code, err], [0, ""], out);
  }
}

/**
 * A fresh copy of a fixture with the tarballs installed, and the files of the folder `policy`
 * beside its own. Gives its folder.
 */
export async function consumer(name, tarballs, policy) {
  assert.ok(existsSync(tool("esbuild")), "the tools are missing: node pkg-scripts/lib/tools.mjs");
  const cwd = join(WORKSHOP, name);
  rmSync(cwd, { recursive: true, force: true });
  cpSync(join(FIXTURES, name), cwd, { recursive: true });
  if (policy) cpSync(policy, cwd, { recursive: true });
  await run("npm", ["install", "--no-package-lock", "--ignore-scripts", ...tarballs], cwd);
  return cwd;
}

/** Bundles `worker.js` of a folder and starts it in workerd; `said` hears what workerd prints. */
export async function miniflare(cwd, said = []) {
  const { Miniflare } = await import("miniflare");
  const args = ["--bundle", "--format=esm", "--conditions=workerd", "--loader:.wasm=copy", "--outdir=out"];
  const { err } = await run(tool("esbuild"), ["worker.js", ...args, "--log-level=warning"], cwd);
  assert.equal(err, "");
  return new Miniflare({
    modules: true,
    rootPath: join(cwd, "out"),
    scriptPath: "worker.js",
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-01-01",
    cf: false,
    telemetry: { enabled: false },
    handleRuntimeStdio: (...streams) => streams.forEach((one) => one.on("data", (part) => said.push(String(part)))),
  });
}
