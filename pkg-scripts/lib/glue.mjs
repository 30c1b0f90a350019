// glue.mjs: the edits to the JavaScript that wasm-bindgen generates. Each must match exactly
// once; a new version of wasm-bindgen that writes something else stops the build here instead
// of reaching a user.
//
// The glue starts its module in ways that do harm in a package: it follows `import.meta.url`, of
// which bundlers make a second copy or a failure; it tests with `instanceof`, which is false for
// the module of another realm that edge runtimes hand over; it warns in other people's consoles;
// and it keeps the first instance for good, even one that a trap has broken. src/js/load/runtime.ts
// starts modules instead, with the two functions that are exported in place of all that: `imports`
// gives what an instance is made with, `use` takes an instance into use, the first or a new one.
//
// It also makes a TextDecoder and a TextEncoder at import, which fails where they are not there,
// as in jest's jsdom. CODERS makes them at the first text, and goes without where it must.

import { BuildError } from "./steps.mjs";

// Safari decodes two gigabytes with one decoder and then no more.
const CODERS = `
let textDecoder, textEncoder;
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
function decodeText(bytes) {
    if (typeof TextDecoder !== 'function') {
        const letters = Array.from(bytes, (byte) => String.fromCharCode(byte));
        return decodeURIComponent(escape(letters.join('')));
    }
    numBytesDecoded += bytes.length;
    if (!textDecoder || numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        numBytesDecoded = bytes.length;
    }
    return textDecoder.decode(bytes);
}

const cachedTextEncoder = {
    encode(text) {
        if (typeof TextEncoder === 'function') {
            return (textEncoder ??= new TextEncoder()).encode(text);
        }
        const letters = unescape(encodeURIComponent(text.replace(/\\p{Surrogate}/gu, '\\ufffd')));
        return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    },
    encodeInto(text, view) {
        if (typeof TextEncoder === 'function') textEncoder ??= new TextEncoder();
        if (textEncoder && 'encodeInto' in textEncoder) return textEncoder.encodeInto(text, view);
        const bytes = this.encode(text);
        view.set(bytes);
        return { read: text.length, written: bytes.length };
    },
};
`;

const EDITS = [
  {
    what: "the coders of texts",
    from:
      /\nlet cachedTextDecoder = new TextDecoder\([\s\S]*\nconst cachedTextEncoder = [\s\S]*?\n}\n(?=\nlet WASM_)/g,
    to: CODERS,
  },
  {
    what: "the start of the module",
    from: /\nasync function __wbg_load\([\s\S]*\nexport \{ initSync, __wbg_init as default \};\n/g,
    to: "\nexport { __wbg_get_imports as imports, __wbg_finalize_init as use, decodeText };\n",
  },
];

const TYPE_EDITS = [
  {
    what: "the types of the start",
    from: /\nexport type InitInput = [\s\S]*\nexport default function __wbg_init [^\n]*\n/g,
    to:
      "\nexport function imports(): WebAssembly.Imports;\n" +
      "export function use(instance: WebAssembly.Instance, module: WebAssembly.Module): void;\n" +
      "export function decodeText(bytes: Uint8Array): string;\n",
  },
];

const FORBIDDEN = ["import.meta", "instanceof WebAssembly", "console.warn", "fetch("];

/** Returns the edited text of the glue in `file`, or throws if it is not what we know. */
export function editGlue(text, file) {
  const edited = edit(text, EDITS, file);
  for (const word of FORBIDDEN) {
    if (edited.includes(word)) {
      throw new BuildError(`${file}: still contains \`${word}\`; see glue.mjs`);
    }
  }
  return edited;
}

/** The same for its types. */
export function editGlueTypes(text, file) {
  return edit(text, TYPE_EDITS, file);
}

function edit(text, edits, file) {
  for (const { what, from, to } of edits) {
    const count = text.match(from)?.length ?? 0;
    if (count !== 1) {
      throw new BuildError(`${file}: ${what} was found ${count} times, not once; see glue.mjs`);
    }
    text = text.replace(from, () => to);
  }
  return text;
}
