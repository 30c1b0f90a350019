// Starts the author module from the file that lies beside the command line's own.

import { readFileSync } from "node:fs";
import * as wasm from "#wasm/compiler.js";
import type { AuthorDoor } from "../author/author.js";
import { Runtime } from "../load/runtime.js";

const started: Runtime<AuthorDoor> = new Runtime(wasm);

/** The started module, as engines take it. */
export function runtime(): Runtime<AuthorDoor> {
  started.startSync(
    () => new Uint8Array(readFileSync(new URL("./compiler.wasm", import.meta.url))),
  );
  return started;
}

/** Its functions. */
export function door(): AuthorDoor {
  runtime();
  return wasm;
}
