const { readFileSync } = require("node:fs");
const { loadSync } = require("pointperson");

const engine = loadSync(readFileSync("leads.bin"));
const lead = { email: "kim@acme.example", company_size: "5,000+", country: "United States", state: "CA", demo: true };
process.stdout.write(engine.decisionBytes(lead, { accountOwner: null }));
