// The entry `pointperson` in edge-light runtimes, which mark the import of a module.

import module from "./runtime.wasm?module";
import { starting } from "./load/start.js";

export { Decision, Engine, PointpersonError, version } from "./slim.js";
export const { load, loadSync } = /* @__PURE__ */ starting(() => module);
