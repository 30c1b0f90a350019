// wasm.mjs: from the Rust crate to target/glue/<name>.{js,d.ts,wasm}.
//
//   cargo build      the crate, each module in its own target folder (the features differ)
//   wasm-bindgen     the JavaScript glue, for the `web` target, which runs everywhere
//   glue edits       see glue.mjs
//   wasm-opt         smaller and faster; slow itself, so skipped when its input is the same

import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { editGlue, editGlueTypes } from "./glue.mjs";
import { run, step, stepIfChanged } from "./steps.mjs";

export const GLUE = "target/glue";

/** The two modules: what each is called, where cargo builds it, and with which features. */
export const MODULES = [
  { name: "runtime", folder: "target/runtime", features: ["--no-default-features"] },
  { name: "compiler", folder: "target/author", features: [] },
];

// Named one by one, never `-all`: that makes wasm-opt write an import section that today's
// engines reject. These six are what rustc emits by default.
const WASM_OPT = [
  "-O3",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
  "--enable-bulk-memory",
  "--enable-reference-types",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-multivalue",
];
const WASM_OPT_PROGRAM = "src/js/node_modules/binaryen/bin/wasm-opt";

export async function buildModule({ name, folder, features }) {
  const built = join(folder, "wasm32-unknown-unknown/release/pointperson.wasm");
  const raw = join(GLUE, `${name}_bg.wasm`);
  const wasm = join(GLUE, `${name}.wasm`);
  mkdirSync(GLUE, { recursive: true });

  await step(`${name}: cargo`, () => cargo(folder, features));
  await stepIfChanged(
    `${name}: wasm-bindgen`,
    {
      inputs: [built, "Cargo.toml", "pkg-scripts/lib/glue.mjs", "pkg-scripts/lib/wasm.mjs"],
      outputs: [raw, join(GLUE, `${name}.js`), join(GLUE, `${name}.d.ts`)],
    },
    async () => {
      await run("wasm-bindgen", ["--target", "web", "--out-dir", GLUE, "--out-name", name, built]);
      const glue = join(GLUE, `${name}.js`);
      writeFileSync(glue, editGlue(readFileSync(glue, "utf8"), glue));
      const types = join(GLUE, `${name}.d.ts`);
      writeFileSync(types, editGlueTypes(readFileSync(types, "utf8"), types));
    },
  );
  await stepIfChanged(
    `${name}: wasm-opt`,
    { inputs: [raw, "src/js/package-lock.json", { text: WASM_OPT.join(" ") }], outputs: [wasm] },
    async () => {
      // To a second name first: an interrupted run must not leave half a module.
      await run(process.execPath, [WASM_OPT_PROGRAM, ...WASM_OPT, raw, "-o", `${wasm}.part`]);
      renameSync(`${wasm}.part`, wasm);
      const brotli = brotliCompressSync(readFileSync(wasm)).length;
      return `${statSync(raw).size} -> ${statSync(wasm).size} bytes, brotli ${brotli}`;
    },
  );
}

/**
 * For tests: the runtime with the feature `trap`. Compiled as the published one is, since what a
 * module imports from the glue depends on it; only wasm-opt is left out. Returns its path.
 */
export async function buildTrapping() {
  const folder = "target/trapping";
  await cargo(folder, ["--no-default-features", "--features", "trap"]);
  const built = join(folder, "wasm32-unknown-unknown/release/pointperson.wasm");
  await run("wasm-bindgen", [
    "--target", "web", "--out-dir", folder, "--out-name", "runtime", built,
  ]);
  return join(folder, "runtime_bg.wasm");
}

// The toolchain script names another cargo where only the distribution's rustc can build wasm.
function cargo(folder, features) {
  const [program, ...first] = (process.env.POINTPERSON_WASM_CARGO ?? "cargo").split(" ");
  const target = ["--target", "wasm32-unknown-unknown", "--target-dir", folder];
  return run(program, [
    ...first, "build", "--quiet", "--locked", "--lib", "--release", ...target, ...features,
  ]);
}
