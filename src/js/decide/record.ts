// Reads the caller's record: own properties only, by the names the policy knows.
//
// Everything is read before the engine hears of it, so a getter that throws, a proxy that calls
// back, or any other trick of a hostile object cannot meet a half-put record. What a value means
// is decided behind the door; here it is only sorted by kind.

import type { Reader } from "#wasm/readers.js";
import { PointpersonError } from "../errors.js";
import { classOf, nameOf } from "../kinds.js";

/** Longer texts are announced, not copied: no field holds them. */
export const TEXT_LENGTH_MAX = 65_536;

/** A value no field can hold. */
export const OTHER: unique symbol = Symbol("other");

/** What crosses the door; `undefined` is absent. */
export type Plain = string | number | boolean | null | undefined | typeof OTHER;

/** The values of `names`, sorted by kind. Code of the record that throws makes it `OTHER`. */
export function readRecord(record: object, names: readonly string[], reader: Reader): Plain[] {
  const values: unknown[] = [];
  try {
    reader(record, values);
  } catch {
    for (const [slot, name] of names.entries()) values[slot] = readOne(record, name);
  }
  return names.map((_, slot) => plain(values[slot]));
}

function readOne(record: object, name: string): unknown {
  try {
    return Object.hasOwn(record, name) ? (record as { [name: string]: unknown })[name] : undefined;
  } catch {
    return OTHER;
  }
}

/** A record's own id: a text, or a whole number that JavaScript holds exactly. */
export function idOf(id: Plain): string | undefined {
  if (typeof id === "number") return Number.isSafeInteger(id) ? String(id) : undefined;
  return typeof id === "string" && id.length <= TEXT_LENGTH_MAX ? id : undefined;
}

function plain(value: unknown): Plain {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
    case "undefined":
      return value;
    case "object":
      if (value === null) return null;
      // A moment, of this realm or another; a Date that holds none is no value of any field.
      return classOf(value) === "Date" ? momentOf(value) : OTHER;
    default:
      return OTHER;
  }
}

function momentOf(date: object): Plain {
  try {
    const time = Date.prototype.getTime.call(date); // throws for an impostor
    return Number.isNaN(time) ? OTHER : time;
  } catch {
    return OTHER;
  }
}

const SUCH_AS = 'give an object such as { email: "kim@example.com" }';
const FROM_ENTRIES = (what: string) => `give Object.fromEntries(${what})`;

// Objects that hold fields, but not as own properties: nothing could be read of them, and the
// decision would say, to everybody's surprise, that all is missing.
const NO_RECORDS: { readonly [name: string]: string | undefined } = {
  Map: FROM_ENTRIES("map"),
  FormData: FROM_ENTRIES("formData"),
  URLSearchParams: FROM_ENTRIES("searchParams"),
  Headers: FROM_ENTRIES("headers"),
  HTMLFormElement: FROM_ENTRIES("new FormData(form)"),
  SubmitEvent: FROM_ENTRIES("new FormData(event.target)"),
  Event: FROM_ENTRIES("new FormData(event.target)"),
  Request:
    "give what its body holds: await request.json(), or Object.fromEntries(await request.formData())",
  Response: "give what its body holds: await response.json()",
  Promise: "await it",
  Array: "decide one record after the other",
  Set: "give an object of names and values",
  WeakMap: "give an object of names and values",
  URL: FROM_ENTRIES("url.searchParams"),
  String: "parse it first: JSON.parse(text)",
  Number: SUCH_AS,
  Boolean: SUCH_AS,
  Date: SUCH_AS,
  ArrayBuffer: "decode and parse it first",
};

/** Throws unless fields can be read of it; every other object passes, whatever its class. */
export function checkRecord(record: unknown): asserts record is object {
  if (typeof record !== "object" || record === null) {
    const hint = typeof record === "string" ? "parse it first: JSON.parse(text)" : SUCH_AS;
    throw badRecord(
      record,
      typeof record === "function" ? "call it, and give what it returns" : hint,
    );
  }
  const kind = kindOf(record);
  if (kind === undefined) return;
  if (Object.hasOwn(NO_RECORDS, kind)) throw badRecord(record, NO_RECORDS[kind]);
  if (ArrayBuffer.isView(record)) throw badRecord(record, NO_RECORDS.ArrayBuffer);
}

/** The class of an object; `undefined` for a plain one, which most are. */
function kindOf(record: object): string | undefined {
  try {
    const prototype: unknown = Object.getPrototypeOf(record);
    if (prototype === Object.prototype || prototype === null) return undefined;
  } catch {
    return undefined; // a proxy that throws: an object of which little can be read
  }
  return classOf(record);
}

function badRecord(record: unknown, hint: string | undefined): PointpersonError {
  const found = nameOf(record);
  const expected = "an object of names and values";
  return new PointpersonError("bad-record", `the record is ${found}, not ${expected}`, {
    expected,
    found,
    hint,
  });
}
