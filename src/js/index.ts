// The default entry: the runtime module is inlined and started at the first call of `load`.

import * as runtime from "#wasm/runtime.js";
import base64 from "#wasm/runtime.wasm";
import { Engine } from "./engine.js";
import { PointpersonError, nameOf } from "./errors.js";
import { bytesOf } from "./glue.js";

export { Decision } from "./decision.js";
export { Engine } from "./engine.js";
export { PointpersonError } from "./errors.js";
export type * from "./types.js";

/** A compiled policy, as `pointperson compile` writes it. */
export type Artifact = Uint8Array | ArrayBuffer;

let started = false;

function start(): void {
  if (!started) runtime.initSync({ module: bytesOf(base64) });
  started = true;
}

/** Loads a compiled policy. Throws a {@link PointpersonError} if the bytes are none. */
export async function load(artifact: Artifact): Promise<Engine> {
  return loadSync(artifact);
}

/** The same without waiting. */
export function loadSync(artifact: Artifact): Engine {
  const bytes = artifactBytes(artifact);
  start();
  return new Engine(runtime, bytes);
}

/** The version of this package. */
export function version(): string {
  start();
  return runtime.version();
}

function artifactBytes(artifact: unknown): Uint8Array {
  const tag = Object.prototype.toString.call(artifact); // works for bytes of another realm too
  if (tag === "[object Uint8Array]") return artifact as Uint8Array;
  if (tag === "[object ArrayBuffer]") return new Uint8Array(artifact as ArrayBuffer);
  if (ArrayBuffer.isView(artifact)) return new Uint8Array(artifact.buffer, artifact.byteOffset, artifact.byteLength);
  const found = nameOf(artifact);
  throw new PointpersonError("bad-artifact", `the artifact is ${found}; expected its bytes`, {
    expected: "a Uint8Array or an ArrayBuffer",
    found,
  });
}
