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
  if (typeof value === "number" || typeof value === "boolean" || value === undefined) {
    return String(value);
  }
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = classOf(value);
  if (name === "Array") return "a list";
  if (name === "Object") return "an object";
  if (name === "Date" && isInvalid(value as Date)) return "an invalid Date";
  return /^([AEIO]|[FHLMNRSX][A-Z])/.test(name) ? `an ${name}` : `a ${name}`;
}

function isInvalid(date: Date): boolean {
  try {
    return Number.isNaN(Date.prototype.getTime.call(date));
  } catch {
    return false; // an impostor
  }
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

// What becomes bytes in time, and what each cannot be without: an object is easily called so.
const IN_TIME: { readonly [kind: string]: string | undefined } = {
  URL: "href",
  Response: "status",
  Blob: "arrayBuffer",
  File: "arrayBuffer",
};

/** The class of what becomes bytes in time; `undefined` for anything else and for an impostor. */
export function sourceKind(value: unknown): string | undefined {
  const kind = classOf(value);
  const part = IN_TIME[kind];
  try {
    return part !== undefined && part in (value as object) ? kind : undefined;
  } catch {
    return undefined;
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
  if (bytes.length === 0) {
    return { found: "no bytes", hint: "the file is empty, or was not written yet" };
  }
  const starts = (...head: number[]) => head.every((byte, at) => bytes[at] === byte);
  if (starts(0x1f, 0x8b)) {
    return {
      found: "gzip",
      hint: "unpack it first, or let the server send `Content-Encoding: gzip`",
    };
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
  // Letter by letter: what tells is ASCII, but for the mark that some editors put before it.
  const text = starts(0xef, 0xbb, 0xbf) ? bytes.subarray(3) : bytes;
  return guessText(String.fromCharCode(...text.subarray(0, HEAD)));
}

/** What was called with a text in place of what it takes. */
export type Call = "load" | "loadSync" | "init" | "initSync";

/** Guesses what a text is that was given to `call`; of bytes, their first as text. */
export function guessText(text: string, call?: Call): Guess | undefined {
  const head = text.trimStart().slice(0, HEAD);
  if (/[\0-\x08\x0e-\x1f\ufffd]/.test(head)) return undefined;
  if (head === "") return { found: "an empty text", hint: "give the compiled policy" };
  if (/^<(!doctype|html|head|body|script|!--)/i.test(head)) {
    return { found: "an HTML page", hint: WEB_PAGE };
  }
  if (head.startsWith(BASE64_OF_MAGIC)) {
    return {
      found: "base64",
      hint: "decode it: Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))",
    };
  }
  if (/^(\/\/|\/\*|import |export |const |let |var |"use strict")/.test(head)) {
    return { found: "JavaScript", hint: IMPORT };
  }
  if (/^\{\s*"pointperson":/.test(head)) {
    return { found: "a policy module as JSON", hint: NOT_BY_JSON };
  }
  const address = call && text.length <= 200 ? guessAddress(text.trim(), call) : undefined;
  if (address) return address;
  if (/^[{[]/.test(head)) return { found: "JSON", hint: COMPILE };
  if (/^(%YAML|---|#|[\w" -]+:(\s|$))/.test(head)) {
    return { found: "the text of a policy", hint: COMPILE };
  }
  return undefined;
}

// Whoever gives the place of a file for the file can be told how to come from there to here; what
// can wait may also fetch it.
function guessAddress(text: string, call: Call): Guess | undefined {
  const name = JSON.stringify(text);
  const canWait = call === "load" || call === "init";
  if (/^(file|https?):/.test(text) && isModule(text)) {
    return { found: "an address", hint: IMPORT };
  }
  if (/^file:/.test(text)) {
    return {
      found: "the address of a file",
      hint: `read it first: readFileSync(new URL(${name}))`,
    };
  }
  if (/^(data|https?|blob):/.test(text)) {
    const wait = canWait ? "" : `\`${call}\` cannot wait: `;
    return {
      found: "an address",
      hint: `${wait}write await ${call.replace("Sync", "")}(fetch(${name}))`,
    };
  }
  const end = /^(?:[A-Za-z]:)?[^\s:*?"<>|]+\.(bin|[cm]?js|json|wasm|ya?ml)$/.exec(text)?.[1];
  if (end === undefined && !/^\.{0,2}\/[^/]\S*$/.test(text)) return undefined;
  const found = "the name of a file";
  if (end?.endsWith("js")) return { found, hint: IMPORT };
  if (end === "json" || end?.startsWith("y")) {
    return { found, hint: `compile it first: npx pointperson compile ${text} -o policy.bin` };
  }
  const read = `readFileSync(${name})`;
  return {
    found,
    hint: canWait ? `give fetch(${name}) or, in Node, ${read}` : `read it first: ${read}`,
  };
}

/** Whether what lies at an address is imported, not read. */
export function isModule(address: string): boolean {
  return /^[^?#]*\.[cm]?js([?#]|$)/i.test(address);
}

/** Of a module that was given by its address or as its text. */
export const IMPORT = 'import that file instead: import policy from "./policy.js"';
const COMPILE =
  "compile it first: `npx pointperson compile`, or `compileOrThrow` of pointperson/compiler";

/** Of a policy module that was written as JSON. */
export const NOT_BY_JSON =
  "it does not survive JSON, since it holds a function; " +
  "store the bytes that `compile -o policy.bin` writes";
