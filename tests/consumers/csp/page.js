import { load } from "./node_modules/pointperson/dist/index.js";

const tell = (text) => (document.querySelector("output").textContent = text);
try {
  const engine = await load(new URL("leads.bin", location.href));
  const lead = { email: "kim@acme.example", company_size: "5,000+", country: "United States", state: "CA", demo: true };
  tell(new TextDecoder().decode(engine.decisionBytes(lead, { accountOwner: null })));
} catch (error) {
  tell(JSON.stringify({ name: error.name, code: error.code, hint: error.hint }));
}
