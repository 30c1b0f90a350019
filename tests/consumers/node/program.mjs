import { readFileSync } from "node:fs";
import { load } from "pointperson";

const engine = await load(readFileSync("leads.bin"));
const lead = { email: "kim@acme.example", company_size: "5,000+", country: "United States", state: "CA", demo: true };
process.stdout.write(engine.decisionBytes(lead, { accountOwner: null }));
