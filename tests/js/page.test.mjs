// The page, target/www, in a real browser, used as somebody would use it: by typing, picking and
// pressing keys. Screenshots of its looks go to target/screenshots.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { launch } from "./browsers.mjs";
import { serveFolder } from "./servers.mjs";
import { compiler, pointperson, root } from "./support.mjs";

const TARGET = fileURLToPath(new URL("target/", root));
const SHOTS = fileURLToPath(new URL("target/screenshots/", root));
const FROM_DISK = new URL("target/www/index.html", root).href;
const WIDE = { width: 1440, height: 900 };

const POLICY = `policy: small
fields:
  email: { type: email, required: true, means: where to answer }
  size: { type: integer, ranges: allowed, label: company size }
  source: { type: choice, values: [web, event] }
  demo: flag
people:
  ana: { name: Ana Díaz, role: ae }
  bo: { name: Bo Lind }
route:
  - layer: large
    when: size > 1,000
    owner: ana
  - layer: events
    when: source = event and demo
    owner: ana
  - otherwise: bo
`;

let browser;
let server;
before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  server = await serveFolder(TARGET); // the page is in a folder of it, not at its root
  browser = await launch("chromium");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens the page; whatever the console says or the network is asked for is kept. */
async function open(t, { hash = "", at = `${server.url}/www/`, viewport = WIDE, ...options } = {}) {
  const context = await browser.newContext({ viewport, ...options });
  t.after(() => context.close());
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const said = [];
  const asked = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.stack));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(at + hash);
  return { context, page, said, asked };
}

const owner = (page) => page.locator("#owner");
const underlined = (page) => page.locator(".cm-lintRange-error");

/** Waits until the page names this owner. */
async function owns(page, name) {
  await page.waitForFunction((wanted) => document.getElementById("owner")?.textContent === wanted, name);
}

/** The text of the file that is open, whole: what the page would share, as it would. */
async function files(page) {
  return (await linked(page, "Copy link to the policy")).files;
}

/** What the link holds that a press of this button copies. */
async function linked(page, ...buttons) {
  await page.click("#share");
  for (const name of buttons) await page.getByRole("button", { name }).click();
  const link = await page.getByLabel("The link").inputValue();
  await page.keyboard.press("Escape");
  return contentOf(link);
}

function contentOf(link) {
  const [, text] = /#v1z\.([\w-]+)$/.exec(link);
  return JSON.parse(inflateRawSync(Buffer.from(text, "base64url")).toString());
}

const hashOf = (content) => `#v1z.${deflateRawSync(JSON.stringify(content)).toString("base64url")}`;
const small = (record) => hashOf({ files: { "policy.yaml": POLICY }, ...(record ? { record } : {}) });

/** Pastes a text where the focus is. */
async function paste(page, text) {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Puts the cursor behind the first place where this text stands. */
async function goBehind(page, text) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+f");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
}

test("each sample lead is decided as the package decides it", async (t) => {
  const sample = (name) => readFileSync(new URL(`www/samples/${name}`, root), "utf8");
  const tables = Object.fromEntries(["regions.csv", "territories.csv", "named-accounts.csv"].map((name) => [name, sample(name)]));
  const { artifact } = compiler.compile(sample("ownership.policy.yaml"), { files: tables });
  const engine = pointperson.loadSync(artifact);
  const { page, said } = await open(t, { hash: "#sample=ownership&lead=L15" });
  await owns(page, "Inês Costa");
  await page.selectOption("#lead-sample", "L07");
  await owns(page, "Ana Díaz");
  const values = await page.evaluate(() => Object.fromEntries(
    Array.from(document.querySelectorAll("#fields .field"), (row) => {
      const input = row.querySelector("input, select");
      const alias = row.querySelector(".alias").textContent.replace(" as ", "");
      return [alias || input.id.replace("field-", ""), input.value];
    }),
  ));
  const record = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
  const decision = engine.decide(record, { accountOwner: null });
  assert.equal(record.company, "Apple Inc.");
  assert.equal(await owner(page).textContent(), decision.owner.name);
  assert.equal(await page.locator("#score").textContent(), String(decision.score.total));
  assert.equal(await page.locator(".stamp code").getAttribute("title"), decision.policy.hash);
  const sentences = engine.explain(record, { accountOwner: null }).lines.map(({ text }) => text.replaceAll("`", ""));
  const shown = await page.locator("#explanation p, #explanation li").allTextContents();
  assert.deepEqual(shown.sort(), sentences.sort());
  for (const [id, name] of [["desk", "Omar Said"], ["readme", "Ana Díaz"]]) {
    await page.selectOption("#sample", id);
    await owns(page, name);
  }
  assert.deepEqual(said, []);
});

test("every keystroke decides, in the policy and in the lead", async (t) => {
  const { page, said } = await open(t, { hash: small() });
  await owns(page, "Bo Lind");
  assert.match(await page.locator(".outcome").textContent(), /refused/);
  assert.match(await page.locator("#field-email-note").textContent(), /required/);
  await page.locator("#field-email").pressSequentially("kim@acme.example");
  assert.equal(await page.locator("#field-email-note").textContent(), "");
  assert.equal(await page.locator("#field-email-help").textContent(), "where to answer");
  await page.getByLabel("company size").pressSequentially("1,001");
  await owns(page, "Ana Díaz");
  await goBehind(page, "size > 1");
  await page.keyboard.type("1");
  await owns(page, "Bo Lind");
  await page.keyboard.press("Backspace");
  await owns(page, "Ana Díaz");
  await page.fill("#field-size", "");
  await page.selectOption("#field-source", "event");
  await owns(page, "Bo Lind");
  await page.selectOption("#field-demo", "yes");
  await owns(page, "Ana Díaz");
  await goBehind(page, "values: [web, event");
  await page.keyboard.type(", fair");
  await page.waitForFunction(() => document.querySelector("#field-source option[value=fair]"));
  assert.deepEqual(said, []);
});

test("a mistake is underlined where it stands, told, and reached by keyboard", async (t) => {
  const { page, said } = await open(t, { hash: small({ email: "kim@acme.example", size: "2,000" }) });
  await owns(page, "Ana Díaz");
  await goBehind(page, "owner: ana");
  await page.keyboard.type("x");
  await underlined(page).waitFor();
  assert.deepEqual(await underlined(page).allTextContents(), ["anax"]);
  assert.match(await page.locator("#stale").textContent(), /last one without an error/);
  assert.equal(await owner(page).textContent(), "Ana Díaz", "the last decision stays");
  await page.fill("#field-size", "10");
  await owns(page, "Bo Lind");

  await underlined(page).hover();
  await page.locator(".cm-tooltip", { hasText: "anax is not a person" }).waitFor();
  await page.screenshot({ path: `${SHOTS}diagnostic.png` });
  await page.click(".cm-content");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("F8");
  assert.equal(await page.evaluate(() => getSelection().toString()), "anax");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab"); // the list
  await page.keyboard.press("Tab"); // its first line
  assert.match(await page.evaluate(() => document.activeElement.textContent), /error anax is not a person.*policy.yaml 13:12/);
  await page.keyboard.press("Tab"); // the page about its code
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "About unknown-person" });
  await dialog.waitFor();
  assert.equal(await dialog.locator("h2").textContent(), "unknown-person");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "unknown-person");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => getSelection().toString()), "anax");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Backspace");
  await page.waitForFunction(() => document.getElementById("stale").textContent === "");
  assert.equal(await underlined(page).count(), 0);
  assert.deepEqual(said, []);
});

test("the files beside the policy are seen, edited and made", async (t) => {
  const { page, said } = await open(t, { hash: small({ email: "kim@acme.example", source: "web" }) });
  await owns(page, "Bo Lind");
  await goBehind(page, "route:");
  await page.keyboard.insertText("\n  - layer: table\n    table: sources.csv");
  const tab = page.getByRole("tab", { name: "sources.csv" });
  await tab.filter({ hasText: "missing" }).waitFor();
  await page.getByRole("tab", { name: "policy.yaml" }).focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await tab.getAttribute("aria-selected"), "true");
  await page.click(".cm-content");
  await page.keyboard.insertText("source,owner\nweb,anna\n");
  await underlined(page).waitFor();
  assert.deepEqual(await underlined(page).allTextContents(), ["anna"]);
  await page.click("#findings .place");
  await page.keyboard.insertText("ana");
  await owns(page, "Ana Díaz");
  const kept = await files(page);
  assert.deepEqual(Object.keys(kept), ["policy.yaml", "sources.csv"]);
  assert.equal(kept["sources.csv"], "source,owner\nweb,ana\n");
  assert.deepEqual(said, []);
});

test("the address keeps the policy through a reload, and never the lead", async (t) => {
  const { page, said } = await open(t, { hash: small({ email: "kim@acme.example" }) });
  await owns(page, "Bo Lind");
  await goBehind(page, "policy: small");
  await page.keyboard.type("-one");
  await page.fill("#field-size", "777");
  await page.waitForFunction((before) => location.hash !== before, small({ email: "kim@acme.example" }));
  const content = contentOf(page.url());
  assert.deepEqual(Object.keys(content), ["files"]);
  assert.equal(content.files["policy.yaml"], POLICY.replace("policy: small", "policy: small-one"));
  await page.reload();
  await page.locator(".stamp", { hasText: "small-one version" }).waitFor();
  assert.equal(await page.locator("#field-size").inputValue(), "");
  assert.deepEqual(said, []);
});

test("a link with the lead is made only after a warning, and opens as it was", async (t) => {
  const { page, context } = await open(t, { hash: small(), permissions: ["clipboard-read", "clipboard-write"] });
  await owns(page, "Bo Lind");
  await page.fill("#field-email", "kim@acme.example");
  await page.fill("#field-size", "2,000");
  await page.selectOption("#fact-accountOwner", "-");
  assert.deepEqual(Object.keys(await linked(page, "Copy link to the policy")), ["files"]);
  await page.click("#share");
  await page.getByRole("button", { name: "Copy link with this lead" }).click();
  assert.equal(await page.getByLabel("The link").count(), 0, "nothing is copied before the second press");
  await page.getByText("email, size, accountOwner").waitFor();
  await page.screenshot({ path: `${SHOTS}share.png` });
  await page.getByRole("button", { name: "Copy the link with this lead" }).click();
  await page.getByText("Copied.").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const { record, facts } = contentOf(link);
  assert.deepEqual([record, facts], [{ email: "kim@acme.example", size: "2,000" }, { accountOwner: null }]);
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
    [`#v1z.${deflateRawSync(Buffer.alloc(9_000_000)).toString("base64url")}`]: "more than any policy",
    [`#v1z.${"A".repeat(1_000_001)}`]: "longer than",
  };
  for (const [hash, words] of Object.entries(bad)) {
    await page.evaluate((to) => (location.hash = to), hash);
    await page.locator("#notice", { hasText: words }).waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
  }
  assert.match((await files(page))["policy.yaml"], /^policy: small-mine/);
  await page.evaluate((to) => (location.hash = to), small({ email: "x@y.example" }).slice(1));
  await page.locator(".stamp", { hasText: "small version" }).waitFor();
  await page.getByRole("button", { name: "Bring back what was here" }).click();
  await page.locator(".stamp", { hasText: "small-mine version" }).waitFor();
  assert.deepEqual(said, []);
});

test("nothing in a link is executed, and no value breaks the form", async (t) => {
  const evil = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>`;
  const text = POLICY.replace("Bo Lind", `'${evil}'`).replace("where to answer", `'${evil}'`);
  const record = JSON.parse(`{ "email": ${JSON.stringify(evil)}, "size": [1, {}], "demo": true, "source": 7,
    "__proto__": { "polluted": 1 }, "constructor": null, "toString": "x", "${"long".repeat(5000)}": 1e300 }`);
  const { page, said } = await open(t, { hash: hashOf({ files: { "policy.yaml": text }, record, facts: { now: {}, away: [7, "bo"], x: 1 } }) });
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

test("a lead is pasted as JSON, and what is no lead is told", async (t) => {
  const { page } = await open(t, { hash: small() });
  await owns(page, "Bo Lind");
  await page.click("#json");
  const text = page.getByLabel("The lead as JSON").getByRole("textbox");
  for (const [json, words] of [["{", "no JSON"], ["[]", "a list"], ["7", "a single value"]]) {
    await text.fill(json);
    await page.getByRole("button", { name: "Use this lead" }).click();
    await page.locator("#json-problem", { hasText: words }).waitFor();
  }
  await text.fill(`{ "record": { "email": "a@b.example", "size": 5000 }, "facts": { "away": null } }`);
  await page.getByRole("button", { name: "Use this lead" }).click();
  await owns(page, "Ana Díaz");
  assert.equal(await page.locator("#fact-away").inputValue(), "-");
  await page.click("#clear");
  await owns(page, "Bo Lind");
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

test("when the compiler fails the text is kept, and the next policy meets a fresh one", async (t) => {
  const { page, said } = await open(t, { hash: small({ email: "kim@acme.example" }) });
  await owns(page, "Bo Lind");
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function () {
      Worker.prototype.postMessage = post;
      this.dispatchEvent(new ErrorEvent("error", { message: "out of memory" }));
    };
  });
  await goBehind(page, "policy: small");
  await page.keyboard.type("1");
  await page.locator("#findings", { hasText: "The compiler failed: out of memory" }).waitFor();
  await page.keyboard.type("2");
  await page.locator(".stamp", { hasText: "small12 version" }).waitFor();
  assert.match((await files(page))["policy.yaml"], /^policy: small12\n/);
  assert.deepEqual(said, []);
});

test("a policy that never was sound keeps its text, and a large one does not hold up typing", async (t) => {
  const { page, said } = await open(t, { hash: hashOf({ files: { "policy.yaml": "policy: [" } }) });
  await page.locator("#stale", { hasText: "No decision yet" }).waitFor();
  assert.equal(await owner(page).count(), 0);
  await page.click(".cm-content");
  await page.keyboard.press("Control+a");
  await paste(page, POLICY.replace("route:", "route:\n  - layer: accounts\n    table: accounts.csv"));
  await page.getByRole("tab", { name: "accounts.csv" }).click();
  await page.click(".cm-content");
  const rows = Array.from({ length: 20_000 }, (_, at) => `company-${at}.example,ana\n`).join("");
  await paste(page, `domain,owner\n${rows}`);
  await page.keyboard.type("late.example,bo");
  await page.getByRole("tab", { name: "policy.yaml" }).click();
  await goBehind(page, "demo: flag");
  await paste(page, "\n  domain: { type: domain, of: email }");
  await page.waitForFunction(() => document.getElementById("field-domain"));
  await page.fill("#field-email", "kim@company-19999.example");
  await owns(page, "Ana Díaz");
  await page.fill("#field-email", "kim@late.example");
  await owns(page, "Bo Lind");
  await goBehind(page, "policy: small");
  await paste(page, `\n# ${"a line of a megabyte ".repeat(50_000)}`);
  await page.keyboard.type("!");
  await page.waitForFunction(() => document.getElementById("findings-count").textContent !== "Checking …");
  assert.equal((await files(page))["policy.yaml"].length > 1_000_000, true);
  assert.deepEqual(said, []);
});

test("typing asks the network for nothing, and offline all goes on", async (t) => {
  const { page, context, asked, said } = await open(t, { hash: small() });
  await owns(page, "Bo Lind");
  assert.deepEqual(asked.filter((url) => !url.startsWith("blob:")).length, 3, asked.join("\n"));
  asked.length = 0;
  await context.setOffline(true);
  await page.fill("#field-email", "kim@acme.example");
  await goBehind(page, "size > 1,000");
  await page.keyboard.type("0 or size > 10");
  await page.fill("#field-size", "20");
  await page.locator("#findings .code, .stamp").first().waitFor();
  await page.selectOption("#sample", "desk");
  await owns(page, "Omar Said");
  assert.deepEqual(asked, []);
  assert.deepEqual(said, []);
});

test("it works from the root of a server and from the disk", async (t) => {
  const atRoot = await serveFolder(`${TARGET}www`);
  t.after(() => atRoot.stop());
  for (const at of [`${atRoot.url}/`, FROM_DISK]) {
    const { page, said } = await open(t, { at, hash: small({ email: "kim@acme.example", size: "2,000" }), offline: at === FROM_DISK });
    await owns(page, "Ana Díaz");
    assert.deepEqual(said, [], at);
  }
});

test("without JavaScript it says what to do", async (t) => {
  const { page } = await open(t, { javaScriptEnabled: false });
  assert.match(await page.locator("noscript").innerText(), /npx pointperson explain/);
  assert.equal(await page.locator("main").isVisible(), false);
});

test("the keyboard reaches every part, and the page says what changed once", async (t) => {
  const { page } = await open(t, { hash: small() });
  await owns(page, "Bo Lind");
  await page.keyboard.press("F6");
  assert.equal(await page.evaluate(() => document.activeElement.className.includes("cm-content")), true);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className.includes("cm-content")), true);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "tab");
  for (const id of ["lead-pane", "decision-pane", "why-pane", "policy-pane"]) {
    await page.keyboard.press("F6");
    assert.equal(await page.evaluate(() => document.activeElement.closest(".pane").id), id);
  }
  await page.keyboard.press("Shift+F6");
  assert.equal(await page.evaluate(() => document.activeElement.id), "why-pane");
  await page.evaluate(() => {
    window.heard = [];
    const live = document.getElementById("live");
    new MutationObserver(() => window.heard.push(live.textContent)).observe(live, { childList: true });
  });
  await page.locator("#field-email").pressSequentially("kim@acme.example");
  await page.locator("#field-size").pressSequentially("5000");
  await page.waitForFunction(() => window.heard.length > 0);
  assert.deepEqual(await page.evaluate(() => window.heard), ["Ana Díaz owns it: assigned by large. No problems found."]);
});

test("axe finds nothing serious, and the page fits, in light, dark and narrow", async (t) => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const looks = {
    light: { colorScheme: "light" },
    dark: { colorScheme: "dark" },
    narrow: { viewport: { width: 390, height: 844 } },
    "narrow-dark": { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
  };
  for (const [look, options] of Object.entries(looks)) {
    const { page } = await open(t, { hash: "#sample=ownership&lead=L07", bypassCSP: true, ...options });
    await owns(page, "Ana Díaz");
    await page.screenshot({ path: `${SHOTS}${look}.png`, fullPage: true });
    await page.evaluate(axe);
    const find = async (state) => {
      const { violations } = await page.evaluate(() => window.axe.run());
      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      const told = grave.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${look}, ${state}: ${id}: ${html.slice(0, 160)}`));
      assert.deepEqual(told, []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${look}, ${state}: ${overflow} pixels too wide`);
    };
    await find("at rest");
    await page.click(".reasons summary");
    await page.selectOption("#fact-away", "?");
    await page.fill("#fact-now", "soon");
    await goBehind(page, "owner: paula");
    await page.keyboard.type("x");
    await underlined(page).waitFor();
    await find("with mistakes");
    await page.screenshot({ path: `${SHOTS}${look}-with-mistakes.png`, fullPage: true });
    await page.click("#findings .code");
    await page.getByRole("dialog").waitFor();
    await find("about a code");
    await page.keyboard.press("Escape");
    await page.click("#share");
    await page.getByRole("button", { name: "Copy link with this lead" }).click();
    await find("sharing");
    await page.keyboard.press("Escape");
    await page.click("#theme");
    await find("in the other colours");
  }
});
