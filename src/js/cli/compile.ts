// `pointperson compile`: from a policy to what engines load: its bytes, or a module around them.

import { readFileSync } from "node:fs";
import type { Diagnostic } from "../author/author.js";
import { MARK } from "../author/module.js";
import { count } from "./check.js";
import { door } from "./door.js";
import { commonJsManifest } from "./manifest.js";
import { say, writeFiles, writeOut, type FileData } from "./output.js";
import { brokenPolicy, findPolicy, readPolicy, type PolicyFiles } from "./policy.js";
import { EXIT, Problem, fileProblem } from "./problem.js";
import { filesOf, targetOf, type Target } from "./target.js";
import { usage, type Call, type Verb } from "./verb.js";
import { watch } from "./watch.js";

export const compile: Verb = {
  name: "compile",
  takes: "[policy] -o policy.js",
  summary: "make the file that engines load",
  details:
    "Compiles a policy and the files it names. A name in .js or .mjs gets an ES module to import, one " +
    "in .cjs a module to require, each with the types of its records and owners beside it; any other " +
    "name, such as policy.bin, gets the bytes. The profile `full` carries the sentences of " +
    "explanations; `edge` leaves them out and is smaller. Both decide alike.",
  options: [
    {
      name: "output",
      short: "o",
      value: "FILE",
      help: "where to write it; - is stdout, for the bytes",
    },
    {
      name: "types",
      value: "FILE",
      help: "where to write the types that go with bytes, such as leads.d.ts",
    },
    { name: "profile", value: "PROFILE", oneOf: ["edge", "full"], help: "default full" },
    {
      name: "check",
      help: "write nothing; exit code 1 if the files are not what would be written",
    },
    { name: "watch", help: "compile again whenever the policy or a file it names changes" },
    { name: "force", help: "replace a module or types that pointperson did not make" },
  ],
  most: 1,
  what: "policy",
  run,
};

/** What was made, and what there is to say about it. */
interface Made {
  readonly policy: PolicyFiles;
  readonly files: readonly [FileData, ...FileData[]];
  readonly hash: string;
  readonly diagnostics: readonly Diagnostic[];
}

async function run(call: Call): Promise<number> {
  const target = targetOf(call, (message, near) => usage(compile, message, near));
  if (call.flag("check") && call.flag("watch")) {
    throw usage(compile, "--check and --watch exclude each other");
  }
  const path = findPolicy(call.names[0], "pointperson compile FILE -o policy.js");
  const profile = call.text("profile") ?? "full";
  if (call.flag("check")) {
    compare(make(path, target, profile));
    return EXIT.ok;
  }
  const work = () => write(make(path, target, profile), target, profile, call.flag("force"));
  if (call.flag("watch")) return watch(path, work);
  work();
  return EXIT.ok;
}

function make(path: string, target: Target, profile: string): Made {
  const policy = readPolicy(path);
  const made = door().compile_with_vocabulary(path, policy.bytes, policy.files, profile);
  const { artifact, hash, vocabulary, diagnostics } = made;
  if (!artifact || hash === undefined || !vocabulary) throw brokenPolicy(policy);
  const parts = { vocabulary, artifact, hash, compiler: door().version(), from: path };
  return { policy, files: filesOf(target, parts), hash, diagnostics };
}

function write(
  { policy, files, hash, diagnostics }: Made,
  target: Target,
  profile: string,
  force: boolean,
): void {
  const isOurs = (path: string) => path === target.types || target.form !== "bytes";
  const onDisk = files.filter(({ path }) => path !== "-");
  writeFiles(
    onDisk.map((file) =>
      isOurs(file.path) ? { ...file, before: present(file.path, force) } : file,
    ),
  );
  if (target.path === "-") writeOut(files[0].data);
  const tell = target.path === "-" ? say : (text: string) => writeOut(`${text}\n`);
  for (const { path, data } of files) {
    const bytes = count(Buffer.byteLength(data), "byte");
    const what = path === target.types ? "its types" : `profile ${profile}`;
    tell(`${path === "-" ? "stdout" : path}: ${bytes}, ${what}`);
  }
  const bytes =
    policy.bytes.length + Object.values(policy.files).reduce((sum, file) => sum + file.length, 0);
  tell(`made from ${policy.path}: ${count(bytes, "byte")} with the files it names`);
  tell(`hash ${hash}`);
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  if (warnings > 0) say(`${count(warnings, "warning")}; see: pointperson check ${policy.path}`);
  sayIfCommonJs(target.path);
}

/** Node reads a `.js` file as its package.json says; bundlers take an ES module all the same. */
function sayIfCommonJs(path: string): void {
  const manifest = /\.js$/i.test(path) ? commonJsManifest(path) : undefined;
  if (manifest === undefined) return;
  say(`${path} is an ES module, but ${manifest} says "type": "commonjs", so Node cannot load it.`);
  say("  For Node, name it .mjs (or .cjs, to require it), or run: npm pkg set type=module");
}

/** Holds the files to what would be written now. */
function compare({ policy, files }: Made): void {
  const others = files.filter(({ path, data }) => !isSame(path, data)).map(({ path }) => path);
  const names = (list: readonly string[]) =>
    `${list.join(" and ")} ${list.length === 1 ? "is" : "are"}`;
  if (others.length > 0) {
    throw new Problem(`${names(others)} not what ${policy.path} compiles to now`, {
      help: "compile again, with the same options but without --check",
      exit: EXIT.findings,
    });
  }
  writeOut(`${names(files.map(({ path }) => path))} what ${policy.path} compiles to\n`);
}

function isSame(path: string, data: string | Uint8Array): boolean {
  const bytes = bytesAt(path);
  if (bytes === undefined) return false;
  // Git may have given a text the line ends of Windows.
  return typeof data === "string"
    ? bytes.toString().replaceAll("\r\n", "\n") === data
    : bytes.equals(data);
}

/** What a file holds now. One that somebody else made is not replaced without `--force`. */
function present(path: string, force: boolean): Uint8Array | undefined {
  const bytes = bytesAt(path);
  if (bytes && !force && !bytes.subarray(0, MARK.length).equals(Buffer.from(MARK))) {
    throw new Problem(
      `${path} is there already, and pointperson did not make it; nothing was written`,
      { help: "choose another name, or replace it with --force" },
    );
  }
  return bytes;
}

function bytesAt(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileProblem(error, path, "read");
  }
}
