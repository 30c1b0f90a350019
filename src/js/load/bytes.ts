// The caller's bytes, copied: what the caller does with them later cannot reach an engine, which
// needs them again after a trap.

import { classOf } from "../kinds.js";

/**
 * A copy of a buffer or of a view of one, of whichever realm, shared or not; `undefined` for
 * anything else. For a buffer that was transferred away, throws what `bad` makes.
 */
export function copyBytes(
  value: unknown,
  bad: (value: unknown, hint: string) => Error,
): Uint8Array<ArrayBuffer> | undefined {
  // The inner array is a view of the caller's buffer, the outer one a copy of what it shows.
  const copy = (...buffer: [ArrayBuffer, number?, number?]) =>
    new Uint8Array(new Uint8Array(...buffer));
  try {
    if (ArrayBuffer.isView(value)) {
      return copy(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
    }
    const kind = classOf(value);
    if (kind === "ArrayBuffer" || kind === "SharedArrayBuffer") return copy(value as ArrayBuffer);
  } catch {
    throw bad(
      value,
      "its bytes are gone: the buffer was transferred to another owner; give a copy to one of them",
    );
  }
  return undefined;
}
