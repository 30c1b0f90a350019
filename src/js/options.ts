// The options of a call. A misspelt name would be passed over in silence, and what it was to do
// not be done.

import { PointpersonError } from "./errors.js";
import { nearest } from "./near.js";

/** Throws unless every option has one of the `known` names. */
export function checkOptions(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown.slice(0, 64), known);
  const names = known.map((name) => `\`${name}\``).join(", ");
  const all = known.length === 1 ? `the only option is ${names}` : `the options are ${names}`;
  throw new PointpersonError("bad-argument", `there is no option ${JSON.stringify(unknown)}`, {
    expected: names,
    found: unknown,
    hint: near === undefined ? all : `did you mean \`${near}\`?`,
  });
}
