// The entry `pointperson/compiler` in edge-light runtimes, which mark the import of a module.

import module from "./compiler.wasm?module";
import { authoring } from "./author/authoring.js";

export { PointpersonError } from "./errors.js";
export const {
  check, compile, compileOrThrow, dictionary, filesNamed, page, policyModule, print, report,
} = /* @__PURE__ */ authoring(() => module);
