// Reads the caller's record: own properties only, by the names the policy knows.
//
// Everything is read before the engine hears of it, so a getter that throws, a proxy that calls
// back, or any other trick of a hostile object cannot meet a half-put record. What a value means
// is decided behind the door; here it is only sorted by kind.

/** Longer texts are announced, not copied: no field holds them. */
export const TEXT_LENGTH_MAX = 65_536;

/** A value no field can hold. */
export const OTHER: unique symbol = Symbol("other");

/** What crosses the door; `undefined` is absent. */
export type Plain = string | number | boolean | null | undefined | typeof OTHER;

/** The own property `name`, by kind. Code of the record that throws makes it `OTHER`. */
export function read(record: object, name: string): Plain {
  try {
    return Object.hasOwn(record, name) ? plain((record as { [name: string]: unknown })[name]) : undefined;
  } catch {
    return OTHER;
  }
}

/** The record's own id: a text, or a whole number that JavaScript holds exactly. */
export function readId(record: object): string | undefined {
  const id = read(record, "id");
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
      if (Object.prototype.toString.call(value) === "[object Date]") return momentOf(value as Date);
      return OTHER;
    default:
      return OTHER;
  }
}

function momentOf(date: Date): Plain {
  const time = Date.prototype.getTime.call(date); // throws for an impostor
  return Number.isNaN(time) ? OTHER : time;
}
