// What somebody works on: a policy, the files beside it, and the lead that is tried on it.

/** The name that the policy's own text goes by, among the files. */
export const POLICY = "policy.yaml";

/** What the caller of `decide` knows besides; a name that is absent was not told. */
export interface Told {
  readonly now?: string | number;
  readonly accountOwner?: string | null;
  readonly currentOwner?: string | null;
  readonly away?: readonly string[];
}

/** Values by the names that a form or a CRM gives them; of any kind, since leads are pasted. */
export type Values = ReadonlyMap<string, unknown>;

/** One lead: its values and the facts told about it. */
export interface Lead {
  readonly values: Values;
  readonly told: Told;
}

/** A policy with its files, the policy first. */
export type Files = ReadonlyMap<string, string>;

export const NO_LEAD: Lead = { values: new Map(), told: {} };

/**
 * The lead as the record that `decide` takes. Defined, not assigned: a value may be called
 * `__proto__`.
 */
export function recordOf(values: Values): { [name: string]: unknown } {
  return Object.fromEntries(values);
}

/** The facts among what somebody sent, each in a form that `decide` takes; others are left out. */
export function toldOf(facts: { readonly [name: string]: unknown }): Told {
  const { now, accountOwner, currentOwner, away } = facts;
  const isOwner = (owner: unknown): owner is string | null =>
    owner === null || typeof owner === "string";
  const people = away === null ? [] : away;
  return {
    ...((typeof now === "string" && now !== "") || typeof now === "number" ? { now } : {}),
    ...(isOwner(accountOwner) ? { accountOwner } : {}),
    ...(isOwner(currentOwner) ? { currentOwner } : {}),
    ...(Array.isArray(people)
      ? { away: people.filter((person) => typeof person === "string") }
      : {}),
  };
}
