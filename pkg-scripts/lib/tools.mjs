// tools.mjs: installs what the tests use besides the package: runtimes, bundlers, drivers of
// browsers. They are named in tests/package.json and pinned in the lock file beside it.
//
//   node pkg-scripts/lib/tools.mjs
//
// They lie in target/consumers/node_modules, above the projects that the tests make there, so that
// these find them as they would in a monorepo; tests/node_modules is a link to it. Install scripts
// do not run: they would download, and the binaries come as packages of their own. It is not
// `npm ci`, which refuses a lock file that was made where a registry knows one platform only;
// `npm install` takes the versions and the hashes of the lock file just as well.

import {
  existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./steps.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const TESTS = join(root, "tests");
const WORKSHOP = join(root, "target/consumers");
const NAMED = ["package.json", "package-lock.json", ".npmrc"];

async function install() {
  const wanted = NAMED.map((name) => readFileSync(join(TESTS, name), "utf8"));
  const stamp = join(WORKSHOP, "node_modules/.installed");
  const text = JSON.stringify([process.platform, process.arch, ...wanted]);
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== text) {
    mkdirSync(WORKSHOP, { recursive: true });
    NAMED.forEach((name, at) => writeFileSync(join(WORKSHOP, name), wanted[at]));
    const quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await run("npm", ["install", ...quiet], { cwd: WORKSHOP });
    writeFileSync(stamp, text);
  }
  link(join(TESTS, "node_modules"), join(WORKSHOP, "node_modules"));
}

function link(from, to) {
  const known = lstatSync(from, { throwIfNoEntry: false });
  if (known?.isSymbolicLink() && existsSync(from)) return;
  rmSync(from, { recursive: true, force: true });
  symlinkSync(to, from);
}

await install();
