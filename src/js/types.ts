// The public types of records, facts and decisions. Written by hand; a decision's shape is the
// one of its canonical bytes, with the owner's name, role and addresses joined to the id.

/** What comes in: names and values as a form, a CRM or a file has them. */
export type LeadRecord = { readonly id?: string | number; readonly [name: string]: unknown };

/** What the caller knows besides the record. Absent or `undefined`: not told. */
export interface Facts {
  /** The present moment: milliseconds since 1970, a `Date`, or ISO 8601 text with a zone. */
  readonly now?: number | Date | string | undefined;
  /** Who owns the record's account: our id, a CRM's id or an e-mail address; `null`: nobody. */
  readonly accountOwner?: string | null | undefined;
  /** Who owns the record now; `null`: nobody. */
  readonly currentOwner?: string | null | undefined;
  /** Ids of people who take no turn now; `null` or an empty list: nobody is away. */
  readonly away?: readonly string[] | null | undefined;
}

/** A person whom the policy names. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role?: string;
  readonly email?: string;
  readonly zone?: string;
  /** Ids in other systems, such as `salesforce`. */
  readonly ids: { readonly [system: string]: string };
}

/** The owner: a person of the policy, or one whom `unknown owner: keep` kept (`known: false`). */
export interface Owner extends Person {
  readonly known: boolean;
}

/** How the owner came about. */
export type Outcome = "assigned" | "fallback" | "held" | "refused";

/** The rule that named an owner. */
export interface Via {
  readonly layer: string;
  readonly rule: string;
}

/** A lower step that would have taken the record, with its owner's id. */
export interface Claim extends Via {
  readonly owner: string;
}

/** A clock that starts with the decision; milliseconds. */
export interface Timer {
  readonly timer: "respond" | "leave";
  readonly within: number;
  /** When that is, if `now` was told. */
  readonly due?: number;
}

/** A fact whose telling could change the owner, and to whom. */
export interface Open {
  readonly fact: "now" | "accountOwner" | "currentOwner" | "away";
  readonly owners: "anyone" | readonly string[];
}

/** One reason; those about points add up to the score exactly. */
export type Reason =
  | { readonly about: "field"; readonly field: string; readonly why: string }
  | { readonly about: "required"; readonly field: string }
  | { readonly about: "derived"; readonly name: string; readonly rule: string }
  | { readonly about: "fit" | "intent"; readonly rule: string; readonly points: number; readonly beforeDecay?: number }
  | { readonly about: "grade"; readonly grade: string; readonly of: "fit" | "intent" | "score"; readonly value: number }
  | { readonly about: "stage"; readonly stage: string }
  | { readonly about: "passed"; readonly layer: string; readonly why: string }
  | {
      readonly about: "owner";
      readonly layer: string;
      readonly rule: string;
      readonly pool?: string;
      readonly poolWasEmpty?: true;
    };

/** Points: what a record is, what it does, and both. */
export interface Score {
  readonly total: number;
  readonly fit: number;
  readonly intent: number;
}

/** Which policy decided. */
export interface PolicyStamp {
  readonly id: string;
  readonly version: number;
  /** SHA-256 over the policy and the files it names, in hexadecimal. */
  readonly hash: string;
}

/** Everything that was decided about one record. */
export interface Decision {
  readonly outcome: Outcome;
  readonly owner: Owner;
  readonly via: Via;
  readonly claims: readonly Claim[];
  readonly stage?: string | undefined;
  readonly position?: string | undefined;
  readonly score?: Score | undefined;
  readonly grade?: string | undefined;
  /** The derived values that are known. */
  readonly signals: { readonly [name: string]: string };
  readonly timers: readonly Timer[];
  /** Whether no telling of a fact could change the owner: `open` is empty. */
  readonly final: boolean;
  readonly open: readonly Open[];
  readonly reasons: readonly Reason[];
  readonly policy: PolicyStamp;
}

/** One line of an explanation. */
export interface ExplanationLine {
  /** What kind of sentence it is, stable. */
  readonly code: string;
  /** The ids it speaks of: layers, rules, people, stages, fields. */
  readonly ids: readonly string[];
  /** The sentence; absent when the artifact carries no sentences (profile `edge`). */
  readonly text?: string;
}

/** Why a record was decided as it was, the owner first. */
export interface Explanation {
  readonly lines: readonly ExplanationLine[];
}

/** What a loaded policy reads and whom it names. */
export interface PolicyDescription extends PolicyStamp {
  /** What comes in: `lead` or `ticket`. */
  readonly record: string;
  readonly profile: string;
  /** The names records are read by: field, and a key under which a record may carry it. */
  readonly sources: readonly (readonly [field: string, name: string])[];
  readonly people: readonly Person[];
  readonly pools: readonly string[];
  readonly stages: readonly string[];
  readonly derived: readonly string[];
}
