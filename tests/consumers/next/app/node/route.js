import { loadSync } from "pointperson";
import policy from "../../policy.js";

const engine = loadSync(policy);

export async function POST(request) {
  return new Response(engine.decisionBytes(await request.json(), { accountOwner: null }));
}
