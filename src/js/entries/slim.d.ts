// What `pointperson/slim` exports: everything of `pointperson`, and the start.

export * from "./index.js";
export { init, initSync } from "../types.js";
export type { RuntimeInHand, RuntimeModule, RuntimeNamespace, RuntimeSource } from "../types.js";
