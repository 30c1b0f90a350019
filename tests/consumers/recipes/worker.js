import { loadSync } from "pointperson";
import policy from "./policy.js";

const engine = loadSync(policy);

export default {
  async fetch(request) {
    const form = await request.formData().catch(() => undefined);
    if (!form) return new Response("POST the form here", { status: 400 });
    const { owner, via } = engine.decide(Object.fromEntries(form), { now: Date.now() });
    return Response.json({ owner: owner.name, by: via.layer });
  },
};
