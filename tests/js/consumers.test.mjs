// The package in real consumers: each of tests/consumers installs the packed tarball without a
// network, decides one lead, and must give the decision bytes of the engine here, with nothing
// said on any console. Firefox and WebKit take part with POINTPERSON_WIDE=1.

import assert from "node:assert/strict";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, visit } from "./browsers.mjs";
import { serveFolder, startServer } from "./servers.mjs";
import { pkg, pointperson } from "./support.mjs";
import { WORKSHOP, compilePolicy, consumer, fresh, pack, run, shell } from "./workshop.mjs";
import { bundleWorker, runtime, startWorker, tool } from "./workshop.mjs";

const LEAD = {
  email: "kim@acme.example",
  company_size: "5,000+",
  country: "United States",
  state: "CA",
  demo: true,
};
const FACTS = { accountOwner: null };
const BROWSERS = process.env.POINTPERSON_WIDE ? ["chromium", "firefox", "webkit"] : ["chromium"];

let tarball;
let policy;
let expected;
const browsers = [];

before(async () => {
  tarball = await pack("consumers");
  policy = await compilePolicy();
  const engine = pointperson.loadSync(readFileSync(join(policy, "leads.bin")));
  expected = new TextDecoder().decode(engine.decisionBytes(LEAD, FACTS));
  assert.match(expected, /"owner":\{"id":"ana"\}/);
  for (const name of BROWSERS) browsers.push(await launch(name));
});
after(() => Promise.all(browsers.map((browser) => browser.close())));

/** The folder of a fixture, installed once. */
const made = new Map();
function make(name, ...others) {
  if (!made.has(name)) made.set(name, consumer(name, [tarball, ...others], policy));
  return made.get(name);
}

/** Holds what a program printed to the decision, and its stderr to nothing. */
const decided = ({ out, err }) => assert.deepEqual({ out, err }, { out: expected, err: "" });

/** A bundler's run: it must neither warn nor fail. */
async function builds(cwd, name, ...args) {
  const { out, err } = await run(tool(name), args, cwd);
  assert.doesNotMatch(out + err, /warn|error|fail/i, `${name} complains`);
}

/** Opens a page in every browser of this run: it must show the decision and say nothing. */
async function shows(url, { own = /^$/ } = {}) {
  for (const browser of browsers) {
    const { output, said } = await visit(browser, url);
    const foreign = said.filter((line) => !own.test(line));
    assert.deepEqual({ output, said: foreign }, { output: expected, said: [] });
  }
}

async function showsFolder(cwd, page = "index.html", options = {}) {
  const server = await serveFolder(cwd, options);
  try {
    await shows(`${server.url}/${page}`);
  } finally {
    await server.stop();
  }
}

/** Asks a server with the lead in the body. */
async function answers(url) {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(LEAD) });
  assert.deepEqual([response.status, await response.text()], [200, expected]);
}

/** Starts a server, lets `work` use it, and holds its stderr to nothing but `own` lines. */
async function served(program, args, options, work, own = /^$/) {
  const server = await startServer(program, args, { env: shell(), ...options });
  try {
    await work(server.url);
    const lines = server.said().split("\n");
    const said = lines.filter((line) => line.trim() !== "" && !own.test(line));
    assert.deepEqual(said, [], "said on stderr");
  } finally {
    await server.stop();
  }
}

describe("the tarball", () => {
  const lint = (name, ...args) => run(tool(name), [...args, tarball], WORKSHOP);
  test("publint has nothing to say", () => lint("publint", "run", "--strict"));
  test("are the types wrong? no, in no way of resolving", () => lint("attw"));
});

describe("programs", { concurrency: 2 }, () => {
  for (const name of ["node20", "node22", "node24"]) {
    const skip = runtime(name) ? false : `there is no ${name} package for this system`;
    test(`${name}: import, require, the policy as a module`, { skip }, async () => {
      for (const file of ["program.mjs", "program.cjs", "module.mjs"]) {
        decided(await run(runtime(name), [file], await make("node")));
      }
    });
  }
  test("Deno", async () => {
    const args = ["run", "--allow-read=.", "program.mjs"];
    decided(await run(runtime("deno"), args, await make("deno")));
  });
  test("Bun", async () => decided(await run(runtime("bun"), ["program.mjs"], await make("bun"))));
});

describe("pages", { concurrency: 2 }, () => {
  test("<script type=module>, no tool", async () => showsFolder(await make("script")));
  test("slim: the module from a file of its own", async () => showsFolder(await make("slim")));
  test("esbuild: a module, and a script", async () => {
    const cwd = await make("esbuild");
    const args = ["page.js", "--bundle", "--log-level=warning"];
    await builds(cwd, "esbuild", ...args, "--format=esm", "--outfile=out.mjs");
    await builds(cwd, "esbuild", ...args, "--format=iife", "--outfile=out.js");
    for (const page of ["index.html", "iife.html"]) await showsFolder(cwd, page);
  });
  test("rollup", async () => {
    const cwd = await make("rollup");
    await builds(cwd, "rollup", "--config", "--silent");
    await showsFolder(cwd);
  });
  test("webpack", async () => {
    const cwd = await make("webpack");
    await builds(cwd, "webpack");
    await showsFolder(cwd);
  });
  test("Parcel", async () => {
    const cwd = await make("parcel");
    await builds(
      cwd, "parcel", "build", "index.html", "--no-cache", "--cache-dir", ".parcel-cache",
    );
    await showsFolder(join(cwd, "dist"));
  });
  test("vite: build and dev", async () => {
    const cwd = await make("vite");
    await builds(cwd, "vite", "build");
    await showsFolder(join(cwd, "dist"));
    const args = (port) => ["--host", "127.0.0.1", "--port", port, "--strictPort"];
    await served(tool("vite"), args, { cwd }, (url) => shows(url, { own: /^debug: \[vite\]/ }));
  });
});

describe("pages that are strict or mixed", { concurrency: 2 }, () => {
  const scripts = (told) => {
    const header = `default-src 'self'; script-src ${told}`;
    return { headers: { "content-security-policy": header } };
  };

  test("CSP with 'wasm-unsafe-eval'", async () => {
    await showsFolder(await make("csp"), "index.html", scripts("'self' 'wasm-unsafe-eval'"));
  });
  test("CSP without it: the error names the header to send", async () => {
    const server = await serveFolder(await make("csp"), scripts("'self'"));
    try {
      for (const browser of browsers) {
        const { output } = await visit(browser, `${server.url}/`);
        const { name, code, hint } = JSON.parse(output);
        assert.deepEqual([name, code], ["PointpersonError", "csp-blocked"]);
        assert.match(hint, /Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'/);
      }
    } finally {
      await server.stop();
    }
  });
  test("two versions in one page", async () => {
    await showsFolder(await make("two-versions", await packedAs("theirs", "0.0.9")));
  });
});

/** The package under another name and version, packed: a second copy of it. */
function packedAs(name, version) {
  const folder = fresh("renamed");
  cpSync(fileURLToPath(pkg), folder, { recursive: true });
  const path = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...manifest, name, version }));
  return pack(name, folder);
}

describe("servers at the edge", { concurrency: 1 }, () => {
  test("workerd through miniflare", async () => {
    const cwd = await make("worker");
    await bundleWorker(cwd);
    const said = [];
    const worker = await startWorker(cwd, said);
    try {
      await answers(await worker.ready);
      assert.deepEqual(said, []);
    } finally {
      await worker.dispose();
    }
  });
  test("workerd through wrangler dev", async () => {
    const cwd = await make("worker");
    const local = ["dev", "--local", "--ip", "127.0.0.1", "--inspector-port", "0"];
    const args = (port) => [...local, "--port", port];
    await served(tool("wrangler"), args, { cwd }, answers);
  });
  test("Next: a page, a Node route and an edge route", async () => {
    const cwd = await make("next");
    const { err } = await run(tool("next"), ["build"], cwd);
    // What Next says of the edge runtime itself.
    const own = / edge runtime /i;
    assert.deepEqual(err.split("\n").filter((line) => line !== "" && !own.test(line)), []);
    const edge = readdirSync(join(cwd, ".next/server/edge"), { recursive: true });
    const isModule = (path) => path.endsWith(".wasm");
    assert.ok(edge.some(isModule), "the edge route has the module as a file");
    const standalone = join(cwd, ".next/standalone/next");
    cpSync(join(cwd, ".next/static"), join(standalone, ".next/static"), { recursive: true });
    const start = async (url) => {
      await answers(`${url}/node`);
      await answers(`${url}/edge`);
      await shows(url);
    };
    const args = (port) => ["-c", `PORT=${port} HOSTNAME=127.0.0.1 exec node server.js`];
    await served("sh", args, { cwd: standalone }, start);
  });
});
