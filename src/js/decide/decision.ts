// A decision: the numbers that came out of the wasm module, read on demand.
//
// Most callers look at two or three parts of a decision, so no list is built before somebody asks.
// src/wasm/runtime/packed.rs says what each number is; the names stand in `Names`, which belongs to
// the engine. Of what the caller handed over only one thing is kept: what it called an owner whom
// the policy does not know.

import { PointpersonError } from "../errors.js";
import type { PlainFacts } from "./facts.js";
import type * as types from "../types.js";

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

/** What the numbers of an engine's decisions are called. Decisions share its objects: frozen. */
export interface Names extends MoreNames {
  readonly policy: types.PolicyStamp;
  readonly owners: readonly types.Owner[];
  readonly pools: readonly string[];
  readonly stages: readonly string[];
  readonly derived: readonly string[];
}

/** The names of an engine, made once from what it describes. */
export function namesOf({
  id, version, hash, people, pools, stages, derived, names,
}: Described): Names {
  const owner = (person: types.Person) =>
    Object.freeze({ ...person, ids: Object.freeze({ ...person.ids }), known: true });
  const policy = Object.freeze({ id, version, hash });
  return { ...names, policy, owners: people.map(owner), pools, stages, derived };
}

// Where the parts of the head stand, and behind it the lists with as many columns each.
const HEAD = {
  outcome: 0,
  via: 1,
  owner: 3,
  turn: 4,
  stage: 6,
  grade: 7,
  score: 9,
  counts: 11,
} as const;
const LISTS = 19;
const COLUMNS = [3, 3, 3, 3, 2, 1, 2] as const;
const LIST = {
  claims: 0,
  signals: 1,
  points: 2,
  timers: 3,
  unusable: 4,
  required: 5,
  passed: 6,
  open: 7,
} as const;
const NO_MOMENT = 2 ** 53;

const OUTCOMES = ["assigned", "fallback", "refused"] as const;
const AXES = ["fit", "intent", "score"] as const;
const TIMERS = ["respond", "leave"] as const;
const FACTS = ["now", "accountOwner", "currentOwner", "away"] as const;

/** What the lists of a decision are read from. */
interface Inside {
  readonly names: Names;
  readonly packed: Float64Array;
  readonly strangers: Strangers | undefined;
}

// It rides on `via`, which every decision has for itself, in a private field that is put upon it
// there. On the decision it would not be found through a Proxy, in which frameworks wrap what they
// watch; an own property would be shown and spread, unless it is hidden, which takes ten times as
// long. Frozen, `via` is handed on as it is by those that wrap all that they give, too.
class Carrier {
  constructor(object: object) {
    return object;
  }
}
class Carried extends Carrier {
  readonly #inside: Inside;

  constructor(by: types.Via, inside: Inside) {
    super(by);
    this.#inside = inside;
    Object.freeze(by);
  }

  static by(via: unknown): Inside {
    if (typeof via === "object" && via !== null && #inside in via) return via.#inside;
    throw new PointpersonError(
      "bad-call",
      "this is a copy of a decision, and holds its short parts alone",
      { hint: "copy `decision.toJSON()`, which holds all of it" },
    );
  }
}

/** Who owns a record, and why: the short parts as own fields, the lists made when they are read. */
export class Decision implements types.Decision {
  readonly outcome: types.Outcome;
  readonly owner: types.Owner;
  readonly via: types.Via;
  readonly stage: string | undefined;
  readonly position: string | undefined;
  readonly score: types.Score | undefined;
  readonly grade: string | undefined;
  readonly final: boolean;
  readonly policy: types.PolicyStamp;

  /** @internal */
  constructor(names: Names, packed: Float64Array, told: PlainFacts) {
    if (!(packed instanceof Float64Array)) {
      throw new PointpersonError("bad-call", "decisions are not made by `new`", {
        hint: "call engine.decide(record)",
      });
    }
    const inside = { names, packed, strangers: strangersOf(packed, told) };
    const stage = num(packed, HEAD.stage);
    const letter = num(packed, HEAD.grade);
    this.outcome = one(OUTCOMES, num(packed, HEAD.outcome));
    this.owner = ownerOf(inside, num(packed, HEAD.owner));
    this.via = viaOf(names, num(packed, HEAD.via), num(packed, HEAD.via + 1));
    this.stage = names.stages[stage];
    this.position = names.positions[stage] ?? undefined;
    this.score = names.fitLines === undefined ? undefined : scoreOf(packed);
    this.grade = letter < 0 ? undefined : String.fromCharCode(letter);
    this.final = num(packed, HEAD.counts + LIST.open) === 0;
    this.policy = names.policy;
    new Carried(this.via, inside);
  }

  get claims(): readonly types.Claim[] {
    const inside = Carried.by(this.via);
    return entries(inside.packed, LIST.claims, (step, row, owner) => ({
      ...viaOf(inside.names, step, row),
      owner: ownerId(inside, owner),
    }));
  }

  get signals(): { readonly [name: string]: string } {
    const { names, packed } = Carried.by(this.via);
    const pairs = entries(packed, LIST.signals, (at, _rule, value): [string, string] => [
      one(names.derived, at),
      one(one(names.values, at), value),
    ]);
    return Object.fromEntries(pairs);
  }

  get timers(): readonly types.Timer[] {
    return entries(Carried.by(this.via).packed, LIST.timers, (kind, within, due) => ({
      timer: one(TIMERS, kind),
      within,
      ...(due !== NO_MOMENT && { due }),
    }));
  }

  get open(): readonly types.Open[] {
    const inside = Carried.by(this.via);
    return openOf(inside.packed).map(({ fact, owners }) => ({
      fact: one(FACTS, fact),
      owners: owners === undefined ? "anyone" : owners.map((owner) => ownerId(inside, owner)),
    }));
  }

  /** Every reason, in the order of evaluation. */
  get reasons(): readonly types.Reason[] {
    const { names, packed } = Carried.by(this.via);
    const { fields, layers, derived, lines, whys, passedWhys, fitLines = 0 } = names;
    const { stage, grade } = this;
    return [
      ...entries(packed, LIST.unusable, (field, why) => ({
        about: "field" as const,
        field: one(fields, field),
        why: one(whys, why),
      })),
      ...entries(packed, LIST.required, (field) => ({
        about: "required" as const,
        field: one(fields, field),
      })),
      ...entries(packed, LIST.signals, (at, rule) => ({
        about: "derived" as const,
        name: one(derived, at),
        rule: ruleName(one(lines, at), rule),
      })),
      ...entries(packed, LIST.points, (line, points, written) => {
        const [about, number] =
          line < fitLines ? (["fit", line] as const) : (["intent", line - fitLines] as const);
        const decay = points !== written && { beforeDecay: written };
        return { about, rule: `${about}-${number + 1}`, points, ...decay };
      }),
      ...(grade === undefined ? [] : [gradeReason(grade, packed)]),
      ...(stage === undefined ? [] : [{ about: "stage" as const, stage }]),
      ...entries(packed, LIST.passed, (step, why) => ({
        about: "passed" as const,
        layer: one(layers, step),
        why: one(passedWhys, why),
      })),
      ownerReason(this.via, names, packed),
    ];
  }

  /** All parts as a plain object: what `JSON.stringify` writes. */
  toJSON(): types.PlainDecision {
    const { outcome, owner, via, stage, position, score, grade } = this;
    const { signals, claims, timers, final, open, reasons, policy } = this;
    return {
      outcome,
      owner,
      via: { ...via },
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
  [Symbol.for("nodejs.util.inspect.custom")](
    _depth: number,
    options: object,
    inspect: Inspect,
  ): string {
    return `Decision ${inspect(this.toJSON(), options)}`;
  }
}

function ownerOf(inside: Inside, number: number): types.Owner {
  if (number >= 0) return one(inside.names.owners, number);
  const name = ownerId(inside, number);
  return { id: name, name, ids: {}, known: false };
}

function ownerId({ names, strangers }: Inside, number: number): string {
  if (number >= 0) return one(names.owners, number).id;
  return strangers?.[number === -2 ? "accountOwner" : "currentOwner"] ?? "";
}

function viaOf(names: Names, step: number, row: number): types.Via {
  if (step < 0 && row < 0) return { layer: "otherwise", rule: "otherwise" };
  if (step < 0) return { layer: "stage", rule: one(names.stages, row) };
  const layer = one(names.layers, step);
  const rules = names.rows[step];
  return { layer, rule: rules && row >= 0 ? ruleName(rules, row) : layer };
}

function scoreOf(packed: Float64Array): types.Score {
  const [fit, intent] = [num(packed, HEAD.score), num(packed, HEAD.score + 1)];
  return { total: fit + intent, fit, intent };
}

function gradeReason(grade: string, packed: Float64Array): types.Reason {
  const of = one(AXES, num(packed, HEAD.grade + 1));
  const { fit, intent, total: score } = scoreOf(packed);
  return { about: "grade", grade, of, value: { fit, intent, score }[of] };
}

function ownerReason(via: types.Via, { pools }: Names, packed: Float64Array): types.Reason {
  const pool = pools[num(packed, HEAD.turn)];
  const wasEmpty = num(packed, HEAD.turn + 1) === 1;
  return {
    about: "owner",
    ...via,
    ...(pool !== undefined && { pool }),
    ...(wasEmpty && { poolWasEmpty: true as const }),
  };
}

type Inspect = (value: unknown, options: object) => string;

/** What the caller called owners whom the policy does not know, by the fact that told it. */
type Strangers = { readonly [fact in "accountOwner" | "currentOwner"]?: string };

function strangersOf(
  packed: Float64Array,
  { accountOwner, currentOwner }: PlainFacts,
): Strangers | undefined {
  if (typeof accountOwner !== "string" && typeof currentOwner !== "string") return undefined;
  const owners = new Set([
    num(packed, HEAD.owner),
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
function entries<T>(
  packed: Float64Array,
  list: number,
  make: (...columns: [number, number, number]) => T,
): T[] {
  const width = COLUMNS[list] ?? 1;
  const made: T[] = [];
  let at = startOf(packed, list);
  for (let left = num(packed, HEAD.counts + list); left > 0; left--, at += width) {
    made.push(make(num(packed, at), packed[at + 1] ?? -1, packed[at + 2] ?? -1));
  }
  return made;
}

/** The entries of the last list, which alone vary in length; no owners: anyone. */
function openOf(
  packed: Float64Array,
): { readonly fact: number; readonly owners: number[] | undefined }[] {
  let at = startOf(packed, LIST.open);
  return Array.from({ length: num(packed, HEAD.counts + LIST.open) }, () => {
    const [fact, count] = [num(packed, at), num(packed, at + 1)];
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

/** A number that is there. Apart from `one`: reading is fast where all lists are of a kind. */
function num(packed: Float64Array, at: number): number {
  return packed[at] as number;
}

/** An entry that is there: the wasm module gives no position outside its own lists. */
function one<T>(list: { readonly [at: number]: T }, at: number): T {
  return list[at] as T;
}
