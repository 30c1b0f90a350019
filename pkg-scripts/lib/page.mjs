// page.mjs: from www and the built package to target/www, the page as a folder of static files.
//
// The script is one classic file (iife) with the wasm modules and the samples inside: a module
// script, or anything that is fetched, would not load when index.html is opened from the disk.
// The page imports `pointperson` and `pointperson/compiler` as a user does; here these names lead
// to pkg/. `readme:policy` is the first policy of README.md, `worker:compiler` the bundle of
// page/worker.ts as a text.

import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { BuildError, run } from "./steps.mjs";

const WWW = "www";
const JS = "src/js";
const OUT = "target/www";
const COPIED = ["index.html", "page.css"];

/** What the page is made from. */
export const PAGE_INPUTS = [
  ...["index.html", "page.css", "page", "samples", "package-lock.json", "tsconfig.json"].map(
    (name) => join(WWW, name),
  ),
  "README.md",
  "pkg/package.json",
  "pkg/dist",
  "pkg-scripts/lib/page.mjs",
];
export const PAGE_OUTPUTS = [...COPIED, "page.js"].map((name) => join(OUT, name));

/** Checks the page's TypeScript and writes the folder. */
export async function makePage() {
  await run(process.execPath, [join(JS, "node_modules/typescript/bin/tsc"), "-p", WWW]);
  const esbuild = createRequire(resolve(JS, "package.json"))("esbuild");
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const options = { outfile: join(OUT, "page.js"), metafile: true };
  const { metafile } = await esbuild.build(bundled(esbuild, "page/main.ts", options));
  writeFileSync(join(OUT, "licences.txt"), licences(Object.keys(metafile.inputs)));
  for (const name of COPIED) copyFileSync(join(WWW, name), join(OUT, name));
  return weight();
}

function bundled(esbuild, entry, rest) {
  return {
    absWorkingDir: process.cwd(),
    entryPoints: [join(WWW, entry)],
    tsconfig: join(WWW, "tsconfig.json"),
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    loader: { ".yaml": "text", ".csv": "text" },
    plugins: [thePackage, readmePolicy, compilersThread(esbuild)],
    logLevel: "warning",
    ...rest,
  };
}

/** The package's own names, as its manifest leads a browser that imports them. */
const thePackage = {
  name: "the package",
  setup(build) {
    const { exports } = JSON.parse(readFileSync("pkg/package.json", "utf8"));
    build.onResolve({ filter: /^pointperson(\/|$)/ }, ({ path }) => {
      const entry = exports[path.replace(/^pointperson/, ".")];
      if (!entry) throw new BuildError(`www imports ${path}, which the package does not export`);
      return {
        path: resolve("pkg", (entry.default ?? entry).default ?? entry.default),
        sideEffects: false,
      };
    });
  },
};

const readmePolicy = {
  name: "readme policy",
  setup(build) {
    build.onResolve({ filter: /^readme:policy$/ }, ({ path }) => ({ path, namespace: "readme" }));
    build.onLoad({ filter: /.*/, namespace: "readme" }, () => {
      const policy = /^```yaml\n(policy: [^]*?)^```/m.exec(readFileSync("README.md", "utf8"))?.[1];
      if (!policy)
        throw new BuildError("README.md has no policy: a block ```yaml that begins with `policy:`");
      return { contents: policy, loader: "text" };
    });
  },
};

// A thread of a page from the disk can be started from a text only.
const compilersThread = (esbuild) => ({
  name: "compiler's thread",
  setup(build) {
    build.onResolve({ filter: /^worker:compiler$/ }, ({ path }) => ({ path, namespace: "worker" }));
    build.onLoad({ filter: /.*/, namespace: "worker" }, async () => {
      const { outputFiles } = await esbuild.build(
        bundled(esbuild, "page/worker.ts", { write: false }),
      );
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
});

/** The licences of what is bundled: ours, and those of the editor's packages. */
function licences(inputs) {
  const names = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  const packages = [...new Set(names)].filter((name) => name !== undefined).sort();
  const texts = packages.map((name) => [name, join(WWW, "node_modules", name, "LICENSE")]);
  return [["pointperson", "LICENSE-MIT"], ...texts]
    .map(([name, path]) => `${name}\n\n${readFileSync(path, "utf8").trim()}\n`)
    .join("\n\n");
}

function weight() {
  const files = readdirSync(OUT).map((name) => readFileSync(join(OUT, name)));
  const sum = (sizes) => `${Math.round(sizes.reduce((all, size) => all + size, 0) / 1024)} KB`;
  const [raw, gzip] = [files, files.map((file) => gzipSync(file))].map((all) => {
    return sum(all.map(({ length }) => length));
  });
  return `${raw}, ${gzip} gzip`;
}
