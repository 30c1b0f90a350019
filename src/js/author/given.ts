// What the functions of the compiler entry are given. A mistake there is the programmer's, and an
// error that says what to write instead; what is wrong with a policy comes as diagnostics.

import { copyBytes } from "../load/bytes.js";
import { PointpersonError } from "../errors.js";
import { classOf, isPromise, nameOf } from "../kinds.js";
import { nearest } from "../near.js";
import type { Profile, ReportFormat } from "../types.js";

/** A policy and the files it names, as the compiler module takes them. */
export interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly files: { readonly [name: string]: Uint8Array };
}

const PROFILES: readonly Profile[] = ["edge", "full"];
const FORMATS: readonly ReportFormat[] = ["text", "json", "github", "sarif"];

// Every function takes these, so that `check` and `compile` can be given the same options.
const OPTIONS = ["name", "files", "profile"];

/** What every function is given; `more` are the options that only this one has. */
export function givenOf(policy: unknown, options: unknown, more: readonly string[] = []): Given {
  const { name = "policy.yaml", files = {} } = optionsOf(options, [...OPTIONS, ...more]);
  profileOf(options);
  return {
    name: textOf(name, "`name`"),
    bytes: bytesOf(policy, "`policy`"),
    files: filesOf(files),
  };
}

/** A text; `what` is its name in a message. */
export function textOf(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw bad(what, "a text", value);
}

/** The profile in options that were looked at. */
export function profileOf(options: unknown): Profile {
  return chosen(options, "profile", PROFILES, "full");
}

/** How to write a report, in options that were looked at. */
export function styleOf(options: unknown): [format: ReportFormat, color: boolean] {
  const { color = false } = (options ?? {}) as { readonly color?: unknown };
  if (typeof color !== "boolean") throw bad("`color`", "true or false", color);
  return [chosen(options, "format", FORMATS, "text"), color];
}

/** A policy's text, or its bytes; `what` is its name in a message. */
export function bytesOf(value: unknown, what: string): Uint8Array {
  if (typeof value === "string") return encoded(value);
  const expected = "its text or its bytes";
  const bytes = copyBytes(value, (gone, hint) => bad(what, expected, gone, hint));
  if (bytes) return bytes;
  throw bad(what, expected, value, hintFor(value));
}

// Not at import: jest's jsdom has no TextEncoder, and there the rest works.
function encoded(text: string): Uint8Array {
  if (typeof TextEncoder === "function") return new TextEncoder().encode(text);
  throw new PointpersonError("bad-argument", "there is no TextEncoder here to read a text with", {
    hint: "give the policy as bytes, or define TextEncoder first: Node has it in `node:util`",
  });
}

function optionsOf(
  options: unknown,
  known: readonly string[],
): { readonly [name: string]: unknown } {
  if (options === undefined || options === null) return {};
  if (classOf(options) !== "Object") {
    throw bad("`options`", "an object", options, hintForEntries(options));
  }
  const unknown = Object.keys(options as object).find((name) => !known.includes(name));
  if (unknown === undefined) return options as { readonly [name: string]: unknown };
  const near = nearest(unknown.slice(0, 64), known);
  const names = known.map((name) => `\`${name}\``).join(", ");
  throw new PointpersonError("bad-argument", `there is no option ${JSON.stringify(unknown)}`, {
    expected: names,
    found: unknown,
    hint: near === undefined ? `the options are ${names}` : `did you mean \`${near}\`?`,
  });
}

function filesOf(files: unknown): Given["files"] {
  const expected = "an object of texts or bytes by name";
  if (classOf(files) !== "Object") throw bad("`files`", expected, files, hintForEntries(files));
  const entries = Object.entries(files as object);
  return Object.fromEntries(
    entries.map(([name, file]) => [name, bytesOf(file, `\`files[${JSON.stringify(name)}]\``)]),
  );
}

function chosen<T extends string>(
  options: unknown,
  name: string,
  among: readonly T[],
  usual: T,
): T {
  const { [name]: value = usual } = (options ?? {}) as { readonly [name: string]: unknown };
  const found = among.find((one) => one === value);
  if (found !== undefined) return found;
  const near = typeof value === "string" ? nearest(value.slice(0, 64), among) : undefined;
  const names = among.map((one) => `\`${one}\``);
  const expected = `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
  throw bad(`\`${name}\``, expected, value, near && `did you mean \`${near}\`?`);
}

function hintForEntries(value: unknown): string | undefined {
  if (classOf(value) === "Map") return "give Object.fromEntries(map)";
  return isPromise(value) ? "await it" : undefined;
}

function hintFor(value: unknown): string | undefined {
  if (value === undefined) return "read the file first, and give what it holds";
  if (isPromise(value)) return "await it";
  switch (classOf(value)) {
    case "URL":
      return "read the file first: readFileSync(url), or await (await fetch(url)).text()";
    case "Response":
    case "Request":
    case "Blob":
    case "File":
      return "give await it.text()";
    case "Function":
    case "AsyncFunction":
      return "call it, and give what it returns";
    case "Module":
      return "give its `.default`";
    case "Object":
      return "give the text of the file; an object is given as JSON.stringify(object)";
    default:
      return undefined;
  }
}

function bad(what: string, expected: string, value: unknown, hint?: string): PointpersonError {
  const found = nameOf(value);
  return new PointpersonError("bad-argument", `${what} is ${found}; expected ${expected}`, {
    expected,
    found,
    hint,
  });
}
