import { loadSync } from "pointperson";
import policy from "./policy.js";

const engine = loadSync(policy);

export default {
  async fetch(request) {
    if (request.method !== "POST") return new Response("POST a lead", { status: 405 });
    const isJson = /[/+]json/i.test(request.headers.get("content-type") ?? "");
    const body = isJson ? request.json() : request.formData().then(Object.fromEntries);
    const lead = await body.catch(() => undefined);
    const isRecord = lead instanceof Object && !Array.isArray(lead);
    if (!isRecord) return new Response("give a form or a JSON object", { status: 400 });
    const { outcome, owner, via, reasons } = engine.decide(lead, { now: Date.now() });
    const unread = engine.unread(lead);
    if (outcome === "refused") return Response.json({ reasons, unread }, { status: 422 });
    return Response.json({ owner: owner.name, by: via.layer });
  },
};
