// The samples to begin with. Their texts are those of www/samples and of README.md.

import readme from "readme:policy";
import desk from "../samples/desk.policy.yaml";
import leads from "../samples/leads.csv";
import accounts from "../samples/named-accounts.csv";
import ownership from "../samples/ownership.policy.yaml";
import regions from "../samples/regions.csv";
import territories from "../samples/territories.csv";
import tickets from "../samples/tickets.csv";
import { rowsOf } from "./csv.js";
import { POLICY, type Files, type Lead, type Told } from "./work.js";

/** A lead of a sample: what it is called in a link, and in the list to pick from. */
export interface SampleLead extends Lead {
  readonly id: string;
  readonly title: string;
}

/** A policy with its files and leads. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly files: Files;
  readonly leads: readonly SampleLead[];
}

const README_LEADS = `id,email,employees,country,state,shows
R1,kim@acme.example,"5,000+",United States,CA,a range and a country in words
R2,lee@tiny.example,51-99,DE,,the pool takes small companies in turn
R3,max@plain.example,300,FR,,no step takes it
R4,,300,FR,,the required address is missing`;

/** Columns that only people read. */
const FOR_PEOPLE = ["shows", "facts_year"];

/** All samples; the first is what the page opens with. */
export const SAMPLES: readonly Sample[] = [
  {
    id: "ownership",
    title: "Who owns a lead",
    files: new Map([
      [POLICY, ownership],
      ["regions.csv", regions],
      ["territories.csv", territories],
      ["named-accounts.csv", accounts],
    ]),
    leads: rowsOf(leads).map(leadOf),
  },
  {
    id: "desk",
    title: "Who owns a ticket",
    files: new Map([[POLICY, desk]]),
    leads: rowsOf(tickets).map(leadOf),
  },
  {
    id: "readme",
    title: "Twenty lines",
    files: new Map([[POLICY, readme]]),
    leads: rowsOf(README_LEADS).map(leadOf),
  },
];

// A column of a fact is read as the command line does: an empty owner tells that there is none.
function leadOf(row: { [name: string]: string }): SampleLead {
  const { id = "", company, subject, email, shows = "" } = row;
  const values = Object.entries(row).filter(
    ([name, text]) => text !== "" && !name.startsWith("facts.") && !FOR_PEOPLE.includes(name),
  );
  const owner = row["facts.accountOwner"];
  const told: Told = owner === undefined ? {} : { accountOwner: owner === "" ? null : owner };
  return {
    id,
    title: `${id} ${company || subject || email || "no name"}: ${shows}`,
    values: new Map(values),
    told,
  };
}
