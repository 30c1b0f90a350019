// The author side: check, compile and print policies. Functions over a started compiler module,
// so that the `pointperson/compiler` entry and the command line start it each in their own way.

import type { Door } from "../decide/engine.js";
import { bytesOf, givenOf, profileOf, styleOf, textOf, type Given } from "./given.js";
import { writeModule, writeTypes, type Vocabulary } from "./module.js";
import type {
  AuthorOptions, Checked, CompileOptions, Compiled, CompiledModule, ReportOptions, TextOrBytes,
  Written,
} from "../types.js";

export type { Diagnostic, Profile } from "../types.js";

type Files = Given["files"];

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
  check_rendered(
    name: string,
    bytes: Uint8Array,
    files: Files,
    format: string,
    color: boolean,
  ): Rendered;
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
  codes(): string[];
}

/** The author functions over a started module. */
export class Author {
  readonly #door: AuthorDoor;

  /** @internal */
  constructor(door: AuthorDoor) {
    this.#door = door;
  }

  /** Tells what is wrong with a policy. Never throws for a policy, however broken it is. */
  check(policy: TextOrBytes, options?: AuthorOptions): Checked {
    const { name, bytes, files } = givenOf(policy, options);
    return this.#door.check(name, bytes, files);
  }

  /** The same as one text. */
  report(policy: TextOrBytes, options?: ReportOptions): string {
    const { name, bytes, files } = givenOf(policy, options, ["format", "color"]);
    return this.#door.check_rendered(name, bytes, files, ...styleOf(options)).text;
  }

  /** Compiles a policy for `load`. */
  compile(policy: TextOrBytes, options?: CompileOptions): Compiled {
    const { name, bytes, files } = givenOf(policy, options);
    return this.#door.compile(name, bytes, files, profileOf(options));
  }

  /** Compiles a policy to an ES module for `load`, with the types of its records and owners. */
  policyModule(policy: TextOrBytes, options?: CompileOptions): CompiledModule {
    const { name, bytes, files } = givenOf(policy, options);
    const made = this.#door.compile_with_vocabulary(name, bytes, files, profileOf(options));
    const { artifact, hash, vocabulary, diagnostics } = made;
    if (!artifact || hash === undefined || !vocabulary) return { diagnostics };
    const parts = { vocabulary, artifact, hash, compiler: this.#door.version(), from: name };
    return {
      module: writeModule(parts, "esm"),
      types: writeTypes(parts, "esm"),
      hash,
      diagnostics,
    };
  }

  /** The definitions dictionary as Markdown: every word of the policy and what it means. */
  dictionary(policy: TextOrBytes, options?: AuthorOptions): Written {
    const { name, bytes, files } = givenOf(policy, options);
    return this.#door.dictionary(name, bytes, files);
  }

  /** The policy in canonical form. Comments are not kept. */
  print(policy: TextOrBytes, options?: AuthorOptions): Written {
    const { name, bytes, files } = givenOf(policy, options);
    return this.#door.print(name, bytes, files);
  }

  /** The files that a policy names, to be handed over as `files`. */
  filesNamed(policy: TextOrBytes): string[] {
    return this.#door.files_named(bytesOf(policy, "`policy`"));
  }

  /** The page about a diagnostic's code, as Markdown. */
  page(code: string): string | undefined {
    return this.#door.page(textOf(code, "`code`"));
  }
}
