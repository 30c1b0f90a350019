// What `init` and `initSync` take: the runtime module, compiled, as bytes, or on its way.

import { copyBytes } from "./bytes.js";
import { PointpersonError } from "../errors.js";
import { bodyOf, brokenOff, checkAnswer, fetched } from "./fetched.js";
import { classOf, guessBytes, guessText, isPromise, nameOf, sourceKind } from "../kinds.js";
import { isModule, webAssembly, type ModuleSource } from "./runtime.js";
import { startError } from "./start-error.js";

const EXPECTED = "the file `pointperson/wasm`, as bytes or compiled";

/** A module that is in hand; `call` is what the caller called. */
export function runtimeOf(source: unknown, call: "init" | "initSync" = "initSync"): ModuleSource {
  const given = unwrapped(source);
  if (isModule(given)) return given;
  const bytes = copyBytes(given, badRuntime);
  if (!bytes) throw badRuntime(source, hintFor(source, call));
  checkBytes(bytes);
  return bytes;
}

/** A module that may have to be waited for. An answer of the right type is compiled as it comes. */
export async function runtimeFrom(source: unknown): Promise<ModuleSource> {
  const given = isPromise(source) ? await source : source;
  const kind = sourceKind(given);
  if (kind !== "URL" && kind !== "Response") return runtimeOf(given, "init");
  const response = kind === "URL" ? await fetched(given as URL) : (given as Response);
  checkAnswer(response);
  const { compileStreaming } = webAssembly();
  if (
    response.headers?.get?.("Content-Type") === "application/wasm" &&
    typeof compileStreaming === "function"
  ) {
    try {
      return await compileStreaming(response);
    } catch (error) {
      // The status and the type were looked at before: what is left is the network's.
      throw error instanceof TypeError ? brokenOff(response, error) : startError(error);
    }
  }
  return runtimeOf(await bodyOf(response));
}

function checkBytes(bytes: Uint8Array): void {
  if (bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d) return;
  const isPolicy = bytes[0] === 0x89 && bytes[1] === 0x70;
  const guess = guessBytes(bytes);
  const found = isPolicy ? "a compiled policy" : (guess?.found ?? `other ${bytes.length} bytes`);
  throw new PointpersonError("bad-runtime", `these bytes are ${found}, not the runtime`, {
    expected: EXPECTED,
    found,
    hint: isPolicy ? "the policy goes to `load`" : (guess?.hint ?? `give ${EXPECTED}`),
  });
}

/** The default export of a namespace, as `import("pointperson/wasm")` gives it where modules can
 *  be imported, or of two: some bundlers wrap once more. Anything else as it is. */
function unwrapped(source: unknown, depth = 2): unknown {
  try {
    const isSpace =
      typeof source === "object" && source !== null && depth > 0 && "default" in source;
    return isSpace ? unwrapped(source.default, depth - 1) : source;
  } catch (cause) {
    throw badRuntime(source, "it throws when it is looked into", cause);
  }
}

function hintFor(source: unknown, call: "init" | "initSync"): string | undefined {
  if (source === undefined) return 'import it: import wasm from "pointperson/wasm"';
  if (typeof source === "string") return guessText(source, call)?.hint;
  const kind = sourceKind(source);
  const waits = isPromise(source) || kind === "URL" || kind === "Response";
  if (waits) return "`initSync` cannot wait: write `await init(…)`";
  if (classOf(source) === "WebAssembly.Instance") return "give the module, not an instance of it";
  return undefined;
}

function badRuntime(
  source: unknown,
  hint = `give ${EXPECTED}`,
  cause?: unknown,
): PointpersonError {
  const found = nameOf(source);
  const detail = { expected: EXPECTED, found, hint, cause };
  return new PointpersonError("bad-runtime", `the runtime is ${found}`, detail);
}
