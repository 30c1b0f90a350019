// readers.mjs: writes target/glue/readers.js, which reads the fields of records.
//
// An engine remembers for each place in the code what kind of objects came by there, so reading
// is fast where each field has a place of its own: unrolled, not in a loop. A second policy
// with other records would spoil what the first one's places remember, hence some copies of the
// same text; an engine that finds no copy left reads in a loop.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GLUE } from "./wasm.mjs";

/** How many engines of a process get places of their own. */
const COPIES = 4;
/** How many names are read by unrolled text; those after them are read in a loop. */
const SLOTS = 48;

const range = (count) => Array.from({ length: count }, (_, at) => at);

function copy() {
  const names = range(SLOTS).map((at) => `n${at}`);
  const reads = names.map(
    (name, at) =>
      `    if (count === ${at}) return;\n    values[${at}] = own(record, ${name}) ? record[${name}] : undefined;`,
  );
  return `  (names) => {
    const count = names.length;
    const [${names.join(", ")}] = names;
    return (record, values) => {
${reads.join("\n").replaceAll(/^/gm, "  ")}
      rest(names, ${SLOTS}, record, values);
    };
  },`;
}

const TEXT = `// Written by pkg-scripts/lib/readers.mjs.
const own = Object.hasOwn;

function rest(names, from, record, values) {
  for (let at = from; at < names.length; at++) {
    values[at] = own(record, names[at]) ? record[names[at]] : undefined;
  }
}

export const inLoop = (names) => (record, values) => rest(names, 0, record, values);

export const unrolled = [
${range(COPIES).map(copy).join("\n")}
];
`;

const TYPES = `export type Reader = (record: object, values: unknown[]) => void;
export type MakeReader = (names: readonly string[]) => Reader;
export declare const inLoop: MakeReader;
export declare const unrolled: readonly MakeReader[];
`;

export const READERS = [join(GLUE, "readers.js"), join(GLUE, "readers.d.ts")];

/** Writes the readers and their types. */
export function writeReaders() {
  mkdirSync(GLUE, { recursive: true });
  for (const [at, text] of [TEXT, TYPES].entries()) writeFileSync(READERS[at], text);
}
