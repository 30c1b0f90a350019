// The one error type: for programmers who called us wrongly or loaded the wrong bytes.
// What is wrong with a policy is never thrown; that comes as diagnostics (only `compileOrThrow`,
// whose caller asked for it, makes an error of the first).

import type { Diagnostic, ErrorCode } from "./types.js";

/** What to show of a call that went wrong. */
export interface ErrorDetail {
  /** What was due. */
  expected?: string | undefined;
  /** What was there instead. */
  found?: string | undefined;
  /** What to do about it. */
  hint?: string | undefined;
  /** Where in the policy document. */
  path?: string | undefined;
  /** Counted from 1, both; a diagnostic's place counts from 0. */
  line?: number | undefined;
  column?: number | undefined;
  diagnostics?: readonly Diagnostic[] | undefined;
  /** The error behind this one. */
  cause?: unknown;
}

// Some entries of the package are bundled apart, and a page may hold two versions of it, so the
// class exists more than once; the brand makes `instanceof` hold across them.
const BRAND = Symbol.for("pointperson.error");

/** Gives an object a property that is not listed. Nothing that others put on `Object.prototype`
 *  counts as a part of it. */
export function defineHidden(object: object, name: symbol, value: unknown): void {
  Object.defineProperty(object, name, { __proto__: null, value } as PropertyDescriptor);
}

/** An error with a stable `code`, and with what to do about it. */
export class PointpersonError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  declare readonly code: ErrorCode | (string & {});
  declare readonly expected: string | undefined;
  declare readonly found: string | undefined;
  declare readonly hint: string | undefined;
  declare readonly path: string | undefined;
  declare readonly line: number | undefined;
  declare readonly column: number | undefined;
  declare readonly diagnostics: readonly Diagnostic[] | undefined;

  constructor(code: ErrorCode | (string & {}), message: string, detail: ErrorDetail = {}) {
    const { cause, ...parts } = detail;
    // The hint belongs to what people see first, wherever the error is printed.
    const told = parts.hint === undefined ? message : `${message}; ${parts.hint}`;
    super(told, cause === undefined ? undefined : { cause });
    this.name = "PointpersonError";
    defineHidden(this, BRAND, true);
    // Only what there is: consoles print the properties of an error.
    const known = Object.entries({ code, ...parts }).filter(([, value]) => value !== undefined);
    Object.assign(this, Object.fromEntries(known));
  }
}
