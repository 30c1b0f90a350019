// An engine: a compiled policy, loaded and ready to decide.
//
// Thin on purpose: it reads the caller's objects, hands numbers and texts to the wasm module and
// makes a decision of the numbers that come back. What anything means is decided over there.

import { Decision, namesOf, type Described, type Names } from "./decision.js";
import { PointpersonError, nameOf } from "./errors.js";
import { readFacts, type PlainFacts } from "./facts.js";
import { OTHER, TEXT_LENGTH_MAX, read, readId, type Plain } from "./record.js";
import type { Explanation, ExplanationLine, Facts, LeadRecord, PolicyDescription } from "./types.js";

/**
 * The exports of a started wasm module, as far as an engine needs them; both modules have them.
 * @internal
 */
export interface Door {
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

const text = new TextDecoder();

/** A loaded policy. Made by `load` and `loadSync`; decides any number of records. */
export class Engine {
  /** What the policy reads and whom it names. */
  readonly description: PolicyDescription;
  readonly #door: Door;
  readonly #sources: readonly string[];
  readonly #names: Names;
  #handle: number;

  /** @internal */
  constructor(door: Door, artifact: Uint8Array) {
    this.#door = door;
    this.#handle = door.engine_load(artifact);
    if (this.#handle === 0) throw artifactError(door.last_error(), artifact);
    const described = JSON.parse(door.engine_describe(this.#handle)) as Described;
    const { names: _names, ...description } = described;
    this.description = description;
    this.#sources = description.sources.map(([, name]) => name);
    this.#names = namesOf(described);
  }

  /** Decides who owns a record. Pure: the same record and facts give the same decision. */
  decide(record: LeadRecord, facts?: Facts): Decision {
    const told = this.#put(record, facts);
    return new Decision(this.#names, this.#door.decide(this.#handle), told);
  }

  /** The decision as its canonical bytes: RFC 8785 JSON of ids and codes, for receipts. */
  decisionBytes(record: LeadRecord, facts?: Facts): Uint8Array {
    this.#put(record, facts);
    return this.#door.decision_bytes(this.#handle);
  }

  /** Why a record is decided as it is: sentences, if the policy was compiled with them. */
  explain(record: LeadRecord, facts?: Facts): Explanation {
    this.#put(record, facts);
    return { lines: JSON.parse(text.decode(this.#door.explain(this.#handle))) as ExplanationLine[] };
  }

  /** Gives the engine's memory back. Calls after it throw `engine-freed`. */
  free(): void {
    this.#door.engine_free(this.#handle);
    this.#handle = 0;
  }

  // Reads both arguments to the end, then puts them: no code of the caller runs in between.
  #put(record: LeadRecord, facts: Facts | undefined): PlainFacts {
    if (this.#handle === 0) throw new PointpersonError("engine-freed", "this engine was freed");
    if (typeof record !== "object" || record === null || isList(record)) {
      const found = nameOf(record);
      throw new PointpersonError("bad-record", `the record is ${found}; expected an object`, {
        expected: "an object",
        found,
      });
    }
    const values = this.#sources.map((name) => read(record, name));
    const id = readId(record);
    const told = readFacts(facts);
    const door = this.#door;
    door.begin(this.#handle);
    if (id !== undefined) door.put_id(id);
    values.forEach((value, slot) => put(door, slot, value));
    tell(door, told);
    return told;
  }
}

// A proxy that was revoked throws even here; it is an object of which nothing can be read.
function isList(record: object): boolean {
  try {
    return Array.isArray(record);
  } catch {
    return false;
  }
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

function artifactError(json: string, artifact: Uint8Array): PointpersonError {
  const { code, message, expected, found } = JSON.parse(json) as { [part: string]: string };
  const text = `no policy can be loaded from these ${artifact.length} bytes: ${message}`;
  return new PointpersonError(code ?? "bad-artifact", text, { expected, found });
}
