// The entry `pointperson` in workerd, which runs only modules that are deployed with the code.

import module from "./runtime.wasm";
import { starting } from "./load/start.js";

export { Decision, Engine, PointpersonError, version } from "./slim.js";
export const { load, loadSync } = /* @__PURE__ */ starting(() => module);
