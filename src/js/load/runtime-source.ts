// What `init` and `initSync` take: the runtime module, compiled, as bytes, or on its way.

import { copyBytes } from "./bytes.js";
import { PointpersonError } from "../errors.js";
import { bodyOf, brokenOff, checkAnswer, fetched } from "./fetched.js";
import { classOf, guessBytes, guessText, isPromise, nameOf } from "../kinds.js";
import { isModule, webAssembly, type ModuleSource } from "./runtime.js";
import { startError } from "./start-error.js";

const EXPECTED = "the file `pointperson/wasm`, as bytes or compiled";

/** A module that is in hand; `call` is what the caller called. */
export function runtimeOf(source: unknown, call: "init" | "initSync" = "initSync"): ModuleSource {
  const module = isModule(source) ? source : defaultOf(source);
  if (module) return module;
  const bytes = copyBytes(source, badRuntime);
  if (!bytes) throw badRuntime(source, hintFor(source, call));
  checkBytes(bytes);
  return bytes;
}

/** A module that may have to be waited for. An answer of the right type is compiled as it comes. */
export async function runtimeFrom(source: unknown): Promise<ModuleSource> {
  const given = isPromise(source) ? await source : source;
  const kind = classOf(given);
  if (kind !== "URL" && kind !== "Response") return runtimeOf(given, "init");
  const response = kind === "URL" ? await fetched(given as URL) : (given as Response);
  checkAnswer(response);
  const { compileStreaming } = webAssembly();
  if (response.headers.get("Content-Type") === "application/wasm" && typeof compileStreaming === "function") {
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

/** What `import("pointperson/wasm")` gives where modules can be imported. */
function defaultOf(source: unknown): WebAssembly.Module | undefined {
  if (classOf(source) !== "Module") return undefined;
  const { default: module } = source as { default?: unknown };
  return isModule(module) ? module : undefined;
}

function hintFor(source: unknown, call: "init" | "initSync"): string | undefined {
  if (source === undefined) return 'import it: import wasm from "pointperson/wasm"';
  if (typeof source === "string") return guessText(source, call)?.hint;
  const kind = classOf(source);
  const waits = isPromise(source) || kind === "URL" || kind === "Response";
  if (waits) return "`initSync` cannot wait: write `await init(…)`";
  if (kind === "WebAssembly.Instance") return "give the module, not an instance of it";
  return undefined;
}

function badRuntime(source: unknown, hint = `give ${EXPECTED}`): PointpersonError {
  const found = nameOf(source);
  return new PointpersonError("bad-runtime", `the runtime is ${found}`, { expected: EXPECTED, found, hint });
}
