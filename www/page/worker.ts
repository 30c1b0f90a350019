// The compiler, in a thread of its own: however large a policy grows, typing is never held up.
// It is bundled apart, and page.js carries it as a text (`worker:compiler`).

import { compile, filesNamed, page, print } from "pointperson/compiler";
import type { Diagnostic } from "pointperson/compiler";
import { POLICY } from "./work.js";

/** What the page asks for: a policy with its files to be compiled, or the page about a code. */
export type Question =
  | { readonly turn: number; readonly files: { readonly [name: string]: string } }
  | { readonly code: string };

/** What became of a policy. */
export interface Compiled {
  readonly artifact?: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
  /** The files that the policy names. */
  readonly named: readonly string[];
}

/** The answers; a policy gets `compiled`, and then, if it is sound, its `canonical` form. */
export type Answer =
  | { readonly turn: number; readonly compiled: Compiled }
  | { readonly turn: number; readonly canonical: string }
  | { readonly turn: number; readonly fault: string }
  | { readonly code: string; readonly text: string | undefined };

const answer = (message: Answer): void => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  if ("code" in data) return answer({ code: data.code, text: page(data.code) });
  const { turn, files } = data;
  try {
    const { [POLICY]: text = "", ...beside } = files;
    const options = { name: POLICY, files: beside };
    const { artifact, diagnostics } = compile(text, options);
    const named = filesNamed(text);
    answer({ turn, compiled: { diagnostics, named, ...(artifact ? { artifact } : {}) } });
    if (artifact) answer({ turn, canonical: print(text, options).text ?? "" });
  } catch (error) {
    answer({ turn, fault: String(error) });
  }
});
