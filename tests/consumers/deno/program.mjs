import { load } from "pointperson";

const engine = await load(await Deno.readFile("leads.bin"));
const lead = { email: "kim@acme.example", company_size: "5,000+", country: "United States", state: "CA", demo: true };
await Deno.stdout.write(engine.decisionBytes(lead, { accountOwner: null }));
