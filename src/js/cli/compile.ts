// `pointperson compile`: from a policy to what engines load: its bytes, or an ES module around them.

import { readFileSync } from "node:fs";
import { moduleOf, type Diagnostic, type Profile } from "../author.js";
import { MARK } from "../module.js";
import { count } from "./check.js";
import { door } from "./door.js";
import { say, writeFiles, writeOut, writeTo, type FileData } from "./output.js";
import { brokenPolicy, findPolicy, readPolicy, type PolicyFiles } from "./policy.js";
import { EXIT, Problem, fileProblem } from "./problem.js";
import { usage, type Call, type Verb } from "./verb.js";

export const compile: Verb = {
  name: "compile",
  takes: "[policy] -o policy.js",
  summary: "make the file that engines load",
  details:
    "Compiles a policy and the files it names. A name in .js or .mjs gets an ES module to import, " +
    "with the types of its records and owners in a .d.ts beside it; any other name, such as " +
    "policy.bin, gets the bytes. The profile `full` carries the sentences of explanations; `edge` " +
    "leaves them out and is smaller. Both decide alike.",
  options: [
    { name: "output", short: "o", value: "FILE", help: "where to write it; - is stdout, for the bytes" },
    { name: "profile", value: "PROFILE", oneOf: ["edge", "full"], help: "default full" },
    { name: "force", help: "replace a .js or .d.ts that pointperson did not make" },
  ],
  most: 1,
  run,
};

/** What was made, and what there is to say about it. */
interface Made {
  readonly files: readonly FileData[];
  readonly hash: string;
  readonly diagnostics: readonly Diagnostic[];
}

async function run(call: Call): Promise<number> {
  const output = call.text("output");
  if (output === undefined) throw usage(compile, "say where to write it: -o policy.js, or -o policy.bin for the bytes");
  const types = typesBeside(output);
  const policy = readPolicy(findPolicy(call.names[0]));
  const profile = (call.text("profile") ?? "full") as Profile;
  const { files, hash, diagnostics } =
    types === undefined
      ? bytesFor(output, policy, profile)
      : moduleFor({ module: output, types, force: call.flag("force") }, policy, profile);
  const [first] = files;
  if (output === "-" && first) writeTo(output, first.data);
  else writeFiles(files);
  const tell = output === "-" ? say : (text: string) => writeOut(`${text}\n`);
  for (const { path, data } of files) {
    const bytes = count(Buffer.byteLength(data), "byte");
    tell(path === types ? `${path}: ${bytes}, its types` : `${path === "-" ? "stdout" : path}: ${bytes}, profile ${profile}`);
  }
  const bytes = policy.bytes.length + Object.values(policy.files).reduce((sum, file) => sum + file.length, 0);
  tell(`made from ${policy.path}: ${count(bytes, "byte")} with the files it names`);
  tell(`hash ${hash}`);
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  if (warnings > 0) say(`${count(warnings, "warning")}; see: pointperson check ${policy.path}`);
  return EXIT.ok;
}

/** The declarations beside a module; nothing beside bytes. */
function typesBeside(output: string): string | undefined {
  const [end = ""] = /\.[a-z]+$/i.exec(output) ?? [];
  switch (end.toLowerCase()) {
    case ".js":
      return `${output.slice(0, -end.length)}.d.ts`;
    case ".mjs":
      return `${output.slice(0, -end.length)}.d.mts`;
    case ".cjs":
    case ".json":
    case ".jsx":
    case ".ts":
    case ".tsx":
    case ".mts":
    case ".cts":
      throw usage(
        compile,
        `a policy is not written as ${end}`,
        "name it .js or .mjs for an ES module with its types beside it, or .bin for the bytes",
      );
    default:
      return undefined;
  }
}

function bytesFor(path: string, policy: PolicyFiles, profile: Profile): Made {
  const { artifact, hash, diagnostics } = door().compile(policy.path, policy.bytes, policy.files, profile);
  if (!artifact || hash === undefined) throw brokenPolicy(policy);
  return { files: [{ path, data: artifact }], hash, diagnostics };
}

interface Target {
  readonly module: string;
  readonly types: string;
  readonly force: boolean;
}

function moduleFor(target: Target, policy: PolicyFiles, profile: Profile): Made {
  const { path, bytes, files } = policy;
  const { module, types, hash, diagnostics } = moduleOf(door(), path, bytes, files, profile);
  if (module === undefined || types === undefined || hash === undefined) throw brokenPolicy(policy);
  const texts = [
    { path: target.module, data: module },
    { path: target.types, data: types },
  ];
  return { files: texts.map((file) => ({ ...file, before: present(file.path, target.force) })), hash, diagnostics };
}

/** What a file holds now. One that somebody else made is not replaced without `--force`. */
function present(path: string, force: boolean): Uint8Array | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileProblem(error, path, "read");
  }
  if (!force && !bytes.subarray(0, MARK.length).equals(Buffer.from(MARK))) {
    throw new Problem(`${path} is there already, and pointperson did not make it; nothing was written`, {
      help: "choose another name, or replace it with --force",
    });
  }
  return bytes;
}
