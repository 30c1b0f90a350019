import { load } from "pointperson";
import policy from "./policy.js";

const engine = await load(policy);
const lead = { email: "kim@acme.example", company_size: "5,000+", country: "United States", state: "CA", demo: true };
const decision = engine.decisionBytes(lead, { accountOwner: null });
document.querySelector("output").textContent = new TextDecoder().decode(decision);
