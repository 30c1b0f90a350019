// sizes.mjs: what the files of the package weigh, and which files an entry makes a user load.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const SECTIONS = ["custom", "type", "import", "function", "table", "memory", "global", "export",
  "start", "element", "code", "data", "data count"];

/** Bytes as they are, after gzip and after brotli. */
export function weigh(bytes) {
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

/** All files of a package, as paths below its folder. */
export function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

/** The file that an import of `entry` gives under a condition, or by default. */
export function fileOf(manifest, entry, condition = "default") {
  const found = manifest.exports[entry];
  const branch = found[condition] ?? found.default ?? found;
  return (branch.default ?? branch).replace(/^\.\//, "");
}

/** A file of the package and all that it imports from the package, once each. */
export function loadedBy(folder, file, loaded = new Set()) {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  if (!/\.c?js$/.test(file)) return loaded;
  const text = readFileSync(join(folder, file), "utf8");
  // At the head of a line, with no text before: messages speak of imports, too.
  const imported = /^(?:(?:import|export|\})[^"'`\n]*|[^"'`\n]*\brequire\()["'](\.\.?\/[^"'?]+)/gm;
  for (const [, path] of text.matchAll(imported)) {
    loadedBy(folder, posix.join(dirname(file), path), loaded);
  }
  return loaded;
}

/** The sections of a wasm module: name and bytes. */
export function sections(wasm) {
  const found = [];
  let at = 8; // Behind the magic and the version.
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < wasm.length) {
    const id = wasm[at++];
    const end = number() + at;
    const bytes = wasm.subarray(at, end);
    // A custom section begins with its name.
    const name =
      id === 0 ? `custom ${wasm.toString("utf8", at + 1, at + 1 + wasm[at])}` : SECTIONS[id];
    found.push({ name, bytes });
    at = end;
  }
  return found;
}

// What the README tells, a row each: who loads it, and under which condition it is found.
const TOLD = [
  ["`pointperson` in a page, Node, Deno or Bun", ".", "default"],
  ["`pointperson` in a Worker", ".", "workerd"],
  ["`pointperson/compiler`, for authors", "./compiler", "default"],
];

/** The rows of the README's table, in thousands of bytes. */
export function told(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return TOLD.map(([what, entry, condition]) => {
    const files = [...loadedBy(folder, fileOf(manifest, entry, condition))];
    const weighed = files.map((file) => weigh(readFileSync(join(folder, file))));
    const sum = (kind) => Math.round(weighed.reduce((all, one) => all + one[kind], 0) / 1000);
    return { what, raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
  });
}
