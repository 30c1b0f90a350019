import { loadSync } from "pointperson";
import policy from "./policy.js";

const engine = loadSync(policy);
const lead = { email: "kim@acme.example", company_size: "5,000+", country: "United States", state: "CA", demo: true };
process.stdout.write(engine.decisionBytes(lead, { accountOwner: null }));
