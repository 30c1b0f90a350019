// Decides: the policy that is being written, about the lead that is being tried.
//
// A policy with an error decides nothing, so the last sound one stays in office and what it decides
// is marked as stale. Compiling is measured, and a policy that takes long to compile waits for a
// pause in the typing; deciding about another lead never waits.

import { loadSync, PointpersonError } from "pointperson";
import type { Decision, Engine, Explanation, Facts, PolicyDescription } from "pointperson";
import { compile, filesNamed, print } from "pointperson/compiler";
import type { Diagnostic } from "pointperson/compiler";
import { fieldsOf, type Field } from "./fields.js";
import { POLICY, recordOf, type Files, type Lead } from "./work.js";

/** What came of the policy's text. */
export interface Ruling {
  readonly diagnostics: readonly Diagnostic[];
  /** The files that the policy names. */
  readonly named: readonly string[];
  /** Whether the text has an error, so that an earlier policy decides or none. */
  readonly stale: boolean;
  /** What the policy in office reads and whom it names. */
  readonly description?: PolicyDescription;
  /** A fault of the compiler itself, in words. */
  readonly fault?: string;
}

/** What came of the lead. */
export interface Verdict {
  readonly decision: Decision;
  readonly explanation: Explanation;
}

/** A policy that compiles within this many milliseconds is compiled at every keystroke. */
const AT_ONCE = 60;
/** How long a slow policy waits for a pause: this often its own time, and at most so long. */
const PAUSES = 3;
const PAUSE_MAX = 1500;

export class Judge {
  #engine: Engine | undefined;
  #cost = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sound: { readonly files: Files; readonly fields?: readonly Field[] } | undefined;

  /** Runs `work` now, or when the typing pauses if the policy is slow; the last call counts. */
  whenDue(work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#cost <= AT_ONCE) return work();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      work();
    }, Math.min(this.#cost * PAUSES, PAUSE_MAX));
  }

  /** Whether a text waits to be compiled. */
  get waits(): boolean {
    return this.#timer !== undefined;
  }

  /** Compiles; the policy takes office if it is sound. */
  rule(files: Files): Ruling {
    const began = performance.now();
    try {
      return this.#ruled(files);
    } catch (error) {
      return { diagnostics: [], named: [], stale: true, ...this.#described(), fault: wordsOf(error) };
    } finally {
      this.#cost = performance.now() - began;
    }
  }

  #ruled(files: Files): Ruling {
    const text = files.get(POLICY) ?? "";
    const named = filesNamed(text);
    const { artifact, diagnostics } = compile(text, { name: POLICY, files: beside(files) });
    if (artifact) {
      const engine = loadSync(artifact);
      this.#engine?.free();
      this.#engine = engine;
      this.#sound = { files };
    }
    return { diagnostics, named, stale: !artifact, ...this.#described() };
  }

  /** The fields of the policy in office. A second reading of the policy, so it is asked for once. */
  fields(): readonly Field[] {
    if (!this.#sound) return [];
    const { files, fields } = this.#sound;
    if (fields) return fields;
    const { text = "" } = print(files.get(POLICY) ?? "", { name: POLICY, files: beside(files) });
    this.#sound = { files, fields: fieldsOf(text) };
    return this.#sound.fields ?? [];
  }

  /** Decides by the policy in office; throws a {@link PointpersonError} for facts it cannot take. */
  decide({ values, told }: Lead): Verdict | undefined {
    if (!this.#engine) return undefined;
    const record = recordOf(values);
    const facts: Facts = told;
    return { decision: this.#engine.decide(record, facts), explanation: this.#engine.explain(record, facts) };
  }

  #described(): { description?: PolicyDescription } {
    return this.#engine ? { description: this.#engine.description } : {};
  }
}

function beside(files: Files): { [name: string]: string } {
  return Object.fromEntries(Array.from(files).filter(([name]) => name !== POLICY));
}

/** An error in words, for the page. */
export function wordsOf(error: unknown): string {
  if (error instanceof PointpersonError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
