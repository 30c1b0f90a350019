// glue.mjs: the edits to the JavaScript that wasm-bindgen generates. Each must match exactly
// once; a new version of wasm-bindgen that writes something else stops the build here instead
// of reaching a user.
//
// The glue starts its module in ways that do harm in a package: it follows `import.meta.url`, of
// which bundlers make a second copy or a failure; it tests with `instanceof`, which is false for
// the module of another realm that edge runtimes hand over; it warns in other people's consoles;
// and it keeps the first instance for good, even one that a trap has broken. src/js/runtime.ts
// starts modules instead, with the two functions that are exported in place of all that: `imports`
// gives what an instance is made with, `use` takes an instance into use, the first or a new one.

import { BuildError } from "./steps.mjs";

const EDITS = [
  {
    what: "the start of the module",
    from: /\nasync function __wbg_load\([\s\S]*\nexport \{ initSync, __wbg_init as default \};\n/g,
    to: "\nexport { __wbg_get_imports as imports, __wbg_finalize_init as use };\n",
  },
];

const TYPE_EDITS = [
  {
    what: "the types of the start",
    from: /\nexport type InitInput = [\s\S]*\nexport default function __wbg_init [^\n]*\n/g,
    to:
      "\nexport function imports(): WebAssembly.Imports;\n" +
      "export function use(instance: WebAssembly.Instance, module: WebAssembly.Module): void;\n",
  },
];

const FORBIDDEN = ["import.meta", "instanceof WebAssembly", "console.warn", "fetch("];

/** Returns the edited text of the glue in `file`, or throws if it is not what we know. */
export function editGlue(text, file) {
  const edited = edit(text, EDITS, file);
  for (const word of FORBIDDEN) {
    if (edited.includes(word)) throw new BuildError(`${file}: still contains \`${word}\`; see glue.mjs`);
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
    if (count !== 1) throw new BuildError(`${file}: ${what} was found ${count} times, not once; see glue.mjs`);
    text = text.replace(from, () => to);
  }
  return text;
}
