// Reads the caller's facts. Unlike a record, which strangers send, facts come from the program
// that calls us; a fact in a form we cannot take is an error, not something to pass over.

import { nearest } from "../near.js";
import { PointpersonError } from "../errors.js";
import { classOf, nameOf } from "../kinds.js";

/** Facts after reading; `undefined` is not told, `null` is told that there is nobody. */
export interface PlainFacts {
  now: number | undefined;
  accountOwner: string | null | undefined;
  currentOwner: string | null | undefined;
  away: string[] | undefined;
}

/** The names a caller may tell. */
export const FACT_NAMES = ["now", "accountOwner", "currentOwner", "away"] as const;

const NO_FACTS = [
  "Array", "Map", "Set", "FormData", "URLSearchParams", "Headers", "Promise", "Date",
];
const NOTHING_TOLD: PlainFacts = {
  now: undefined,
  accountOwner: undefined,
  currentOwner: undefined,
  away: undefined,
};

/** What to write in place of `records.map(engine.decide)`, which hands over places as facts. */
export const IN_A_LIST = (call: string) => `write records.map((record) => engine.${call}(record))`;

/** Reads facts to the end; throws a {@link PointpersonError} `bad-facts` or `unknown-fact`. */
export function readFacts(facts: unknown): PlainFacts {
  if (facts === undefined || facts === null) return NOTHING_TOLD;
  // A Map or a FormData has no names of its own, and would tell nothing, silently.
  if (typeof facts !== "object" || NO_FACTS.includes(classOf(facts))) {
    throw bad(
      "facts",
      "an object",
      facts,
      typeof facts === "number" ? IN_A_LIST("decide") : undefined,
    );
  }
  for (const name of Object.keys(facts)) {
    if (!(FACT_NAMES as readonly string[]).includes(name)) throw unknownFact(name);
  }
  const own = (name: string) =>
    Object.hasOwn(facts, name) ? (facts as { [name: string]: unknown })[name] : undefined;
  return {
    now: now(own("now")),
    accountOwner: owner("accountOwner", own("accountOwner")),
    currentOwner: owner("currentOwner", own("currentOwner")),
    away: away(own("away")),
  };
}

// Numbers that are moments of 2001 to 5138 in seconds; in milliseconds, of the first three years
// of all, in which nobody decides.
const SECONDS_LEAST = 1e9;
const SECONDS_MOST = 1e11;

const MOMENT =
  "whole milliseconds, a Date, or ISO 8601 text: a day, or with a zone and milliseconds at most, " +
  "such as 2026-01-31T10:00Z";

function now(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const time =
    typeof value === "string"
      ? momentFromText(value)
      : classOf(value) === "Date"
        ? timeOf(value)
        : value;
  if (typeof value === "number" && value >= SECONDS_LEAST && value < SECONDS_MOST) {
    throw bad("now", "milliseconds", value, "this looks like seconds: multiply by 1000");
  }
  if (typeof time === "number" && Number.isSafeInteger(time)) return time;
  const rounds = typeof value === "number" && isFinite(value);
  throw bad("now", MOMENT, value, rounds ? "round it" : undefined);
}

// Of this realm or another; an impostor has no time.
function timeOf(date: unknown): unknown {
  try {
    return Date.prototype.getTime.call(date);
  } catch {
    return date;
  }
}

/** Milliseconds of `2026-01-31T10:00[:ss[.fff]]` with `Z` or an offset, or of a day, 00:00 UTC. */
export function momentFromText(text: string): number | undefined {
  const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;
  const trimmed = text.trim();
  if (!form.test(trimmed)) return undefined;
  const time = Date.parse(trimmed);
  if (Number.isNaN(time)) return undefined;
  // Date.parse rolls 30 February over into March; a day of the calendar prints as it was written.
  const day = trimmed.slice(0, 10);
  return new Date(`${day}T00:00Z`).toISOString().startsWith(day) ? time : undefined;
}

function owner(name: string, value: unknown): string | null | undefined {
  if (value === undefined || value === null || typeof value === "string") return value;
  throw bad(name, "a text, or null for nobody", value);
}

function away(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  if (value === null) return [];
  if (!Array.isArray(value)) throw bad("away", "a list of people's ids", value);
  return Array.from(value, (person: unknown) => {
    if (typeof person === "string") return person;
    throw bad("away", "a list of people's ids", person);
  });
}

function bad(name: string, expected: string, value: unknown, hint?: string): PointpersonError {
  const what = name === "facts" ? "`facts`" : `the fact \`${name}\``;
  const found = nameOf(value);
  return new PointpersonError("bad-facts", `${what} is ${found}; expected ${expected}`, {
    expected,
    found,
    hint,
  });
}

function unknownFact(found: string): PointpersonError {
  const near = nearest(found, FACT_NAMES);
  const names = FACT_NAMES.map((name) => `\`${name}\``);
  const all = `the facts are ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return new PointpersonError("unknown-fact", `there is no fact \`${found.slice(0, 40)}\``, {
    expected: FACT_NAMES.join(", "),
    found,
    hint: near === undefined ? all : `did you mean \`${near}\`? ${all}`,
  });
}
