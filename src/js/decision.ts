// A decision: the numbers that came out of the wasm module, read on demand.
//
// Most callers look at two or three parts of a decision, so nothing is built before somebody asks.
// src/wasm/runtime/packed.rs says what each number is; the names stand in `Names`, which belongs to
// the engine. Of what the caller handed over only one thing is kept: what it called an owner whom
// the policy does not know.

import type { PlainFacts } from "./facts.js";
import type * as types from "./types.js";

/** The rules of a table: each by name, where an empty one is its row's number; or all by number. */
type Rules = readonly string[] | "row" | "line";

/** What else `engine_describe` gives, for this file alone. */
interface MoreNames {
  readonly fields: readonly string[];
  readonly layers: readonly string[];
  /** For each layer; `null` where it has no table. */
  readonly rows: readonly (Rules | null)[];
  /** For each derived value. */
  readonly lines: readonly Rules[];
  readonly values: readonly (readonly string[])[];
  /** For each stage. */
  readonly positions: readonly (string | null)[];
  /** How many lines of the score count for fit; the others count for intent. Absent: no score. */
  readonly fitLines?: number;
  readonly whys: readonly string[];
  readonly passedWhys: readonly string[];
}

/** What `engine_describe` gives. */
export interface Described extends types.PolicyDescription {
  readonly names: MoreNames;
}

/** What the numbers of an engine's decisions are called. Decisions share its objects: all frozen. */
export interface Names extends MoreNames {
  readonly policy: types.PolicyStamp;
  readonly owners: readonly types.Owner[];
  readonly pools: readonly string[];
  readonly stages: readonly string[];
  readonly derived: readonly string[];
}

/** The names of an engine, made once from what it describes. */
export function namesOf({ id, version, hash, people, pools, stages, derived, names }: Described): Names {
  const owner = (person: types.Person) =>
    Object.freeze({ ...person, ids: Object.freeze({ ...person.ids }), known: true });
  const policy = Object.freeze({ id, version, hash });
  return { ...names, policy, owners: people.map(owner), pools, stages, derived };
}

// Where the parts of the head stand, and behind it the lists with as many columns each.
const HEAD = { outcome: 0, via: 1, owner: 3, turn: 4, stage: 6, grade: 7, score: 9, counts: 11 } as const;
const LISTS = 19;
const COLUMNS = [3, 3, 3, 3, 2, 1, 2] as const;
const LIST = { claims: 0, signals: 1, points: 2, timers: 3, unusable: 4, required: 5, passed: 6, open: 7 } as const;
const NO_MOMENT = 2 ** 53;

const OUTCOMES = ["assigned", "fallback", "refused"] as const;
const AXES = ["fit", "intent", "score"] as const;
const TIMERS = ["respond", "leave"] as const;
const FACTS = ["now", "accountOwner", "currentOwner", "away"] as const;

/** Who owns a record, and why. */
export class Decision implements types.Decision {
  // Own fields say all that makes two decisions equal, for those who compare: the policy, its
  // numbers, and the owners it does not know.
  readonly policy: types.PolicyStamp;
  /** @internal */
  readonly packed: Float64Array;
  /** @internal */
  readonly strangers: Strangers | undefined;
  readonly #names: Names;

  /** @internal */
  constructor(names: Names, packed: Float64Array, told: PlainFacts) {
    this.#names = names;
    this.policy = names.policy;
    this.packed = packed;
    this.strangers = strangersOf(packed, told);
  }

  get outcome(): types.Outcome {
    return one(OUTCOMES, this.#at(HEAD.outcome));
  }

  get owner(): types.Owner {
    const number = this.#at(HEAD.owner);
    if (number >= 0) return one(this.#names.owners, number);
    const name = this.#ownerId(number);
    return { id: name, name, ids: {}, known: false };
  }

  get via(): types.Via {
    return this.#via(this.#at(HEAD.via), this.#at(HEAD.via + 1));
  }

  get claims(): readonly types.Claim[] {
    return entries(this.packed, LIST.claims, (step, row, owner) => ({
      ...this.#via(step, row),
      owner: this.#ownerId(owner),
    }));
  }

  get stage(): string | undefined {
    return this.#names.stages[this.#at(HEAD.stage)];
  }

  get position(): string | undefined {
    return this.#names.positions[this.#at(HEAD.stage)] ?? undefined;
  }

  get score(): types.Score | undefined {
    if (this.#names.fitLines === undefined) return undefined;
    const [fit, intent] = [this.#at(HEAD.score), this.#at(HEAD.score + 1)];
    return { total: fit + intent, fit, intent };
  }

  get grade(): string | undefined {
    const letter = this.#at(HEAD.grade);
    return letter < 0 ? undefined : String.fromCharCode(letter);
  }

  get signals(): { readonly [name: string]: string } {
    const { derived, values } = this.#names;
    const pairs = entries(this.packed, LIST.signals, (at, _rule, value): [string, string] => [
      one(derived, at),
      one(one(values, at), value),
    ]);
    return Object.fromEntries(pairs);
  }

  get timers(): readonly types.Timer[] {
    return entries(this.packed, LIST.timers, (kind, within, due) => ({
      timer: one(TIMERS, kind),
      within,
      ...(due !== NO_MOMENT && { due }),
    }));
  }

  get final(): boolean {
    return this.#at(HEAD.counts + LIST.open) === 0;
  }

  get open(): readonly types.Open[] {
    return openOf(this.packed).map(({ fact, owners }) => ({
      fact: one(FACTS, fact),
      owners: owners === undefined ? "anyone" : owners.map((owner) => this.#ownerId(owner)),
    }));
  }

  /** Every reason, in the order of evaluation. */
  get reasons(): readonly types.Reason[] {
    const { packed } = this;
    const { fields, layers, derived, lines, whys, passedWhys, fitLines = 0 } = this.#names;
    const stage = this.stage;
    return [
      ...entries(packed, LIST.unusable, (field, why) => ({
        about: "field" as const,
        field: one(fields, field),
        why: one(whys, why),
      })),
      ...entries(packed, LIST.required, (field) => ({ about: "required" as const, field: one(fields, field) })),
      ...entries(packed, LIST.signals, (at, rule) => ({
        about: "derived" as const,
        name: one(derived, at),
        rule: ruleName(one(lines, at), rule),
      })),
      ...entries(packed, LIST.points, (line, points, written) => {
        const [about, number] = line < fitLines ? (["fit", line] as const) : (["intent", line - fitLines] as const);
        const decay = points !== written && { beforeDecay: written };
        return { about, rule: `${about}-${number + 1}`, points, ...decay };
      }),
      ...this.#gradeReason(),
      ...(stage === undefined ? [] : [{ about: "stage" as const, stage }]),
      ...entries(packed, LIST.passed, (step, why) => ({
        about: "passed" as const,
        layer: one(layers, step),
        why: one(passedWhys, why),
      })),
      this.#ownerReason(),
    ];
  }

  /** All parts as a plain object: what `JSON.stringify` writes. */
  toJSON(): types.PlainDecision {
    const { outcome, owner, via, stage, position, score, grade } = this;
    const { signals, claims, timers, final, open, reasons, policy } = this;
    return {
      outcome,
      owner,
      via,
      ...(stage !== undefined && { stage }),
      ...(position !== undefined && { position }),
      ...(score !== undefined && { score }),
      ...(grade !== undefined && { grade }),
      signals,
      claims,
      timers,
      final,
      open,
      reasons,
      policy,
    };
  }

  // What Node, Deno and Bun print.
  [Symbol.for("nodejs.util.inspect.custom")](_depth: number, options: object, inspect: Inspect): string {
    return `Decision ${inspect(this.toJSON(), options)}`;
  }

  #at(place: number): number {
    return one(this.packed, place);
  }

  #ownerId(number: number): string {
    if (number >= 0) return one(this.#names.owners, number).id;
    return this.strangers?.[number === -2 ? "accountOwner" : "currentOwner"] ?? "";
  }

  #via(step: number, row: number): types.Via {
    if (step < 0 && row < 0) return { layer: "otherwise", rule: "otherwise" };
    if (step < 0) return { layer: "stage", rule: one(this.#names.stages, row) };
    const layer = one(this.#names.layers, step);
    const rules = this.#names.rows[step];
    return { layer, rule: rules && row >= 0 ? ruleName(rules, row) : layer };
  }

  #gradeReason(): types.Reason[] {
    const grade = this.grade;
    if (grade === undefined) return [];
    const of = one(AXES, this.#at(HEAD.grade + 1));
    const [fit, intent] = [this.#at(HEAD.score), this.#at(HEAD.score + 1)];
    return [{ about: "grade", grade, of, value: { fit, intent, score: fit + intent }[of] }];
  }

  #ownerReason(): types.Reason {
    const pool = this.#names.pools[this.#at(HEAD.turn)];
    const wasEmpty = this.#at(HEAD.turn + 1) === 1;
    return {
      about: "owner",
      ...this.via,
      ...(pool !== undefined && { pool }),
      ...(wasEmpty && { poolWasEmpty: true as const }),
    };
  }
}

type Inspect = (value: unknown, options: object) => string;

/** What the caller called owners whom the policy does not know, by the fact that told it. */
type Strangers = { readonly [fact in "accountOwner" | "currentOwner"]?: string };

function strangersOf(packed: Float64Array, { accountOwner, currentOwner }: PlainFacts): Strangers | undefined {
  if (typeof accountOwner !== "string" && typeof currentOwner !== "string") return undefined;
  const owners = new Set([
    one(packed, HEAD.owner),
    ...entries(packed, LIST.claims, (_step, _row, owner) => owner),
    ...openOf(packed).flatMap((open) => open.owners ?? []),
  ]);
  return {
    ...(owners.has(-2) && { accountOwner: asRead(accountOwner ?? "") }),
    ...(owners.has(-3) && { currentOwner: asRead(currentOwner ?? "") }),
  };
}

/** A text as the wasm module reads it: well-formed, without ASCII white space around. */
function asRead(text: string): string {
  const isSpace = (at: number) => " \t\n\f\r".includes(text.charAt(at));
  let [start, end] = [0, text.length];
  while (start < end && isSpace(start)) start++;
  while (end > start && isSpace(end - 1)) end--;
  return text.slice(start, end).replace(/\p{Surrogate}/gu, "\ufffd");
}

/** The entries of a list, each made of its columns. */
function entries<T>(packed: Float64Array, list: number, make: (...columns: [number, number, number]) => T): T[] {
  const width = COLUMNS[list] ?? 1;
  const made: T[] = [];
  let at = startOf(packed, list);
  for (let left = one(packed, HEAD.counts + list); left > 0; left--, at += width) {
    made.push(make(one(packed, at), packed[at + 1] ?? -1, packed[at + 2] ?? -1));
  }
  return made;
}

/** The entries of the last list, which alone vary in length; no owners: anyone. */
function openOf(packed: Float64Array): { readonly fact: number; readonly owners: number[] | undefined }[] {
  let at = startOf(packed, LIST.open);
  return Array.from({ length: one(packed, HEAD.counts + LIST.open) }, () => {
    const [fact, count] = [one(packed, at), one(packed, at + 1)];
    const owners = count < 0 ? undefined : Array.from(packed.subarray(at + 2, at + 2 + count));
    at += 2 + Math.max(count, 0);
    return { fact, owners };
  });
}

function startOf(packed: Float64Array, list: number): number {
  const before = COLUMNS.slice(0, list);
  return before.reduce((at, width, one) => at + width * (packed[HEAD.counts + one] ?? 0), LISTS);
}

function ruleName(rules: Rules, at: number): string {
  if (typeof rules === "string") return `${rules}-${at + 1}`;
  return rules[at] || `row-${at + 1}`;
}

/** An entry that is there: the wasm module gives no position outside its own lists. */
function one<T>(list: { readonly [at: number]: T }, at: number): T {
  return list[at] as T;
}
