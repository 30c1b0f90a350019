// What an import of `pointperson/wasm` gives where modules can be imported.

import type { RuntimeModule } from "../types.js";

declare const module: RuntimeModule;
export default module;
