// `pointperson compile`: from a policy to the bytes that engines load.

import type { Profile } from "../author.js";
import { count } from "./check.js";
import { door } from "./door.js";
import { say, writeOut, writeTo } from "./output.js";
import { brokenPolicy, findPolicy, readPolicy } from "./policy.js";
import { EXIT } from "./problem.js";
import { usage, type Call, type Verb } from "./verb.js";

export const compile: Verb = {
  name: "compile",
  takes: "[policy] -o policy.bin",
  summary: "make the file that engines load",
  details:
    "Compiles a policy and the files it names. The profile `full` carries the sentences of " +
    "explanations; `edge` leaves them out and is smaller. Both decide alike.",
  options: [
    { name: "output", short: "o", value: "FILE", help: "where to write it; - is stdout" },
    { name: "profile", value: "PROFILE", oneOf: ["edge", "full"], help: "default full" },
  ],
  most: 1,
  run,
};

async function run(call: Call): Promise<number> {
  const output = call.text("output");
  if (output === undefined) throw usage(compile, "say where to write the compiled policy: -o policy.bin");
  const policy = readPolicy(findPolicy(call.names[0]));
  const profile = (call.text("profile") ?? "full") as Profile;
  const { artifact, hash, diagnostics } = door().compile(policy.path, policy.bytes, policy.files, profile);
  if (!artifact) throw brokenPolicy(policy);
  writeTo(output, artifact);
  const tell = output === "-" ? say : (text: string) => writeOut(`${text}\n`);
  const bytes = policy.bytes.length + Object.values(policy.files).reduce((sum, file) => sum + file.length, 0);
  tell(`${output === "-" ? "stdout" : output}: ${count(artifact.length, "byte")}, profile ${profile}`);
  tell(`made from ${policy.path}: ${count(bytes, "byte")} with the files it names`);
  tell(`hash ${hash}`);
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  if (warnings > 0) say(`${count(warnings, "warning")}; see: pointperson check ${policy.path}`);
  return EXIT.ok;
}
