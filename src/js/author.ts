// The author side: check, compile and print policies. Functions over a started compiler module,
// so that the `pointperson/compiler` entry and the command line start it each in their own way.

import { copyBytes } from "./bytes.js";
import { PointpersonError } from "./errors.js";
import type { Door } from "./engine.js";
import { classOf, nameOf } from "./kinds.js";
import { writeModule, type Vocabulary } from "./module.js";
import type { AuthorOptions, Checked, CompileOptions, Compiled, CompiledModule, Files, Profile, Written } from "./types.js";

export type { AuthorOptions, CompileOptions, Diagnostic, Files, Profile } from "./types.js";

/** Diagnostics as one text. */
export interface Rendered {
  readonly text: string;
  readonly errors: number;
  readonly warnings: number;
}

/** A test case beside a policy; `null` stands for a null in the file. */
export interface Case {
  readonly name: string;
  /** The line of the file, counted from 0. */
  readonly line: number;
  readonly record: readonly (readonly [name: string, text: string | null])[];
  readonly facts: readonly (readonly [name: string, text: string | null])[];
  readonly expect: readonly (readonly [part: string, value: string])[];
}

/** A file of test cases; `rendered` tells what is wrong with it. */
export interface CaseFile {
  readonly policy?: string;
  readonly cases: readonly Case[];
  readonly rendered: Rendered;
}

/** A file of records after reading, or why it could not be read. */
export interface Rows {
  readonly rows?: readonly { readonly [name: string]: unknown }[];
  readonly error?: string;
  readonly help?: string;
}

/** The functions of the compiler module. */
export interface AuthorDoor extends Door {
  check(name: string, bytes: Uint8Array, files: Files): Checked;
  check_rendered(name: string, bytes: Uint8Array, files: Files, format: string, color: boolean): Rendered;
  compile(name: string, bytes: Uint8Array, files: Files, profile: string): Compiled;
  compile_with_vocabulary(
    name: string,
    bytes: Uint8Array,
    files: Files,
    profile: string,
  ): Compiled & { readonly vocabulary?: Vocabulary };
  dictionary(name: string, bytes: Uint8Array, files: Files): Written;
  print(name: string, bytes: Uint8Array, files: Files): Written;
  files_named(bytes: Uint8Array): string[];
  parse_cases(name: string, bytes: Uint8Array, color: boolean): CaseFile;
  read_records(format: string, bytes: Uint8Array): Rows;
  page(code: string): string | undefined;
}

const encoder = new TextEncoder();

/** The author functions over a started module. */
export class Author {
  readonly #door: AuthorDoor;

  /** @internal */
  constructor(door: AuthorDoor) {
    this.#door = door;
  }

  /** Tells what is wrong with a policy. Never throws for a policy, however broken it is. */
  check(policy: string | Uint8Array, options?: AuthorOptions): Checked {
    return this.#door.check(...source(policy, options));
  }

  /** Compiles a policy for `load`. */
  compile(policy: string | Uint8Array, options?: CompileOptions): Compiled {
    return this.#door.compile(...source(policy, options), profileIn(options));
  }

  /** Compiles a policy to an ES module for `load`, with the types of its records and owners. */
  policyModule(policy: string | Uint8Array, options?: CompileOptions): CompiledModule {
    return moduleOf(this.#door, ...source(policy, options), profileIn(options));
  }

  /** The definitions dictionary as Markdown: every word of the policy and what it means. */
  dictionary(policy: string | Uint8Array, options?: AuthorOptions): Written {
    return this.#door.dictionary(...source(policy, options));
  }

  /** The policy in canonical form. Comments are not kept. */
  print(policy: string | Uint8Array, options?: AuthorOptions): Written {
    return this.#door.print(...source(policy, options));
  }

  /** The files that a policy names, to be handed over as `files`. */
  filesNamed(policy: string | Uint8Array): string[] {
    return this.#door.files_named(bytesOf(policy, "policy"));
  }

  /** The page about a diagnostic's code, as Markdown. */
  page(code: string): string | undefined {
    return this.#door.page(textIn(code, "code"));
  }
}

/**
 * The module of a policy, as `policyModule` and the command line make it.
 * @internal
 */
export function moduleOf(
  door: AuthorDoor,
  name: string,
  bytes: Uint8Array,
  files: Files,
  profile: Profile,
): CompiledModule {
  const { artifact, hash, vocabulary, diagnostics } = door.compile_with_vocabulary(name, bytes, files, profile);
  if (!artifact || hash === undefined || !vocabulary) return { diagnostics };
  const compiler = door.version();
  return { ...writeModule({ vocabulary, artifact, hash, compiler, from: name }), hash, diagnostics };
}

/** The document and what goes with it, as the module takes them. */
function source(policy: unknown, options: unknown): [name: string, bytes: Uint8Array, files: Files] {
  const { name = "policy.yaml", files = {} } = optionsIn(options);
  return [textIn(name, "name"), bytesOf(policy, "policy"), filesIn(files)];
}

// Copied, and only what are bytes in truth: the module is handed nothing whose code could call back.
function bytesOf(given: unknown, what: string): Uint8Array {
  if (typeof given === "string") return encoder.encode(given);
  const isBytes = classOf(given) === "Uint8Array" && ArrayBuffer.isView(given);
  const bytes = isBytes && copyBytes(given, (value, hint) => bad(what, "its text or its bytes", value, hint));
  if (bytes) return bytes;
  throw bad(what, "its text or its bytes", given);
}

function profileIn(options: unknown): Profile {
  const { profile = "full" } = optionsIn(options);
  if (profile !== "edge" && profile !== "full") throw bad("profile", "`edge` or `full`", profile);
  return profile;
}

function optionsIn(options: unknown): { readonly [name in keyof CompileOptions]?: unknown } {
  if (options === undefined || options === null) return {};
  if (typeof options !== "object") throw bad("options", "an object", options);
  return options;
}

function textIn(text: unknown, what: string): string {
  if (typeof text !== "string") throw bad(what, "a text", text);
  return text;
}

function filesIn(files: unknown): Files {
  // A Map would name no file, silently.
  if (typeof files !== "object" || files === null || classOf(files) === "Map") {
    throw bad("files", "an object of texts or bytes by name", files);
  }
  const known = Object.entries(files).map(([name, file]): [string, Uint8Array] => [
    name,
    bytesOf(file, `files[${JSON.stringify(name)}]`),
  ]);
  return Object.fromEntries(known);
}

function bad(what: string, expected: string, value: unknown, hint?: string): PointpersonError {
  const found = nameOf(value);
  const detail = { expected, found, hint };
  return new PointpersonError("bad-argument", `\`${what}\` is ${found}; expected ${expected}`, detail);
}
