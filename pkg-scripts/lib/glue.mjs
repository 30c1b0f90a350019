// glue.mjs: the edits to the JavaScript that wasm-bindgen generates. Each must match exactly
// once; a new version of wasm-bindgen that writes something else stops the build here instead
// of reaching a user.
//
//   - no `new URL("…wasm", import.meta.url)`: bundlers follow it and ship a second copy, or fail;
//     we always hand over the bytes or the module
//   - no `instanceof WebAssembly.…`: edge runtimes hand over a module that was made in another
//     realm, where `instanceof` is false; the tag is the same everywhere
//   - no console warnings: nothing is printed in other people's pages

import { BuildError } from "./steps.mjs";

const EDITS = [
  {
    what: "the default module path",
    from: /\n    if \(module_or_path === undefined\) \{\n        module_or_path = new URL\('[^']*', import\.meta\.url\);\n    \}/g,
    to: "",
  },
  {
    what: "the realm test of a module",
    from: /!\(module instanceof WebAssembly\.Module\)/g,
    to: 'Object.prototype.toString.call(module) !== "[object WebAssembly.Module]"',
  },
  {
    what: "the realm test of an instance",
    from: /instance instanceof WebAssembly\.Instance/g,
    to: 'Object.prototype.toString.call(instance) === "[object WebAssembly.Instance]"',
  },
  {
    what: "the warning of initSync",
    from: / else \{\n\s*console\.warn\('using deprecated parameters for `initSync\(\)`[^\n]*\n\s*\}/g,
    to: "",
  },
  {
    what: "the warning of the asynchronous start",
    from: / else \{\n\s*console\.warn\('using deprecated parameters for the initialization function[^\n]*\n\s*\}/g,
    to: "",
  },
  {
    what: "the warning about the MIME type",
    from: /\n\s*console\.warn\("`WebAssembly\.instantiateStreaming` failed [^\n]*\n/g,
    to: "\n",
  },
];

const FORBIDDEN = ["import.meta", "instanceof WebAssembly", "console.warn"];

/** Returns the edited text of the glue in `file`, or throws if it is not what we know. */
export function editGlue(text, file) {
  for (const { what, from, to } of EDITS) {
    const count = text.match(from)?.length ?? 0;
    if (count !== 1) throw new BuildError(`${file}: ${what} was found ${count} times, not once; see glue.mjs`);
    text = text.replace(from, () => to);
  }
  for (const word of FORBIDDEN) {
    if (text.includes(word)) throw new BuildError(`${file}: still contains \`${word}\`; see glue.mjs`);
  }
  return text;
}
