// The recipes of the README, run as they stand: tests/consumers/recipes holds them, readme.test.mjs
// holds the README to them. The page is typed into in Chromium; the Worker answers from workerd.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./browsers.mjs";
import { serveFolder } from "./servers.mjs";
import { cli, root } from "./support.mjs";
import { bundleWorker, consumer, fresh, pack, startWorker } from "./workshop.mjs";

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
  for (const file of ["form.html", "worker.js"]) {
    assert.ok(readFileSync(join(cwd, file), "utf8").trimEnd().split("\n").length < 20, file);
  }
});

test("the form names the owner while it is filled in, and asks nobody for it", async () => {
  const server = await serveFolder(cwd);
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  try {
    await page.goto(`${server.url}/form.html`, { waitUntil: "networkidle" });
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const owners = [];
    for (const [name, value] of Object.entries(LEAD)) {
      await page.locator(`[name=${name}]`).pressSequentially(value);
      owners.push(await page.locator("output").textContent());
    }
    assert.deepEqual(owners, ["", "", "", "Ana Díaz will answer you."]);
    assert.equal(await page.locator("[name=owner]").inputValue(), "ana");
    assert.deepEqual({ asked, said }, { asked: [], said: [] });
  } finally {
    await page.close();
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
    const garbage = ["", "{", "null", "7", '"kim@acme.example"', "[]", "[{}]"].map(json);
    for (const request of [{}, { method: "POST" }, form("{}"), ...garbage]) {
      const { status } = await fetch(url, request);
      assert.equal(status, 400, request.body);
    }
  } finally {
    await worker.dispose();
  }
});
