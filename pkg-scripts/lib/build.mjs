// build.mjs: the steps of `pkg-scripts/build`, which has set up the toolchain before.

import { mkdirSync } from "node:fs";
import {
  PACKAGE_INPUTS, PACKAGE_OUTPUTS, TYPES_OUTPUTS, checkTypes, makePackage,
} from "./package.mjs";
import { PAGE_INPUTS, PAGE_OUTPUTS, makePage } from "./page.mjs";
import { READERS, writeReaders } from "./readers.mjs";
import { BuildError, step, stepIfChanged } from "./steps.mjs";
import { MODULES, buildModule } from "./wasm.mjs";

async function build() {
  mkdirSync("target", { recursive: true });
  await step("in all", async () => {
    // Side by side: each spends most of its time in one thread (link-time optimisation, wasm-opt).
    const outcomes = await Promise.allSettled(MODULES.map(buildModule));
    const failed = outcomes.find(({ status }) => status === "rejected");
    if (failed) throw failed.reason;
    await stepIfChanged(
      "readers",
      { inputs: ["pkg-scripts/lib/readers.mjs"], outputs: READERS },
      writeReaders,
    );
    await stepIfChanged("types", { inputs: PACKAGE_INPUTS, outputs: TYPES_OUTPUTS }, checkTypes);
    await stepIfChanged("pkg", { inputs: PACKAGE_INPUTS, outputs: PACKAGE_OUTPUTS }, makePackage);
    await stepIfChanged("page", { inputs: PAGE_INPUTS, outputs: PAGE_OUTPUTS }, makePage);
  });
}

build().catch((error) => {
  console.error(error instanceof BuildError ? `build: ${error.message}` : error);
  process.exitCode = 1;
});
