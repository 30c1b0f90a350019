import { load } from "pointperson";

const engine = await load(await Bun.file("leads.bin").bytes());
const lead = { email: "kim@acme.example", company_size: "5,000+", country: "United States", state: "CA", demo: true };
await Bun.write(Bun.stdout, engine.decisionBytes(lead, { accountOwner: null }));
