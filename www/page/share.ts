// The work as the part of an address behind `#`, and back. That part is never sent to a server.
//
// Form: `#v1z.<text>` or `#v1j.<text>`, where <text> is base64url of a JSON object
// `{ files: { name: text }, record?: {…}, facts?: {…} }`, deflated (`z`) or plain (`j`).
// Another number means another form. A sample is `#sample=<id>&lead=<id>`.
//
// A link may come from anybody: it is only ever read as data, to an end, and checked in shape.

import { POLICY, recordOf, toldOf, type Files, type Lead } from "./work.js";

/** Longer links are refused by some browsers, and cut by many programs long before. */
export const LINK_MAX = 1_000_000;
/** Some programs that people send links with cut longer ones. */
export const LINK_LONG = 8_000;
/** No link unpacks to more, whatever it says. */
const UNPACKED_MAX = 8_000_000;

/** What a link holds. */
export interface Linked {
  readonly files: Files;
  readonly lead?: Lead;
}

/** Why a link could not be read, in words for whoever opened it. */
export class LinkError extends Error {}

/** The part behind `#` for this work. */
export async function linkOf(files: Files, lead?: Lead): Promise<string> {
  const content = {
    files: Object.fromEntries(files),
    ...(lead ? { record: recordOf(lead.values), facts: lead.told } : {}),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  if (typeof CompressionStream === "undefined") return `v1j.${base64urlOf(bytes)}`;
  return `v1z.${base64urlOf(await piped(bytes, new CompressionStream("deflate-raw"), Infinity))}`;
}

/** Reads the part behind `#`; throws a {@link LinkError}. */
export async function readLink(hash: string): Promise<Linked> {
  if (hash.length > LINK_MAX) throw new LinkError(`it is longer than ${LINK_MAX} characters`);
  const [, version, packing, text] = /^v(\d+)([a-z])\.(.*)$/s.exec(hash) ?? [];
  if (version === undefined || text === undefined)
    throw new LinkError("it is not in a form that this page writes");
  if (version !== "1" || (packing !== "z" && packing !== "j")) {
    throw new LinkError(`it is of another version of this page (form ${version}${packing})`);
  }
  return checked(parsed(await unpacked(packing, text)));
}

async function unpacked(packing: string, text: string): Promise<Uint8Array> {
  const bytes = bytesOf(text);
  if (packing === "j") return bytes;
  if (typeof DecompressionStream === "undefined")
    throw new LinkError("this browser cannot unpack it");
  try {
    return await piped(bytes, new DecompressionStream("deflate-raw"), UNPACKED_MAX);
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError("it is damaged or was cut");
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new LinkError("it is damaged or was cut");
  }
}

function checked(content: unknown): Linked {
  const { files, record, facts } = isObject(content) ? content : {};
  const texts = isObject(files) ? Object.entries(files) : [];
  if (!texts.every((entry): entry is [string, string] => typeof entry[1] === "string")) {
    throw new LinkError("a file in it is no text");
  }
  const named = new Map(texts);
  const policy = named.get(POLICY);
  if (policy === undefined) throw new LinkError("it holds no policy");
  named.delete(POLICY);
  const all: Files = new Map([[POLICY, policy], ...named]); // the policy first
  if (!isObject(record)) return { files: all };
  return {
    files: all,
    lead: { values: new Map(Object.entries(record)), told: toldOf(isObject(facts) ? facts : {}) },
  };
}

function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// Runs bytes through a stream and stops as soon as more than `max` come out.
async function piped(
  bytes: Uint8Array,
  through: GenericTransformStream,
  max: number,
): Promise<Uint8Array> {
  const reader = new Blob([bytes as BlobPart]).stream().pipeThrough(through).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = (await reader.read()) as ReadableStreamReadResult<Uint8Array>;
    if (done) break;
    length += value.length;
    if (length > max) {
      await reader.cancel();
      throw new LinkError("it unpacks to more than any policy needs");
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

function base64urlOf(bytes: Uint8Array): string {
  let binary = "";
  // In pieces: a call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function bytesOf(base64url: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    throw new LinkError("it is damaged or was cut");
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
