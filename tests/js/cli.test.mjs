// The command line of the built package, started as a user starts it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const pkg = new URL("../../pkg/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", pkg), "utf8"));

test("the command that `bin` names prints the version of the package", () => {
  const program = fileURLToPath(new URL(manifest.bin.pointperson, pkg));
  const printed = execFileSync(process.execPath, [program, "--version"], { encoding: "utf8" });
  assert.equal(printed.trim(), manifest.version);
});
