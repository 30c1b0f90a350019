// The entry `pointperson/compiler` in workerd, which runs only modules deployed with the code.

import module from "./compiler.wasm";
import { authoring } from "./author/authoring.js";

export { PointpersonError } from "./errors.js";
export const {
  check, compile, compileOrThrow, dictionary, filesNamed, page, policyModule, print, report,
} = /* @__PURE__ */ authoring(() => module);
