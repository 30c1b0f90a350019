// Starts the author module from the file that lies beside the command line's own.

import { readFileSync } from "node:fs";
import * as wasm from "#wasm/compiler.js";
import type { AuthorDoor } from "../author.js";

let started = false;

/** The started module. */
export function door(): AuthorDoor {
  if (!started) wasm.initSync({ module: readFileSync(new URL("./compiler.wasm", import.meta.url)) });
  started = true;
  return wasm;
}
