// The `pointperson/compiler` entry: the author side, inlined and started at the first call.

import * as door from "#wasm/compiler.js";
import base64 from "#wasm/compiler.wasm";
import {
  Author,
  type AuthorOptions,
  type Checked,
  type CompileOptions,
  type Compiled,
  type CompiledModule,
  type Written,
} from "./author.js";
import { bytesOf } from "./glue.js";

export type { AuthorOptions, Checked, CompileOptions, Compiled, CompiledModule, Diagnostic, Files, Place, Position, Profile, Written } from "./author.js";
export { PointpersonError } from "./errors.js";

let author: Author | undefined;

function started(): Author {
  if (!author) {
    door.initSync({ module: bytesOf(base64) });
    author = new Author(door);
  }
  return author;
}

/** Tells what is wrong with a policy. Never throws for a policy, however broken it is. */
export function check(policy: string | Uint8Array, options?: AuthorOptions): Checked {
  return started().check(policy, options);
}

/** Compiles a policy for `load`. */
export function compile(policy: string | Uint8Array, options?: CompileOptions): Compiled {
  return started().compile(policy, options);
}

/** Compiles a policy to an ES module for `load`, with the types of its records and owners. */
export function policyModule(policy: string | Uint8Array, options?: CompileOptions): CompiledModule {
  return started().policyModule(policy, options);
}

/** The definitions dictionary as Markdown: every word of the policy and what it means. */
export function dictionary(policy: string | Uint8Array, options?: AuthorOptions): Written {
  return started().dictionary(policy, options);
}

/** The policy in canonical form. Comments are not kept. */
export function print(policy: string | Uint8Array, options?: AuthorOptions): Written {
  return started().print(policy, options);
}

/** The files that a policy names, to be handed over as `files`. */
export function filesNamed(policy: string | Uint8Array): string[] {
  return started().filesNamed(policy);
}

/** The page about a diagnostic's code, as Markdown. */
export function page(code: string): string | undefined {
  return started().page(code);
}
