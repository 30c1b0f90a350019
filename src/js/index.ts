// The default entry: the runtime module is inlined and started at the first call.

import { initSync, version as wasmVersion } from "#wasm/runtime.js";
import base64 from "#wasm/runtime.wasm";
import { bytesOf } from "./glue.js";

/** The version of this package. */
export function version(): string {
  initSync({ module: bytesOf(base64) });
  return wasmVersion();
}
