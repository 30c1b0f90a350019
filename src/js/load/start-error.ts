// Why a wasm module did not start, in words that say what to change.

import { PointpersonError } from "../errors.js";

const HEADER = "Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'";

// What engines say when a page's policy forbids WebAssembly:
//   Chromium  CompileError: WebAssembly.instantiate(): Compiling or instantiating WebAssembly
//             module violates the following Content Security policy directive because …
//   (to 2024) CompileError: … Refused to compile or instantiate WebAssembly module because
//             'unsafe-eval' is not an allowed source of script in the following Content …
//   Firefox   CompileError: call to WebAssembly.instantiate() blocked by CSP
//   Safari    EvalError or CompileError: Refused to create a WebAssembly object because
//             'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script in …
const BY_PAGE = /content security policy|blocked by CSP|unsafe-eval/i;

// V8's own words, where whoever embeds it gives none: workerd, and Chromium up to 2021.
const BY_EMBEDDER = /disallowed by embedder/i;

// Chromium compiles large modules on its main thread only if it is waited for: more than 8 MB, and
// before 2023 more than 4 KB. It throws a RangeError, as for want of memory.
const MUST_WAIT = /disallowed on the main thread/;

const ABOUT_THE_MODULE = ["CompileError", "EvalError", "LinkError", "TypeError", "RuntimeError"];

/** The error to throw for one that came out of compiling or instantiating. */
export function startError(error: unknown): unknown {
  if (error instanceof PointpersonError) return error;
  if (!(error instanceof Error)) return error;
  const { message } = error;
  if (MUST_WAIT.test(message)) {
    return new PointpersonError("must-wait", "this browser starts no WebAssembly at once here", {
      hint: "write `await load(…)`, or `await init(…)` of pointperson/slim, or go to a worker",
      cause: error,
    });
  }
  if (!ABOUT_THE_MODULE.includes(error.name)) return error;
  if (BY_PAGE.test(message) || (BY_EMBEDDER.test(message) && typeof document === "object")) {
    return new PointpersonError(
      "csp-blocked",
      "this page's Content-Security-Policy forbids WebAssembly",
      {
        expected: "'wasm-unsafe-eval' in script-src",
        hint: `send the header \`${HEADER}\``,
        cause: error,
      },
    );
  }
  if (BY_EMBEDDER.test(message)) {
    return new PointpersonError(
      "wasm-forbidden",
      "this place runs no WebAssembly that comes as bytes",
      {
        expected: "a module that was deployed with the code",
        hint:
          "let the bundler resolve the condition `workerd` (esbuild: --conditions=workerd), " +
          "or give the import of `pointperson/wasm` to `init` of pointperson/slim",
        cause: error,
      },
    );
  }
  return new PointpersonError("bad-runtime", `this is no runtime of this package: ${message}`, {
    expected: "the file `pointperson/wasm`",
    cause: error,
  });
}
