// The page's links: what goes into an address, what comes out of one, and what is never lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import {
  POLICY,
  TARGET,
  open,
  owns,
  files,
  linked,
  contentOf,
  hashOf,
  small,
  goBehind,
} from "./page.mjs";
import { serveFolder } from "./servers.mjs";
import { root } from "./support.mjs";

const FROM_DISK = new URL("target/www/index.html", root).href;

test("the address keeps the policy through a reload, and never the lead", async (t) => {
  const { page, said } = await open(t, { hash: small({ email: "kim@acme.example" }) });
  await owns(page, "Bo Lind");
  await goBehind(page, "policy: small");
  await page.keyboard.type("-one");
  await page.fill("#field-size", "777");
  await page.waitForFunction(
    (before) => location.hash !== before,
    small({ email: "kim@acme.example" }),
  );
  const content = contentOf(page.url());
  assert.deepEqual(Object.keys(content), ["files"]);
  assert.equal(content.files["policy.yaml"], POLICY.replace("policy: small", "policy: small-one"));
  await page.reload();
  await page.locator(".stamp", { hasText: "small-one version" }).waitFor();
  assert.equal(await page.locator("#field-size").inputValue(), "");
  assert.deepEqual(said, []);
});

test("of two links that follow each other closely, the newer is opened", async (t) => {
  const { page, said } = await open(t, { hash: "#sample=readme" });
  await owns(page, "Ana Díaz");
  await page.evaluate(async (link) => {
    const { DecompressionStream } = globalThis;
    const moment = (length) => new Promise((over) => setTimeout(over, length));
    globalThis.DecompressionStream = class {
      constructor(form) {
        const slow = new TransformStream({ flush: () => moment(400) });
        const { writable, readable } = new DecompressionStream(form);
        Object.assign(this, { writable, readable: readable.pipeThrough(slow) });
      }
    };
    location.hash = link;
    await moment(100);
    location.hash = "#sample=desk";
    await moment(600);
  }, small());
  await owns(page, "Omar Said");
  assert.match(page.url(), /#sample=desk/);
  assert.deepEqual(said, []);
});

test("a link with the lead is made only after a warning, and opens as it was", async (t) => {
  const { page, context } = await open(t, {
    hash: small(),
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await owns(page, "Bo Lind");
  await page.fill("#field-email", "kim@acme.example");
  await page.fill("#field-size", "2,000");
  await page.selectOption("#fact-accountOwner", "-");
  assert.deepEqual(Object.keys(await linked(page, "Copy link to the policy")), ["files"]);
  await page.click("#share");
  await page.getByRole("button", { name: "Copy link with this lead" }).click();
  assert.equal(
    await page.getByLabel("The link").count(),
    0,
    "nothing is copied before the second press",
  );
  await page.getByText("email, size, accountOwner").waitFor();
  await page.getByRole("button", { name: "Copy the link with this lead" }).click();
  await page.getByText("Copied.").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const { record, facts } = contentOf(link);
  assert.deepEqual(
    [record, facts],
    [{ email: "kim@acme.example", size: "2,000" }, { accountOwner: null }],
  );
  const other = await context.newPage();
  await other.goto(link);
  await owns(other, "Ana Díaz");
  assert.equal(await other.locator("#fact-accountOwner").inputValue(), "-");
});

test("a link that cannot be read is told, and nothing is lost", async (t) => {
  const { page, said } = await open(t, { hash: small() });
  await owns(page, "Bo Lind");
  await goBehind(page, "policy: small");
  await page.keyboard.type("-mine");
  const bad = {
    "#v1z.AAAA": "damaged",
    "#v1z.***": "damaged",
    [`${small().slice(0, 60)}`]: "damaged",
    "#v2z.AAAA": "another version",
    "#nonsense": "not in a form",
    [hashOf({ files: {} })]: "no policy",
    [hashOf({ files: { "policy.yaml": 7 } })]: "no text",
    [hashOf([1])]: "no policy",
    [`#v1z.${deflateRawSync(Buffer.alloc(9_000_000)).toString("base64url")}`]:
      "more than any policy",
    [`#v1z.${"A".repeat(1_000_001)}`]: "longer than",
  };
  for (const [hash, words] of Object.entries(bad)) {
    await page.evaluate((to) => (location.hash = to), hash);
    await page.locator("#notice", { hasText: words }).waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
  }
  assert.match((await files(page))["policy.yaml"], /^policy: small-mine/);
  // The address holds the work again, so that a reload finds it.
  await page.waitForFunction(
    () => location.hash.length < 100_000 && location.hash.startsWith("#v1z."),
  );
  await page.reload();
  await page.locator(".stamp", { hasText: "small-mine version" }).waitFor();
  await goBehind(page, "policy: small-mine");
  await page.keyboard.type("d");
  await page.evaluate((to) => (location.hash = to), small({ email: "x@y.example" }).slice(1));
  await page.locator(".stamp", { hasText: "small version" }).waitFor();
  await page.getByRole("button", { name: "Bring back what was here" }).click();
  await page.locator(".stamp", { hasText: "small-mined version" }).waitFor();
  assert.deepEqual(said, []);
});

test("nothing in a link is executed, and no value breaks the form", async (t) => {
  const evil = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>`;
  const text = POLICY.replace("Bo Lind", `'${evil}'`).replace("where to answer", `'${evil}'`);
  const record =
    JSON.parse(`{ "email": ${JSON.stringify(evil)}, "size": [1, {}], "demo": true, "source": 7,
    "__proto__": { "polluted": 1 }, "constructor": null, "toString": "x", "${"long".repeat(5000)}": 1e300 }`);
  const { page, said } = await open(t, {
    hash: hashOf({
      files: { "policy.yaml": text },
      record,
      facts: { now: {}, away: [7, "bo"], x: 1 },
    }),
  });
  await owns(page, evil);
  assert.equal(await page.locator("#field-size").inputValue(), "[1,{}]");
  assert.equal(await page.locator("#field-demo").inputValue(), "yes");
  assert.match(await page.locator("#field-source-note").textContent(), /not read/);
  assert.match(await page.locator("#unread").textContent(), /__proto__/);
  assert.equal(await page.evaluate(() => [window.hit, {}.polluted].join()), ",");
  await page.fill("#fact-now", "soon");
  await page.locator("#facts-problem", { hasText: "now" }).waitFor();
  assert.match(await page.locator("#stale").textContent(), /facts cannot be read/);
  assert.deepEqual(said, []);
});

test("a link whose facts cannot be read claims no decision before", async (t) => {
  const hash = hashOf({ files: { "policy.yaml": POLICY }, record: {}, facts: { now: "soon" } });
  const { page } = await open(t, { hash });
  await page.locator("#stale", { hasText: "The facts cannot be read. No decision yet." }).waitFor();
  await page.fill("#fact-now", "");
  await owns(page, "Bo Lind");
  await page.fill("#fact-now", "soon");
  await page.locator("#stale", { hasText: "This is the decision before." }).waitFor();
});

test("a lead of one's own is brought back, and other work with it", async (t) => {
  const { page } = await open(t, { hash: "#sample=readme&lead=R3" });
  await owns(page, "Dana Fox");
  await page.fill("#field-email", "own@plain.example");
  await page.selectOption("#lead-sample", "R1");
  await owns(page, "Ana Díaz");
  await page.getByRole("button", { name: "Bring back what was here" }).click();
  assert.equal(await page.locator("#field-email").inputValue(), "own@plain.example");
  await owns(page, "Dana Fox");
  await page.selectOption("#sample", "desk");
  await owns(page, "Omar Said");
  await page.selectOption("#sample", "");
  await owns(page, "Omar Said");
  await page.selectOption("#sample", "readme");
  await owns(page, "Ana Díaz");
});

test("it works from the root of a server and from the disk", async (t) => {
  const atRoot = await serveFolder(`${TARGET}www`);
  t.after(() => atRoot.stop());
  for (const at of [`${atRoot.url}/`, FROM_DISK]) {
    const { page, said } = await open(t, {
      at,
      hash: small({ email: "kim@acme.example", size: "2,000" }),
      offline: at === FROM_DISK,
    });
    await owns(page, "Ana Díaz");
    assert.deepEqual(said, [], at);
  }
});
