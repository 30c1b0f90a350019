import { loadSync } from "pointperson";
import policy from "./policy.js";

let engine;

export default {
  async fetch(request) {
    engine ??= loadSync(policy);
    return new Response(engine.decisionBytes(await request.json(), { accountOwner: null }));
  },
};
