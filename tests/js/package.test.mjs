// The package as it is published: packed, and installed from the tarball into an empty folder, with
// no network. What is in it, and that a user's program and command line can use it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { POLICY, TERRITORIES, folder, manifest, pkg, root } from "./support.mjs";

const consumer = folder({
  "package.json": '{ "name": "consumer", "private": true }\n',
  "small.policy.yaml": POLICY,
  "territories.csv": TERRITORIES,
});
let packed;

/** Runs a program in `cwd`; fails with all that it said unless it ends with 0. */
function run(program, args, cwd = consumer) {
  // An empty home and cache: nothing that this machine has lying about.
  const npm = {
    npm_config_offline: "true",
    npm_config_cache: join(consumer, ".npm"),
    npm_config_loglevel: "error",
  };
  const env = {
    ...process.env,
    ...npm,
    HOME: consumer,
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { cwd, env, encoding: "utf8", maxBuffer: 1 << 26 },
      (error, out, err) => {
        if (error) reject(new Error(`${program} ${args.join(" ")}\n${out}${err}`));
        else resolve(out);
      },
    );
  });
}

before(async () => {
  const out = await run(
    "npm",
    ["pack", "--json", "--pack-destination", consumer],
    fileURLToPath(pkg),
  );
  [packed] = JSON.parse(out);
  await run("npm", ["install", "--offline", packed.filename]);
  await run("npx", ["--no-install", "pointperson", "compile", "-o", "small.bin"]);
});

test("the tarball holds what users need and nothing else", () => {
  const paths = packed.files.map(({ path }) => path);
  const plain = ["CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];
  const texts = [...plain, "README.md", "RECIPES.md", "package.json"];
  for (const text of texts) assert.ok(paths.includes(text), text);
  const entries = ["index", "slim", "compiler"].flatMap((name) =>
    [".js", ".cjs", ".d.ts", ".d.cts"].map((end) => `${name}${end}`),
  );
  const others = [
    "workerd.js", "edge-light.js", "compiler.workerd.js", "compiler.edge-light.js", "cli.js",
  ];
  for (const entry of [...entries, ...others, "runtime.wasm"]) {
    assert.ok(paths.includes(`dist/${entry}`), entry);
  }
  const known = [
    /^dist\/[\w-]+(\.workerd|\.edge-light)?\.(js|cjs|d\.ts|d\.cts|wasm)$/,
    /^templates\/(lead|ticket)\/[a-z.]+\.(yaml|csv)$/,
    /^(slim|compiler|wasm)\/package\.json$/,
    /^schema\.json$/,
  ];
  assert.deepEqual(
    paths.filter((path) => !texts.includes(path) && !known.some((form) => form.test(path))),
    [],
  );
  assert.deepEqual(packed.bundled, []);
  for (const key of ["private", "scripts", "devDependencies", "dependencies"]) {
    assert.equal(manifest[key], undefined, key);
  }
  for (const text of plain) {
    assert.equal(
      readFileSync(new URL(text, pkg), "utf8"),
      readFileSync(new URL(text, root), "utf8"),
      `${text}: run pkg-scripts/build`,
    );
  }
  assert.equal(
    readFileSync(new URL("schema.json", pkg), "utf8"),
    readFileSync(new URL("src/policy/schema.json", root), "utf8"),
  );
});

// Two sections of the README, each to the heading after it.
const OF_THE_REPOSITORY = /^## (Two commands|Where things are)\n[^]*?(?=^## )/gm;

test("every link of a packed text leads to a file of the package", () => {
  const link = /\[([^\]]+)\]\(([^)]+)\)/g;
  const words = (text) => text.replaceAll(link, "$1");
  const paths = packed.files.map(({ path }) => path);
  const read = (path, base) => readFileSync(new URL(path, base), "utf8");
  const texts = [
    ["README.md", "README.md", "RECIPES.md"],
    ["RECIPES.md", "src/js/RECIPES.md", "README.md"],
  ];
  for (const [name, from, other] of texts) {
    const text = read(name, pkg);
    const left = read(from, root).replaceAll(OF_THE_REPOSITORY, "");
    assert.equal(words(text), words(left), `${name}: run pkg-scripts/build`);
    assert.doesNotMatch(text, /pkg-scripts|\bpkg\//, `${name} speaks of the repository`);
    const links = [...text.matchAll(link)].map(([, , to]) => to);
    const inside = links.filter((to) => !to.startsWith("https://"));
    assert.deepEqual(inside.filter((to) => !paths.includes(to)), [], name);
    assert.ok(inside.includes(other), `${name} leads to ${other}`);
  }
});

test("tools that do not read exports find every entry by its folder", () => {
  for (const [entry, conditions] of Object.entries(manifest.exports)) {
    if (typeof conditions === "string") continue;
    const folder =
      entry === "."
        ? manifest
        : JSON.parse(readFileSync(new URL(`${entry}/package.json`, pkg), "utf8"));
    const base = new URL(entry === "." ? "./" : `${entry}/`, pkg);
    const named = (part) => new URL(folder[part], base).href;
    const own = (path) => new URL(path, pkg).href;
    assert.equal(named("main"), own(conditions.require.default));
    assert.equal(named("types"), own(conditions.default.types));
    assert.equal(named("module"), own(conditions.default.default));
  }
});

test("types come first in every condition, and the general one last", () => {
  for (const conditions of Object.values(manifest.exports)) {
    if (typeof conditions === "string") continue;
    assert.equal(Object.keys(conditions).at(-1), "default");
    for (const condition of Object.values(conditions)) {
      assert.deepEqual(Object.keys(condition), ["types", "default"]);
    }
  }
});

test("no entry works at import, touches a global, or ships the module twice", async () => {
  const code = (name) => readFileSync(new URL(`dist/${name}`, pkg), "utf8");
  for (const { path } of packed.files) {
    if (!/^dist\/.*\.c?js$/.test(path) || path === "dist/cli.js") continue;
    const text = code(path.slice("dist/".length));
    const [found] =
      /\beval\(|new Function|import\.meta|^await |globalThis\.\w+ =/m.exec(text) ?? [];
    assert.equal(found, undefined, path);
    assert.equal(
      text.includes("AGFzbQ"),
      /^dist\/(index|compiler)\.c?js$/.test(path),
      `${path}: inlined module`,
    );
  }
  assert.match(code("workerd.js"), /from "\.\/runtime\.wasm"/);
  assert.match(code("edge-light.js"), /from "\.\/runtime\.wasm\?module"/);
  assert.match(code("compiler.workerd.js"), /from "\.\/compiler\.wasm"/);
  assert.match(code("compiler.edge-light.js"), /from "\.\/compiler\.wasm\?module"/);
  for (const name of ["index.js", "workerd.js", "edge-light.js"]) {
    assert.match(code(name), /from "\.\/slim\.js"/);
  }

  writeFileSync(
    join(consumer, "watch.mjs"),
    `const before = Object.keys(globalThis).concat(Object.getOwnPropertyNames(globalThis));
for (const name of ["Module", "Instance", "compile", "instantiate"]) {
  Object.defineProperty(WebAssembly, name, { get() { throw new Error("work at import: " + name); } });
}
for (const name of Object.keys(console)) console[name] = () => { throw new Error("work at import: " + name); };
globalThis.fetch = atob;
globalThis.atob = () => { throw new Error("work at import: atob"); };
await import("pointperson"); await import("pointperson/slim"); await import("pointperson/compiler");
const more = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
process.exitCode = more.length;
`);
  assert.equal(await run(process.execPath, ["watch.mjs"]), "");
});

test("an import that is not used leaves nothing in a bundle", async () => {
  const esbuild = createRequire(new URL("src/js/package.json", root))("esbuild");
  for (const entry of ["pointperson", "pointperson/slim", "pointperson/compiler"]) {
    const contents = `import * as all from "${entry}";\nimport { PointpersonError } from "${entry}";\nexport const mine = 1;\n`;
    const stdin = { contents, resolveDir: consumer };
    for (const conditions of [[], ["workerd"], ["edge-light"]]) {
      const { outputFiles } = await esbuild.build({
        stdin,
        bundle: true,
        write: false,
        format: "esm",
        conditions,
        external: ["*.wasm", "*?module"],
      });
      assert.ok(outputFiles[0].text.length < 80, `${entry}: ${outputFiles[0].text.slice(0, 200)}`);
    }
  }
});

test("the entry and slim share one runtime, in ESM and in CommonJS", async () => {
  const program = `const policy = readFileSync("small.bin");
const decides = (engine) => engine.decide({ email: "kim@acme.example", employees: 2000 }).owner.id;
try { slim.loadSync(policy); } catch (error) { console.log(error.code); }
console.log(decides(all.loadSync(policy)), decides(slim.loadSync(policy)), all.Engine === slim.Engine);
`;
  writeFileSync(
    join(consumer, "shared.mjs"),
    `import { readFileSync } from "node:fs";\nimport * as all from "pointperson";\nimport * as slim from "pointperson/slim";\n${program}`,
  );
  writeFileSync(
    join(consumer, "shared.cjs"),
    `const { readFileSync } = require("node:fs");\nconst all = require("pointperson"), slim = require("pointperson/slim");\n${program}`,
  );
  for (const file of ["shared.mjs", "shared.cjs"]) {
    assert.equal(await run(process.execPath, [file]), "not-started\nana ana true\n", file);
  }
});

test("errors of one entry are errors of every other", async () => {
  writeFileSync(join(consumer, "errors.mjs"), `import { createRequire } from "node:module";
import * as all from "pointperson"; import * as slim from "pointperson/slim"; import * as compiler from "pointperson/compiler";
const entries = [all, slim, compiler, ...["pointperson", "pointperson/compiler"].map(createRequire(import.meta.url))];
const thrown = [() => all.loadSync(1), () => compiler.check(1)].map((work) => { try { work(); } catch (error) { return error; } });
console.log(entries.every(({ PointpersonError }) => thrown.every((error) => error instanceof PointpersonError)), new Error() instanceof all.PointpersonError);
`);
  assert.equal(await run(process.execPath, ["errors.mjs"]), "true false\n");
});

test("two versions live side by side, and share policies", async () => {
  const other = join(consumer, "other");
  cpSync(fileURLToPath(pkg), join(other, "source"), { recursive: true });
  const [path, text] = [
    join(other, "source/package.json"),
    readFileSync(new URL("package.json", pkg), "utf8"),
  ];
  writeFileSync(path, text.replace(`"version": "${manifest.version}"`, '"version": "99.0.0"'));
  const [{ filename }] = JSON.parse(
    await run("npm", ["pack", "--json", "--pack-destination", other], join(other, "source")),
  );
  await run("npm", ["install", "--offline", "--no-bin-links", `newer@file:other/${filename}`]);
  await run("npx", ["--no-install", "pointperson", "compile", "-o", "policy.mjs"]);
  writeFileSync(join(consumer, "two.mjs"), `import * as one from "pointperson";
import * as two from "newer";
import * as policy from "./policy.mjs";
import { createRequire } from "node:module";
const versions = ["pointperson", "newer"].map((name) => createRequire(import.meta.url)(name + "/package.json").version);
const engines = [one.loadSync(policy), await two.load(policy), two.loadSync(policy.default), await one.load(import("./policy.mjs"))];
const owners = engines.map((engine) => engine.decide({ email: "kim@acme.example", employees: 2000 }).owner.id);
let error;
try { two.loadSync("no"); } catch (thrown) { error = thrown; }
console.log(...versions, ...owners, one.Engine === two.Engine, error instanceof one.PointpersonError);
`,
  );
  assert.equal(
    await run(process.execPath, ["two.mjs"]),
    `${manifest.version} 99.0.0 ana ana ana ana false true\n`,
  );
});

test("npx finds the command line, and a starter works from the first minute", async () => {
  const npx = (...args) =>
    run("npx", ["--no-install", "pointperson", ...args], join(consumer, "starter"));
  mkdirSync(join(consumer, "starter"));
  assert.equal(await npx("--version"), `${manifest.version}\n`);
  assert.match(await npx("init"), /^leads\.policy\.yaml$/m);
  assert.equal(await npx("check", "--strict"), "");
  const [head, ...rows] = (await npx("decide", "leads.csv")).trimEnd().split("\n");
  assert.match(head, /^record +outcome +owner .* why$/);
  assert.ok(rows.length >= 5);
});

test("a starter's first line leads editors to the schema, from any folder", async () => {
  const starts = [
    ["plain", "."],
    ["outer", "policies"],
    ["outer", "policies/deep"],
    ["", "beside"],
  ];
  for (const [at, folder] of starts) {
    const cwd = join(consumer, "starters", at);
    mkdirSync(cwd, { recursive: true });
    for (const what of ["leads", "tickets"]) {
      await run(
        "npx",
        ["--no-install", "pointperson", "init", join(folder, what), "--for", what],
        cwd,
      );
      const document = join(cwd, folder, what, `${what}.policy.yaml`);
      const [, path] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(
        readFileSync(document, "utf8"),
      );
      const schema = readFileSync(join(document, "..", path), "utf8");
      assert.equal(
        schema,
        readFileSync(join(consumer, "node_modules/pointperson/schema.json"), "utf8"),
      );
    }
  }
});

test("import and require load the same policy", async () => {
  const decide = 'const engine = loadSync(readFileSync("small.bin"));\n' +
    'console.log(engine.decide({ email: "kim@acme.example", employees: 2000 }).owner.name);\n';
  writeFileSync(
    join(consumer, "a.mjs"),
    `import { readFileSync } from "node:fs";\nimport { loadSync } from "pointperson";\n${decide}`,
  );
  writeFileSync(
    join(consumer, "a.cjs"),
    `const { readFileSync } = require("node:fs");\nconst { loadSync } = require("pointperson");\n${decide}`,
  );
  for (const file of ["a.mjs", "a.cjs"]) {
    assert.equal(await run(process.execPath, [file]), "Ana Díaz\n", file);
  }
  const others =
    'console.log(require("pointperson/package.json").version, require.resolve("pointperson/wasm").slice(-12))';
  assert.equal(
    await run(process.execPath, [
      "-p",
      `${others}, typeof require("pointperson/compiler").compile`,
    ]),
    `${manifest.version} runtime.wasm\nfunction\n`,
  );
});
