// package.mjs: from src/js and target/glue to pkg/, the folder that is published.
//
// src/js/package.json is the published manifest and at the same time the list of entries: every
// `./dist/<name>.js` that `exports` or `bin` names is bundled from src/js/<name>.ts, every
// `./dist/<name>.cjs` likewise as CommonJS. Any other .ts file takes part by being imported; only
// slim.ts is never bundled into another entry but imported by it, so that all share one runtime.
// Every `./dist/<name>.d.ts` or `.d.cts` comes from src/js/entries/<name>.d.ts; what they name is
// in types.ts. A file of another kind is copied: what OTHERS names, or src/js/<name>. The texts
// beside the code are those of TEXTS.
//
// In the sources, `#wasm/…` is target/glue (tsconfig.json, `paths`): `#wasm/runtime.js` the glue,
// `#wasm/runtime.wasm` the module as base64 text. An import of `./runtime.wasm` stays an import.

import {
  chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix } from "node:path";
import { READERS } from "./readers.mjs";
import { GLUE, MODULES } from "./wasm.mjs";
import { BuildError, run } from "./steps.mjs";

const JS = "src/js";
const ENTRIES = join(JS, "entries");
const TYPES = "target/types";
const NEXT = "target/pkg"; // assembled here, then renamed to pkg/
const OTHERS = { "schema.json": "src/policy/schema.json" };
const TEXTS = {
  "README.md": "README.md",
  "RECIPES.md": "src/js/RECIPES.md",
  "CHANGELOG.md": "CHANGELOG.md",
  "LICENSE-MIT": "LICENSE-MIT",
  "LICENSE-APACHE": "LICENSE-APACHE",
};

// Sections that speak of a clone of the repository, which who has the package does not.
const OF_THE_REPOSITORY = ["Two commands", "Where things are"];

/** What pkg/ is made from, for the decision whether it must be made again. */
export const PACKAGE_INPUTS = [
  JS,
  ...MODULES.flatMap(({ name }) =>
    ["js", "d.ts", "wasm"].map((end) => join(GLUE, `${name}.${end}`)),
  ),
  ...READERS,
  ...Object.values(TEXTS),
  ...Object.values(OTHERS),
  "Cargo.toml",
  "pkg-scripts/lib/package.mjs",
];
export const TYPES_OUTPUTS = [TYPES];
export const PACKAGE_OUTPUTS = ["pkg/package.json"];

/** Checks the TypeScript and writes its declarations. */
export async function checkTypes() {
  rmSync(TYPES, { recursive: true, force: true });
  await run(process.execPath, [join(JS, "node_modules/typescript/bin/tsc"), "-p", JS]);
}

/** Bundles the entries and lays out pkg/. */
export async function makePackage() {
  const manifest = JSON.parse(readFileSync(join(JS, "package.json"), "utf8"));
  const files = filesNamedIn(manifest);
  rmSync(NEXT, { recursive: true, force: true });
  mkdirSync(join(NEXT, "dist"), { recursive: true });

  await bundle(files, manifest);
  copyTypes(files);
  for (const { name } of MODULES) {
    copyFileSync(join(GLUE, `${name}.wasm`), join(NEXT, `dist/${name}.wasm`));
  }
  copyOthers(files);
  writeFolders(manifest);
  cpSync(join(JS, "templates"), join(NEXT, "templates"), { recursive: true });
  for (const name of Object.keys(TEXTS)) {
    writeFileSync(join(NEXT, name), packedText(TEXTS[name]));
  }
  writeFileSync(
    join(NEXT, "package.json"),
    `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`,
  );

  for (const file of Object.values(manifest.bin ?? {})) chmodSync(join(NEXT, file), 0o755);
  const missing = files.filter((file) => !existsSync(join(NEXT, file)));
  if (missing.length > 0) {
    throw new BuildError(
      `src/js/package.json names files that were not made: ${missing.join(", ")}`,
    );
  }
  rmSync("pkg", { recursive: true, force: true });
  renameSync(NEXT, "pkg");
  return `${files.length} files named, version ${crateVersion()}`;
}

/** Every path that the manifest's `bin` and `exports` name, without patterns. */
function filesNamedIn(manifest) {
  const found = new Set();
  const walk = (value) => {
    if (typeof value === "string") found.add(value.replace(/^\.\//, ""));
    else for (const inner of Object.values(value ?? {})) walk(inner);
  };
  walk(manifest.bin);
  walk(manifest.exports);
  return [...found].filter((path) => !path.includes("*")).sort();
}

async function bundle(files, manifest) {
  const esbuild = createRequire(join(process.cwd(), JS, "package.json"))("esbuild");
  const formats = [
    { end: ".js", format: "esm" },
    { end: ".cjs", format: "cjs" },
  ];
  for (const { end, format } of formats) {
    const outputs = files.filter((file) => file.startsWith("dist/") && file.endsWith(end));
    if (outputs.length === 0) continue;
    await esbuild.build({
      absWorkingDir: process.cwd(),
      entryPoints: outputs.map((output) => source(output.slice("dist/".length, -end.length))),
      outbase: JS,
      outdir: join(NEXT, "dist"),
      outExtension: { ".js": end },
      tsconfig: join(JS, "tsconfig.json"),
      bundle: true,
      format,
      platform: "neutral",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      loader: { ".wasm": "base64" },
      define: { VERSION: JSON.stringify(crateVersion()) },
      plugins: [keepWasmImports, keepSlim(end)],
      external: ["node:*", "cloudflare:*", ...Object.keys(manifest.peerDependencies ?? {})],
      logLevel: "warning",
    });
  }
}

function copyOthers(files) {
  for (const file of files) {
    const from = OTHERS[file] ?? join(JS, file.replace(/^dist\//, ""));
    const to = join(NEXT, file);
    if (file === "package.json" || existsSync(to) || !existsSync(from)) continue;
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
}

/**
 * A text as it lies in the package, without what is about the repository. Its links lead to where
 * the other texts lie there; of a link to what is not packed the words are left, for a registry
 * would show it as a link that is dead.
 */
function packedText(from) {
  const [head, ...sections] = readFileSync(from, "utf8").split(/^(?=## )/m);
  const isPacked = (section) => !OF_THE_REPOSITORY.includes(section.split("\n")[0].slice(3));
  const text = [head, ...sections.filter(isPacked)].join("");
  const nameOf = Object.fromEntries(Object.entries(TEXTS).map(([name, source]) => [source, name]));
  return text.replaceAll(/\[([^\]]+)\]\(([^):]+)\)/g, (_all, words, path) => {
    const name = nameOf[posix.join(dirname(from), path)];
    return name ? `[${words}](${name})` : words;
  });
}

// `./runtime.wasm` and `./runtime.wasm?module` are read where the package is used, not here.
const keepWasmImports = {
  name: "keep wasm imports",
  setup: (build) =>
    build.onResolve({ filter: /^\.\.?\/.*\.wasm(\?module)?$/ }, ({ path }) => ({
      path,
      external: true,
    })),
};

// slim.js is imported by the other entries under the name it has in the package.
const keepSlim = (end) => ({
  name: "keep slim",
  setup: (build) =>
    build.onResolve({ filter: /^\.\.?\/slim\.js$/ }, () => ({
      path: `./slim${end}`,
      external: true,
    })),
});

/**
 * A folder for each entry besides the first, for tools that do not read `exports`: they look for
 * `pointperson/slim` in slim/package.json.
 */
function writeFolders(manifest) {
  const up = (path) => path.replace(/^\./, "..");
  for (const [entry, { require: old, default: now }] of Object.entries(manifest.exports)) {
    if (entry === "." || now === undefined) continue;
    const parts = { main: up(old.default), module: up(now.default), types: up(now.types) };
    mkdirSync(join(NEXT, entry));
    writeFileSync(join(NEXT, entry, "package.json"), `${JSON.stringify(parts, null, 2)}\n`);
  }
}

function source(name) {
  const found = [`${name}.ts`, `${name}.tsx`]
    .map((file) => join(JS, file))
    .find((path) => existsSync(path));
  if (!found) {
    throw new BuildError(
      `src/js/package.json names dist/${name}.js, but there is no src/js/${name}.ts`,
    );
  }
  return found;
}

/** The declarations that the manifest names; for `require`, under the names that CommonJS needs. */
function copyTypes(files) {
  for (const [end, own] of [
    [".d.ts", ".js"],
    [".d.cts", ".cjs"],
  ]) {
    const named = files
      .filter((file) => file.endsWith(end))
      .map((file) => file.slice("dist/".length, -end.length));
    const texts = [
      ["types", join(TYPES, "types.d.ts")],
      ...named.map((name) => [name, join(ENTRIES, `${name}.d.ts`)]),
    ];
    for (const [name, from] of texts) {
      if (!existsSync(from)) {
        throw new BuildError(
          `src/js/package.json names dist/${name}${end}, but there is no ${from}`,
        );
      }
      const text = readFileSync(from, "utf8").replace(
        /(from "\.)\.?(\/[^"]*)\.js"/g,
        (_all, before, path) => `${before}${path}${own}"`,
      );
      writeFileSync(join(NEXT, "dist", `${name}${end}`), text);
    }
  }
}

/** The manifest for users: the crate's version, nothing that only we need. */
function publishedManifest(manifest) {
  const {
    name,
    description,
    private: _private,
    scripts: _scripts,
    devDependencies: _dev,
    ...rest
  } = manifest;
  return { name, version: crateVersion(), description, ...rest };
}

function crateVersion() {
  const version = /^version = "([^"]+)"$/m.exec(readFileSync("Cargo.toml", "utf8"))?.[1];
  if (!version) throw new BuildError('Cargo.toml has no line: version = "…"');
  return version;
}
