"use client";
import { loadSync } from "pointperson";
import { useEffect, useState } from "react";
import policy from "../policy.js";

const lead = { email: "kim@acme.example", company_size: "5,000+", country: "United States", state: "CA", demo: true };

export default function Page() {
  const [told, tell] = useState("");
  useEffect(() => {
    const decision = loadSync(policy).decisionBytes(lead, { accountOwner: null });
    tell(new TextDecoder().decode(decision));
  }, []);
  return <output>{told}</output>;
}
