// The recipes of README.md and RECIPES.md, run as they stand: tests/consumers/recipes holds them,
// readme.test.mjs holds the texts to them. The pages are typed into in Chromium; the Worker answers
// from workerd.

import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, visit } from "./browsers.mjs";
import { serveFolder } from "./servers.mjs";
import { cli, root } from "./support.mjs";
import { bundleWorker, consumer, fresh, pack, run, startWorker, tool } from "./workshop.mjs";

const LEAD = { email: "kim@acme.example", employees: "5,000+", country: "United States", state: "CA" };

let cwd;
let browser;

before(async () => {
  const policy = fresh("recipes-policy");
  const [, text] = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(new URL("README.md", root), "utf8"));
  writeFileSync(join(policy, "leads.policy.yaml"), text);
  const { code, err } = await cli(["compile", "-o", "policy.js"], { cwd: policy });
  assert.deepEqual([code, err], [0, ""]);
  cwd = await consumer("recipes", [await pack("recipes")], policy);
  browser = await launch("chromium");
});
after(() => browser?.close());

test("each is shorter than twenty lines", () => {
  const lines = (file) => readFileSync(join(cwd, file), "utf8").trimEnd().split("\n").length;
  for (const file of ["form.html", "worker.js", "LeadForm.tsx"]) assert.ok(lines(file) < 20, file);
  assert.equal(lines("slim.js"), 4);
});

/**
 * Opens a page of a folder and types the lead into it. Gives what its output says after each field,
 * what it asked the network for meanwhile, and what the console said.
 */
async function typedInto(folder, path, { look = () => {}, headers = {} } = {}) {
  const server = await serveFolder(folder, { headers });
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  try {
    await page.goto(`${server.url}/${path}`, { waitUntil: "networkidle" });
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const told = [];
    for (const [name, value] of Object.entries(LEAD)) {
      await page.locator(`[name=${name}]`).pressSequentially(value);
      told.push(await page.locator("output").textContent());
    }
    await look(page);
    return { told, asked, said };
  } finally {
    await page.close();
    await server.stop();
  }
}

const NAMED_AT_LAST = { told: ["", "", "", "Ana Díaz will answer you."], asked: [], said: [] };

test("the form names the owner while it is filled in, and asks nobody for it", async () => {
  const look = async (page) => {
    assert.equal(await page.locator("[name=owner]").inputValue(), "ana");
  };
  assert.deepEqual(await typedInto(cwd, "form.html", { look }), NAMED_AT_LAST);
});

test("so does the component for React, and it stays where nothing loads", async () => {
  const tsc = fileURLToPath(new URL("src/js/node_modules/typescript/bin/tsc", root));
  await run(process.execPath, [tsc, "-p", "."], cwd);
  const { out, err } = await run(tool("vite"), ["build"], cwd);
  assert.doesNotMatch(out + err, /warn|error|fail/i);
  assert.deepEqual(await typedInto(join(cwd, "dist"), ""), NAMED_AT_LAST);

  const headers = { "content-security-policy": "script-src 'self'" };
  const { told, said } = await typedInto(join(cwd, "dist"), "", { headers });
  assert.deepEqual(told, ["", "", "", ""]);
  assert.match(said.join("\n"), /Content-Security-Policy/);
});

test("slim runs on the module that the page serves, and carries none", async () => {
  const args = ["slim.js", "--bundle", "--format=esm", "--outdir=out", "--log-level=warning"];
  assert.equal((await run(tool("esbuild"), args, cwd)).err, "");
  const inlined = "AGFzbQ"; // the first bytes of a module in base64
  assert.ok(!readFileSync(join(cwd, "out/slim.js"), "utf8").includes(inlined));
  copyFileSync(join(cwd, "node_modules/pointperson/dist/runtime.wasm"), join(cwd, "runtime.wasm"));
  const server = await serveFolder(cwd);
  try {
    const { output, said } = await visit(browser, `${server.url}/slim.html`);
    assert.deepEqual({ output, said }, { output: "Ana Díaz", said: [] });
  } finally {
    await server.stop();
  }
});

test("the Worker answers forms and JSON, and what is neither", async () => {
  await bundleWorker(cwd);
  const worker = await startWorker(cwd);
  try {
    const url = await worker.ready;
    const lead = { ...LEAD, owner: "somebody who was forged" };
    const headers = { "content-type": "application/json; charset=utf-8" };
    const json = (body) => ({ method: "POST", headers, body });
    const form = (body) => ({ method: "POST", body });
    for (const request of [form(new URLSearchParams(lead)), json(JSON.stringify(lead))]) {
      const answer = await fetch(url, request);
      assert.deepEqual(await answer.json(), { owner: "Ana Díaz", by: "west" });
    }
    const likeJson = { "content-type": "Application/Vnd.API+JSON" };
    const typed = await fetch(url, { ...json(JSON.stringify(lead)), headers: likeJson });
    assert.equal((await typed.json()).owner, "Ana Díaz");

    // Nobody owns what is refused, and whoever sent it learns why.
    const misspelt = [form(new URLSearchParams({ emial: LEAD.email })), json('{"emial":"x"}')];
    for (const request of [json("{}"), form(new URLSearchParams()), ...misspelt]) {
      const answer = await fetch(url, request);
      const { reasons, unread, ...rest } = await answer.json();
      assert.deepEqual([answer.status, rest], [422, {}], request.body);
      assert.deepEqual(reasons[0], { about: "required", field: "email" });
      const near = misspelt.includes(request) ? [{ name: "emial", near: "email" }] : [];
      assert.deepEqual(unread, near);
    }

    const garbage = ["", "{", "null", "7", '"kim@acme.example"', "[]", "[{}]"].map(json);
    for (const request of [{ method: "POST" }, form("{}"), ...garbage]) {
      const { status } = await fetch(url, request);
      assert.equal(status, 400, request.body);
    }
    for (const method of ["GET", "PUT"]) assert.equal((await fetch(url, { method })).status, 405);
  } finally {
    await worker.dispose();
  }
});
