// The entry `pointperson/compiler`: the author side, inlined and started at the first call.

import base64 from "#wasm/compiler.wasm";
import { authoring } from "./author/authoring.js";
import { bytesOf } from "./load/base64.js";

export { PointpersonError } from "./errors.js";
export const {
  check, compile, compileOrThrow, dictionary, filesNamed, page, policyModule, print, report,
} = /* @__PURE__ */ authoring(() => bytesOf(base64));
