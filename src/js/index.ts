// The entry `pointperson`: the runtime module is inlined, and started at the first call.

import base64 from "#wasm/runtime.wasm";
import { bytesOf } from "./load/base64.js";
import { starting } from "./load/start.js";

export { Decision, Engine, PointpersonError, version } from "./slim.js";
export const { load, loadSync } = /* @__PURE__ */ starting(() => bytesOf(base64));
