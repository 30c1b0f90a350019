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
  const none = { NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined, FORCE_COLOR: undefined };
  return { ...process.env, ...none, ...QUIET, ...more };
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
  const path = join(
    WORKSHOP,
    "node_modules",
    paths[name] ?? `${name}-${platform}-${arch}/bin/node`,
  );
  return existsSync(path) ? path : undefined;
}

/** An empty folder of the workshop. */
export function fresh(name) {
  const path = join(WORKSHOP, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}

/** Packs a package, `pkg/` if not told, into a folder `name`; gives the tarball's path. */
export async function pack(name, cwd = fileURLToPath(pkg)) {
  const to = fresh(join("tarballs", name));
  const { out } = await run("npm", ["pack", "--json", "--pack-destination", to], cwd);
  return join(to, JSON.parse(out)[0].filename);
}

/** Compiles the policy of the fixtures to `leads.bin`, `policy.js` and its types; gives their
 *  folder. */
export async function compilePolicy() {
  const cwd = fresh("policy");
  for (const file of ["leads.bin", "policy.js"]) {
    const args = ["compile", join(FIXTURES, "leads.policy.yaml"), "-o", file];
    const { code, out, err } = await cli(args, { cwd });
    assert.deepEqual([code, err], [0, ""], out);
  }
  return cwd;
}

/**
 * A fresh copy of a fixture with the tarballs installed, and the files of the folder `policy`
 * beside its own. Gives its folder.
 */
export async function consumer(name, tarballs, policy) {
  assert.ok(existsSync(tool("esbuild")), "the tools are missing: node pkg-scripts/lib/tools.mjs");
  const cwd = fresh(name);
  cpSync(join(FIXTURES, name), cwd, { recursive: true });
  if (policy) cpSync(policy, cwd, { recursive: true });
  await run("npm", ["install", "--no-package-lock", "--ignore-scripts", ...tarballs], cwd);
  return cwd;
}

/** Bundles `worker.js` of a folder into its `out`, as wrangler does. */
export async function bundleWorker(cwd) {
  const form = ["--bundle", "--format=esm", "--outdir=out", "--log-level=warning"];
  const edge = ["--conditions=workerd", "--loader:.wasm=copy"];
  const { err } = await run(tool("esbuild"), ["worker.js", ...form, ...edge], cwd);
  assert.equal(err, "");
}

/** Starts the bundled worker of a folder in workerd; `said` hears what workerd prints. */
export async function startWorker(cwd, said = []) {
  const { Miniflare } = await import("miniflare");
  return new Miniflare({
    modules: true,
    rootPath: join(cwd, "out"),
    scriptPath: "worker.js",
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-01-01",
    cf: false,
    telemetry: { enabled: false },
    handleRuntimeStdio: (...streams) => {
      for (const one of streams) one.on("data", (part) => said.push(String(part)));
    },
  });
}
