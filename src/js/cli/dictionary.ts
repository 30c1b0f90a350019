// `pointperson dictionary`: the words of a policy and what they mean, as Markdown.

import { door } from "./door.js";
import { writeTo } from "./output.js";
import { brokenPolicy, findPolicy, readPolicy } from "./policy.js";
import { EXIT } from "./problem.js";
import type { Call, Verb } from "./verb.js";

export const dictionary: Verb = {
  name: "dictionary",
  takes: "[policy]",
  summary: "write the definitions dictionary as Markdown",
  details: "Every field, derived value, stage and pool of the policy, and what it means.",
  options: [
    { name: "output", short: "o", value: "FILE", help: "where to write it; default stdout" },
  ],
  most: 1,
  what: "policy",
  run,
};

async function run(call: Call): Promise<number> {
  const policy = readPolicy(findPolicy(call.names[0], "pointperson dictionary FILE"));
  const { text } = door().dictionary(policy.path, policy.bytes, policy.files);
  if (text === undefined) throw brokenPolicy(policy);
  writeTo(call.text("output"), text);
  return EXIT.ok;
}
