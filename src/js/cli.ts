#!/usr/bin/env node
// The command line: `pointperson <command>`.

import { main } from "./cli/main.js";

await main(process.argv.slice(2));
