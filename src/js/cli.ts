#!/usr/bin/env node
// The command line.

import { readFileSync } from "node:fs";
import { initSync, version } from "#wasm/compiler.js";

initSync({ module: readFileSync(new URL("./compiler.wasm", import.meta.url)) });
console.log(version());
