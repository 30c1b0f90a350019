// Node, Deno and Bun: the files that are named on the command line, a line of JSON for each.

import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { digestsOf } from "./runner.js";

for (const file of argv.slice(2)) {
  console.log(JSON.stringify(await digestsOf(JSON.parse(readFileSync(file, "utf8")))));
}
