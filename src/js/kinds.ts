// Tells what a value is, for checks and for messages. No code of the value's own can make these
// throw, and kinds hold across realms, where `instanceof` does not.

/** The class of an object in the words of the language, such as `Map`; `Object` in doubt. */
export function classOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value).slice("[object ".length, -1).slice(0, 40);
  } catch {
    return "Object"; // a revoked proxy, or a `Symbol.toStringTag` that throws
  }
}

/** A short name for a value of any kind. */
export function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string" && value.length > 40) return `a text of ${value.length} characters`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean" || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = classOf(value);
  if (name === "Array") return "a list";
  if (name === "Object") return "an object";
  return /^([AEIO]|[FHLMNRSX][A-Z])/.test(name) ? `an ${name}` : `a ${name}`;
}

/** Whether it can be awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  try {
    return "then" in value && typeof value.then === "function";
  } catch {
    return false;
  }
}

/** Lets a promise fail that may never be waited for; who waits for it hears of it all the same. */
export function hush(value: unknown): void {
  if (classOf(value) === "Promise") new Promise((resolve) => resolve(value)).catch(() => {});
}

/** What bytes of the wrong kind seem to be, and what to do about it. */
export interface Guess {
  readonly found: string;
  readonly hint: string;
}

// The first 64 bytes tell; more are looked at only to see whether all of it is text.
const HEAD = 64;
const BASE64_OF_MAGIC = "iXBwZXJzb2";
const WEB_PAGE = "the server answered with a page, perhaps its 404 page; check the address";

/** Guesses what bytes are that are no policy. */
export function guessBytes(bytes: Uint8Array): Guess | undefined {
  if (bytes.length === 0) return { found: "no bytes", hint: "the file is empty, or was not written yet" };
  const starts = (...head: number[]) => head.every((byte, at) => bytes[at] === byte);
  if (starts(0x1f, 0x8b)) {
    return { found: "gzip", hint: "unpack it first, or let the server send `Content-Encoding: gzip`" };
  }
  if (starts(0x50, 0x4b, 3, 4)) return { found: "a zip archive", hint: "unpack it first" };
  if (starts(0, 0x61, 0x73, 0x6d)) {
    const hint = "`load` takes the compiled policy; the module goes to `init` of pointperson/slim";
    return { found: "a WebAssembly module", hint };
  }
  if (starts(0xef, 0xbf, 0xbd)) {
    const hint = "read the file as bytes, without an encoding such as utf8";
    return { found: "bytes that went through a text", hint };
  }
  const head = new TextDecoder("utf-8").decode(bytes.subarray(0, HEAD));
  return guessText(head);
}

/** Guesses what a text is that was given for a policy; of bytes, their first as text. */
export function guessText(text: string): Guess | undefined {
  const head = text.trimStart().slice(0, HEAD);
  if (/[\0-\x08\x0e-\x1f\ufffd]/.test(head)) return undefined;
  if (head === "") return { found: "an empty text", hint: "give the compiled policy" };
  if (/^<(!doctype|html|head|body|script|!--)/i.test(head)) return { found: "an HTML page", hint: WEB_PAGE };
  if (head.startsWith(BASE64_OF_MAGIC)) {
    return {
      found: "base64",
      hint: "decode it: Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))",
    };
  }
  if (/^(\/\/|\/\*|import |export |const |let |var |"use strict")/.test(head)) {
    return { found: "JavaScript", hint: 'import that file: load(import("./policy.js"))' };
  }
  if (/^(data|https?|file|blob):|^\.{0,2}\/[^/]|^[\w.-]+\.(bin|js)$/.test(head)) {
    return { found: "an address", hint: "give fetch(address), or a URL object" };
  }
  if (/^[{[]/.test(head)) return { found: "JSON", hint: COMPILE };
  if (/^(%YAML|---|#|[\w" -]+:(\s|$))/.test(head)) return { found: "the text of a policy", hint: COMPILE };
  return undefined;
}

const COMPILE = "compile it first: `npx pointperson compile`, or `compile` of pointperson/compiler";
