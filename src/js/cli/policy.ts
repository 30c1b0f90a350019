// Finds the policy of a call, with the files it names, and makes an engine of it.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Engine } from "../decide/engine.js";
import type { Profile } from "../author/author.js";
import { artifactIn } from "../author/module.js";
import { door, runtime } from "./door.js";
import { hasColour, say } from "./output.js";
import { EXIT, Problem, fileProblem } from "./problem.js";
import type { Option } from "./verb.js";

/** The option that names the policy. */
export const POLICY_OPTION: Option = {
  name: "policy",
  short: "p",
  value: "FILE",
  help: "the policy, or a compiled one; not needed where there is only one *.policy.yaml",
};

/** How that option is written. */
export const POLICY_NAMING = "--policy FILE";

const ENDS = [".policy.yaml", ".policy.yml", ".policy.json"];

/** Whether a file is called as policies are. */
export function isCalledPolicy(path: string): boolean {
  return ENDS.some((end) => path.endsWith(end));
}

/** A policy's document and the files it names, as they lie on disk. */
export interface PolicyFiles {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly files: { readonly [name: string]: Uint8Array };
}

/**
 * The given policy, or the only one in the first of `folders` that has any. `naming` says how the
 * command is told which.
 */
export function findPolicy(
  given: string | undefined,
  naming: string,
  folders: readonly string[] = ["."],
): string {
  if (given !== undefined) return given;
  const [only, ...others] = policiesIn(folders, naming);
  if (only !== undefined && others.length === 0) return only;
  const found = [only, ...others].join(", ");
  throw new Problem(`there are ${others.length + 1} policies here: ${found}`, {
    help: `name one: ${naming}`,
  });
}

/** All policies of the first of `folders` that has any. */
export function policiesIn(folders: readonly string[], naming: string): string[] {
  for (const folder of folders) {
    const found = namesIn(folder).filter(isCalledPolicy);
    if (found.length > 0) return found.map((name) => join(folder, name));
  }
  const where = folders.map((folder) => (folder === "." ? "this folder" : folder)).join(" or in ");
  throw new Problem(`there is no *.policy.yaml in ${where}`, {
    help: `name one: ${naming}\nor start one: pointperson init`,
  });
}

/** The names in a folder, sorted. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw fileProblem(error, folder, "read");
  }
}

/** The names of the files that a policy names; only those below its own folder are followed. */
export function filesNamedBy(bytes: Uint8Array): string[] {
  return door().files_named(bytes).filter(staysInside);
}

/** Reads a policy and the files it names. A file that is not there is left to `check`. */
export function readPolicy(path: string): PolicyFiles {
  const bytes = readFile(path);
  if (compiledIn(path, bytes)) {
    throw new Problem(`${path} is a compiled policy`, { help: "name the policy it was made from" });
  }
  const files: { [name: string]: Uint8Array } = {};
  let isAnyMissing = false;
  for (const name of filesNamedBy(bytes)) {
    try {
      files[name] = readFileSync(join(dirname(path), name));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT") throw fileProblem(error, join(dirname(path), name), "read");
      isAnyMissing = true;
    }
  }
  // Of the others only the names count: one of them may be what was meant.
  const others = isAnyMissing ? namesIn(dirname(path)).filter((name) => name.endsWith(".csv")) : [];
  for (const name of others) files[name] ??= new Uint8Array();
  return { path, bytes, files };
}

function staysInside(name: string): boolean {
  return name !== "" && !/^[/\\]|^[A-Za-z]:|\\|\0/.test(name) && !name.split("/").includes("..");
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileProblem(error, path, "read");
  }
}

/** The compiled policy in a file: its module, or its bytes, whose first begins no text. */
function compiledIn(path: string, bytes: Uint8Array): Uint8Array | undefined {
  if (path.endsWith(".bin") || bytes[0] === 0x89) return bytes;
  const base64 = artifactIn(Buffer.from(bytes).toString());
  return base64 === undefined ? undefined : new Uint8Array(Buffer.from(base64, "base64"));
}

/** An engine for a policy, or for a compiled one. */
export function openEngine(path: string, profile: Profile = "full"): Engine {
  const compiled = compiledIn(path, readFile(path));
  if (compiled) return new Engine(runtime(), { artifact: () => compiled });
  const policy = readPolicy(path);
  const { artifact } = door().compile(path, policy.bytes, policy.files, profile);
  if (!artifact) throw brokenPolicy(policy);
  try {
    return new Engine(runtime(), { artifact: () => artifact });
  } catch (error) {
    // nobody's fault but ours
    throw new Error("what was compiled just now cannot be loaded", { cause: error });
  }
}

/** Shows what is wrong with a policy on stderr, and ends the command. */
export function brokenPolicy({ path, bytes, files }: PolicyFiles): Problem {
  const { text, errors } = door().check_rendered(
    path, bytes, files, "text", hasColour(process.stderr),
  );
  say(text.trimEnd());
  return new Problem(`${path} has ${errors} ${errors === 1 ? "error" : "errors"}`, {
    exit: EXIT.findings,
  });
}
