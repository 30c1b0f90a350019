// The one error type: for programmers who called us wrongly or loaded the wrong bytes.
// What is wrong with a policy is never thrown; that comes as diagnostics.

/** What to show of a call that went wrong. */
export interface ErrorDetail {
  /** What was due. */
  expected?: string | undefined;
  /** What was there instead. */
  found?: string | undefined;
  /** The error behind this one. */
  cause?: unknown;
}

// The entries of the package are bundled apart, so each has a class of its own; the brand makes
// `instanceof` hold across them.
const BRAND = Symbol.for("pointperson.error");

/** An error with a stable `code`, and with what was expected and found. */
export class PointpersonError extends Error {
  /** @internal */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  /** Stable, in kebab-case; messages may change, codes do not. */
  readonly code: string;
  /** What was due; empty when there is nothing to say. */
  readonly expected: string;
  /** What was there instead; empty when there is nothing to say. */
  readonly found: string;

  constructor(code: string, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = "PointpersonError";
    Object.defineProperty(this, BRAND, { value: true });
    this.code = code;
    this.expected = detail.expected ?? "";
    this.found = detail.found ?? "";
  }
}

/** A short, safe name for a value of any kind, for messages; it never runs the value's own code. */
export function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return value.length > 40 ? `a text of ${value.length} characters` : JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean" || value === undefined) return String(value);
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "an object";
  return `a ${typeof value}`;
}
