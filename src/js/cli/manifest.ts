// What package.json says about a file that Node is to import.

import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** The nearest package.json of a file, if it says that a `.js` file there is CommonJS. */
export function commonJsManifest(path: string): string | undefined {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    const text = textOf(manifest);
    if (text !== undefined) return isCommonJs(text) ? relative(".", manifest) : undefined;
    if (folder === dirname(folder)) return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // it is looked for, and need not be there
  }
}

function isCommonJs(text: string): boolean {
  try {
    const manifest = JSON.parse(text) as { readonly type?: unknown } | null;
    return manifest?.type === "commonjs";
  } catch {
    return false; // Node tells about it
  }
}
