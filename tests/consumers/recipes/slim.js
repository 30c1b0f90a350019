import { init, load } from "pointperson/slim";
import policy from "./policy.js";
await init(fetch("/runtime.wasm"));
export const engine = await load(policy);
