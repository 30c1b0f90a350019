// An engine: a compiled policy, loaded and ready to decide.
//
// Thin on purpose: it reads the caller's objects, hands numbers and texts to the wasm module and
// makes a decision of the numbers that come back. What anything means is decided over there.

import { inLoop, unrolled, type Reader } from "#wasm/readers.js";
import { Decision, namesOf, type Described, type Names } from "./decision.js";
import { PointpersonError, defineHidden } from "../errors.js";
import { IN_A_LIST, readFacts, type PlainFacts } from "./facts.js";
import { guessBytes } from "../kinds.js";
import { OTHER, TEXT_LENGTH_MAX, checkRecord, idOf, readRecord, type Plain } from "./record.js";
import { namesIn, unreadOf } from "./unread.js";
import { Runtime, type Glue } from "../load/runtime.js";
import type * as types from "../types.js";
import type {
  AnyPolicy, Explanation, ExplanationLine, Facts, PolicyDescription, PolicyTypes, Unread,
} from "../types.js";

/** The functions of a wasm module, as far as an engine needs them; both modules have them. */
export interface Door extends Glue {
  engine_load(bytes: Uint8Array): number;
  last_error(): string;
  engine_free(handle: number): void;
  engine_describe(handle: number): string;
  begin(handle: number): void;
  put_text(slot: number, text: string): void;
  put_number(slot: number, number: number): void;
  put_flag(slot: number, flag: boolean): void;
  put_null(slot: number): void;
  put_other(slot: number): void;
  put_too_long(slot: number): void;
  put_id(id: string): void;
  fact_now(milliseconds: number): void;
  fact_owner(which: number, nobody: boolean, owner: string): void;
  fact_away_none(): void;
  fact_away(person: string): void;
  decide(handle: number): Float64Array;
  decision_bytes(handle: number): Uint8Array;
  explain(handle: number): Uint8Array;
}

/** A compiled policy, ours alone: nobody else can change or transfer the bytes. */
export interface Policy {
  artifact(): Uint8Array;
  /** The reader that was compiled with the policy, if it came as a module. */
  readonly read?: Reader | undefined;
}

/** A policy in a module's instance, and what it takes to load it into the next. */
interface Loaded {
  readonly runtime: Runtime<Door>;
  readonly policy: Policy;
  /** 0 when it was freed. */
  handle: number;
  /** The instance that the handle belongs to. */
  generation: number;
}

const dispose: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for("Symbol.dispose") as never);

let engines = 0; // that took one of the unrolled readers
let dropped: FinalizationRegistry<Loaded> | undefined;

/** What an engine works with. */
interface Inside {
  readonly loaded: Loaded;
  /** What is read of a record, in slot order: the policy's names, then `id`. */
  readonly slots: readonly string[];
  readonly read: Reader;
  readonly names: Names;
}

// Where an engine has its inside. A private field would not be found through a Proxy, in which
// frameworks wrap what they watch; frozen, they leave it as it is.
const INSIDE: unique symbol = Symbol("inside");

/** A loaded policy. */
export class Engine<P extends PolicyTypes = AnyPolicy> {
  readonly description: PolicyDescription;
  declare readonly [INSIDE]: Inside;

  constructor(runtime: Runtime<Door>, policy: Policy) {
    if (!(runtime instanceof Runtime)) {
      throw badCall("engines are not made by `new`", "call loadSync(policy)");
    }
    const loaded = { runtime, policy, handle: 0, generation: 0 };
    const text = runtime.run((door) => {
      const handle = handleOf(loaded, door);
      return handle === 0 ? undefined : door.engine_describe(handle);
    });
    if (text === undefined) {
      throw policyError(
        runtime.run((door) => door.last_error()),
        policy.artifact(),
      );
    }
    const described = JSON.parse(text) as Described;
    const { names: _names, ...description } = described;
    this.description = description;
    const slots = [...description.sources.map(([, name]) => name), "id"];
    const read = policy.read ?? (unrolled[engines++] ?? inLoop)(slots);
    const inside: Inside = Object.freeze({ loaded, slots, read, names: namesOf(described) });
    defineHidden(this, INSIDE, inside);
    if (typeof FinalizationRegistry === "function") {
      dropped ??= new FinalizationRegistry(free);
      dropped.register(this, loaded, loaded);
    }
  }

  decide(record: P["record"], facts?: Facts | null): types.Decision<P> {
    const inside = insideOf(this, "decide", facts);
    const told = readFacts(facts);
    const packed = ask(inside, record, told, (door, handle) => door.decide(handle));
    // The names of owners, layers and stages are texts here; only types tell more of them.
    return new Decision(inside.names, packed, told) as unknown as types.Decision<P>;
  }

  decisionBytes(record: P["record"], facts?: Facts | null): Uint8Array {
    const inside = insideOf(this, "decisionBytes", facts);
    return ask(inside, record, readFacts(facts), (door, handle) => door.decision_bytes(handle));
  }

  explain(record: P["record"], facts?: Facts | null): Explanation {
    const inside = insideOf(this, "explain", facts);
    const text = ask(inside, record, readFacts(facts), (door, handle) =>
      door.decodeText(door.explain(handle)),
    );
    return { lines: JSON.parse(text) as ExplanationLine[] };
  }

  unread(record: types.LeadRecord, facts?: unknown): Unread[] {
    const { loaded } = insideOf(this, "unread", facts);
    checkRecord(record);
    checkThere(loaded);
    return unreadOf(namesIn(record), this.description.sources);
  }

  free(): void {
    const { loaded } = insideOf(this, "free");
    if (loaded.handle === 0) return;
    dropped?.unregister(loaded);
    free(loaded);
  }

  [dispose](): void {
    this.free();
  }
}

/** The inside of the engine that a method was called on; throws for one that was taken off it. */
function insideOf(
  engine: { readonly [INSIDE]?: Inside } | undefined,
  call: string,
  facts?: unknown,
): Inside {
  const inside = engine?.[INSIDE];
  if (inside) return inside;
  const given = call === "free" ? "" : "record";
  // What `map` gives as the second argument is the place in the list.
  const hint = typeof facts === "number" ? IN_A_LIST(call) : `call it as engine.${call}(${given})`;
  throw badCall(`\`${call}\` was called without its engine`, hint);
}

function badCall(message: string, hint: string): PointpersonError {
  return new PointpersonError("bad-call", message, { hint });
}

// Reads the caller's objects to the end, then calls: none of the caller's code runs in between.
function ask<T>(
  inside: Inside,
  record: unknown,
  told: PlainFacts,
  question: (door: Door, handle: number) => T,
): T {
  const { loaded, slots, read } = inside;
  checkRecord(record);
  const values = readRecord(record, slots, read);
  const id = idOf(values.pop());
  checkThere(loaded);
  return loaded.runtime.run((door) => {
    const handle = handleOf(loaded, door);
    door.begin(handle);
    if (id !== undefined) door.put_id(id);
    values.forEach((value, slot) => put(door, slot, value));
    tell(door, told);
    return question(door, handle);
  });
}

function checkThere({ handle }: Loaded): void {
  if (handle !== 0) return;
  throw new PointpersonError("engine-freed", "this engine was freed", {
    hint: "load the policy again",
  });
}

/** The policy's handle in the instance of today; 0 if it cannot be loaded the first time. */
function handleOf(loaded: Loaded, door: Door): number {
  const { generation } = loaded.runtime;
  if (loaded.generation !== generation) {
    const handle = door.engine_load(loaded.policy.artifact());
    if (handle === 0 && loaded.handle !== 0) {
      throw new Error(`a policy was not loaded again: ${door.last_error()}`);
    }
    loaded.handle = handle;
    loaded.generation = generation;
  }
  return loaded.handle;
}

/** Gives the memory of an engine back, unless it went with its instance. */
function free(loaded: Loaded): void {
  const { handle, runtime, generation } = loaded;
  loaded.handle = 0;
  if (runtime.holds(generation)) runtime.run((door) => door.engine_free(handle));
}

function put(door: Door, slot: number, value: Plain): void {
  if (value === undefined) return;
  if (value === null) door.put_null(slot);
  else if (value === OTHER) door.put_other(slot);
  else if (typeof value === "number") door.put_number(slot, value);
  else if (typeof value === "boolean") door.put_flag(slot, value);
  else if (value.length > TEXT_LENGTH_MAX) door.put_too_long(slot);
  else door.put_text(slot, value);
}

function tell(door: Door, { now, accountOwner, currentOwner, away }: PlainFacts): void {
  if (now !== undefined) door.fact_now(now);
  if (accountOwner !== undefined) door.fact_owner(0, accountOwner === null, accountOwner ?? "");
  if (currentOwner !== undefined) door.fact_owner(1, currentOwner === null, currentOwner ?? "");
  if (away !== undefined) door.fact_away_none();
  for (const person of away ?? []) door.fact_away(person);
}

const UPDATE_PACKAGE =
  "the policy comes from a newer compiler: update the package `pointperson` here";
const UPDATE_POLICY = "the policy comes from an older compiler: compile it again with this version";
const DAMAGED = "the file was damaged or cut on its way; compile or fetch it again";

const HINTS: { readonly [code: string]: string | undefined } = {
  "artifact-newer": UPDATE_PACKAGE,
  "artifact-cut": DAMAGED,
  "artifact-damaged": DAMAGED,
  "artifact-malformed": DAMAGED,
};

function policyError(json: string, artifact: Uint8Array): PointpersonError {
  const { code = "", message, expected, found } = JSON.parse(json) as { [part: string]: string };
  const size = `${artifact.length} ${artifact.length === 1 ? "byte" : "bytes"}`;
  if (code === "not-an-artifact") {
    const guess = guessBytes(artifact);
    const text = `these ${size} are ${guess ? `${guess.found}, not` : "not"} a compiled policy`;
    return new PointpersonError(code, artifact.length > 0 ? text : "the policy has no bytes", {
      expected,
      found: guess?.found ?? found,
      hint: guess?.hint ?? "give the file that `compile -o policy.bin` wrote",
    });
  }
  const hint = code === "artifact-version" ? olderOrNewer(expected, found) : HINTS[code];
  const text = `no policy can be loaded from these ${size}: ${message}`;
  return new PointpersonError(code, text, { expected, found, hint });
}

// Both end with the number of a format: "format version 2".
function olderOrNewer(expected = "", found = ""): string {
  const number = (words: string) => Number(words.split(" ").at(-1));
  return number(found) > number(expected) ? UPDATE_PACKAGE : UPDATE_POLICY;
}
