import { type Engine, load } from "pointperson";
import { useEffect, useState } from "react";
import policy, { type Lead, type Policy } from "./policy.js";

export function LeadForm() {
  const [engine, setEngine] = useState<Engine<Policy>>();
  const [lead, setLead] = useState<Lead>({});
  useEffect(() => void load(policy).then(setEngine, console.error), []);
  const decision = engine?.decide(lead);
  const read = (form: HTMLFormElement) => setLead(Object.fromEntries(new FormData(form)) as Lead);
  return (
    <form action="/leads" method="post" onChange={(event) => read(event.currentTarget)}>
      <input name="email" type="email" required /> <input name="employees" />
      <input name="country" /> <input name="state" /> <button>Send</button>
      <output>{decision?.outcome === "assigned" && `${decision.owner.name} will answer you.`}</output>
    </form>
  );
}
