// Decides about the lead that is being tried.
//
// A policy with an error decides nothing, so the last sound one stays in office, and what it decides
// is marked as stale.

import { loadSync, PointpersonError } from "pointperson";
import type { Decision, Engine, Explanation, PolicyDescription } from "pointperson";
import { recordOf, type Lead } from "./work.js";

/** What came of a lead. */
export interface Verdict {
  readonly decision: Decision;
  readonly explanation: Explanation;
}

export class Judge {
  #engine: Engine | undefined;

  /** Puts a compiled policy in office, or nobody. */
  appoint(artifact: Uint8Array | undefined): void {
    const engine = artifact && loadSync(artifact);
    this.#engine?.free();
    this.#engine = engine;
  }

  /** What the policy in office reads and whom it names. */
  get description(): PolicyDescription | undefined {
    return this.#engine?.description;
  }

  /** Decides by the policy in office; throws a {@link PointpersonError} for facts it cannot take. */
  decide({ values, told }: Lead): Verdict | undefined {
    if (!this.#engine) return undefined;
    const record = recordOf(values);
    return {
      decision: this.#engine.decide(record, told),
      explanation: this.#engine.explain(record, told),
    };
  }
}

/** An error in words, for the page. */
export function wordsOf(error: unknown): string {
  if (error instanceof PointpersonError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
