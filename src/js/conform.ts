// Holds the code of the entries to the types that the package promises. Nothing imports this file:
// tsc reads it in the build, and nothing of it is packed.

import type * as promised from "./entries/compiler.js";
import type * as promisedSlim from "./entries/slim.js";
import type * as promisedIndex from "./entries/index.js";
import * as compiler from "./compiler.js";
import * as compilerEdge from "./compiler.edge-light.js";
import * as compilerWorkerd from "./compiler.workerd.js";
import * as edgeLight from "./edge-light.js";
import * as index from "./index.js";
import * as slim from "./slim.js";
import * as workerd from "./workerd.js";

/** Classes are held by what their instances have; nobody but us constructs one. */
type Classes = "Engine" | "Decision" | "PointpersonError";

/** What an entry's code must be: the promised functions, no name more and no name fewer. */
type Held<Promised, Code> = [keyof Code, keyof Promised] extends [keyof Promised, keyof Code]
  ? Omit<Promised, Classes>
  : [
      "names that are not alike",
      Exclude<keyof Code, keyof Promised>,
      Exclude<keyof Promised, keyof Code>,
    ];

export const held: [
  Held<typeof promisedIndex, typeof index>,
  Held<typeof promisedIndex, typeof workerd>,
  Held<typeof promisedIndex, typeof edgeLight>,
  Held<typeof promisedSlim, typeof slim>,
  Held<typeof promised, typeof compiler>,
  Held<typeof promised, typeof compilerWorkerd>,
  Held<typeof promised, typeof compilerEdge>,
] = [index, workerd, edgeLight, slim, compiler, compilerWorkerd, compilerEdge];

export function heldClasses(
  engine: slim.Engine,
  decision: slim.Decision,
  error: slim.PointpersonError,
): [promisedIndex.Engine, promisedIndex.Decision, promisedIndex.PointpersonError] {
  return [engine, decision, error];
}
