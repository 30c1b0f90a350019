// Decodes base64: with what the engine has for it, else by hand. The loop costs 2 ms for the
// runtime module, which is a third of a cold start, so Node before 25 goes by its own Buffer; the
// short idioms (`Uint8Array.from` with a function) are far slower than the loop.

interface Native {
  readonly fromBase64?: (base64: string) => Uint8Array<ArrayBuffer>;
  readonly from: (text: string, encoding: string) => Uint8Array<ArrayBuffer>;
}

/** The bytes of a text in base64; throws if it is none. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const { fromBase64 } = Uint8Array as unknown as Native;
  if (typeof fromBase64 === "function") return fromBase64.call(Uint8Array, base64);
  const text = atob(base64);
  const { Buffer } = globalThis as { Buffer?: Native };
  if (typeof Buffer?.from === "function") return new Uint8Array(Buffer.from(text, "latin1"));
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
