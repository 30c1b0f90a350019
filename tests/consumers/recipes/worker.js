import { loadSync } from "pointperson";
import policy from "./policy.js";

const engine = loadSync(policy);

export default {
  async fetch(request) {
    const isJson = request.headers.get("content-type")?.startsWith("application/json");
    const body = isJson ? request.json() : request.formData().then(Object.fromEntries);
    const lead = await body.catch(() => undefined);
    if (!(lead instanceof Object) || Array.isArray(lead)) {
      return new Response("POST a form or a JSON object", { status: 400 });
    }
    const { owner, via } = engine.decide(lead, { now: Date.now() });
    return Response.json({ owner: owner.name, by: via.layer });
  },
};
