// The page in a browser: policy and lead are typed, and what comes of it is seen.
// Screenshots of its looks go to target/screenshots.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  POLICY,
  TARGET,
  open,
  owner,
  underlined,
  owns,
  files,
  hashOf,
  small,
  paste,
  goBehind,
} from "./page.mjs";
import { serveFolder } from "./servers.mjs";
import { compiler, pointperson, root } from "./support.mjs";

const SHOTS = fileURLToPath(new URL("target/screenshots/", root));
before(() => mkdirSync(SHOTS, { recursive: true }));

test("each sample lead is decided as the package decides it", async (t) => {
  const sample = (name) => readFileSync(new URL(`www/samples/${name}`, root), "utf8");
  const tables = Object.fromEntries(
    ["regions.csv", "territories.csv", "named-accounts.csv"].map((name) => [name, sample(name)]),
  );
  const { artifact } = compiler.compile(sample("ownership.policy.yaml"), { files: tables });
  const engine = pointperson.loadSync(artifact);
  const { page, said } = await open(t, { hash: "#sample=ownership&lead=L15" });
  await owns(page, "Inês Costa");
  await page.selectOption("#lead-sample", "L07");
  await owns(page, "Ana Díaz");
  const values = await page.evaluate(() =>
    Object.fromEntries(
      Array.from(document.querySelectorAll("#fields .field"), (row) => {
        const input = row.querySelector("input, select");
        const alias = row.querySelector(".alias").textContent.replace(" as ", "");
        return [alias || input.id.replace("field-", ""), input.value];
      }),
    ),
  );
  const record = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
  const decision = engine.decide(record, { accountOwner: null });
  assert.equal(record.company, "Apple Inc.");
  assert.equal(await owner(page).textContent(), decision.owner.name);
  assert.equal(await page.locator("#score").textContent(), String(decision.score.total));
  assert.equal(await page.locator(".stamp code").getAttribute("title"), decision.policy.hash);
  const sentences = engine
    .explain(record, { accountOwner: null })
    .lines.map(({ text }) => text.replaceAll("`", ""));
  const shown = await page.locator("#explanation p, #explanation li").allTextContents();
  assert.deepEqual(shown.sort(), sentences.sort());
  for (const [id, name] of [
    ["desk", "Omar Said"],
    ["readme", "Ana Díaz"],
  ]) {
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
  const { page, said } = await open(t, {
    hash: small({ email: "kim@acme.example", size: "2,000" }),
  });
  await owns(page, "Ana Díaz");
  await goBehind(page, "owner: ana");
  await page.keyboard.type("x");
  await underlined(page).waitFor();
  assert.deepEqual(await underlined(page).allTextContents(), ["anax"]);
  assert.match(await page.locator("#stale").textContent(), /last sound policy/);
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
  assert.match(
    await page.evaluate(() => document.activeElement.textContent),
    /error anax is not a person.*policy.yaml 13:12/,
  );
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
  const { page, said } = await open(t, {
    hash: small({ email: "kim@acme.example", source: "web" }),
  });
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

test("a lead is pasted as JSON, and what is no lead is told", async (t) => {
  const { page } = await open(t, { hash: small() });
  await owns(page, "Bo Lind");
  await page.click("#json");
  const text = page.getByLabel("The lead as JSON").getByRole("textbox");
  for (const [json, words] of [
    ["{", "no JSON"],
    ["[]", "a list"],
    ["7", "a single value"],
  ]) {
    await text.fill(json);
    await page.getByRole("button", { name: "Use this lead" }).click();
    await page.locator("#json-problem", { hasText: words }).waitFor();
  }
  await text.fill(
    `{ "record": { "email": "a@b.example", "size": 5000 }, "facts": { "away": null } }`,
  );
  await page.getByRole("button", { name: "Use this lead" }).click();
  await owns(page, "Ana Díaz");
  assert.equal(await page.locator("#fact-away").inputValue(), "-");
  await page.click("#clear");
  await owns(page, "Bo Lind");
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

test("where the host forbids the compiler's thread, that is told", async (t) => {
  const policy = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'";
  const strict = await serveFolder(`${TARGET}www`, {
    headers: { "content-security-policy": policy },
  });
  t.after(() => strict.stop());
  const { page } = await open(t, { at: `${strict.url}/`, hash: small() });
  await page.locator("#findings", { hasText: "The compiler failed" }).waitFor();
  assert.equal(await page.locator("#stale").textContent(), "No decision yet. The compiler failed.");
  assert.equal((await files(page))["policy.yaml"], POLICY);
});

test("a policy that never was sound keeps its text, and a large one does not hold up typing", async (t) => {
  const { page, said } = await open(t, { hash: hashOf({ files: { "policy.yaml": "policy: [" } }) });
  await page.locator("#stale", { hasText: "No decision yet" }).waitFor();
  assert.equal(await owner(page).count(), 0);
  await page.click(".cm-content");
  await page.keyboard.press("Control+a");
  await paste(
    page,
    POLICY.replace("route:", "route:\n  - layer: accounts\n    table: accounts.csv"),
  );
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
  await page.waitForFunction(
    () => document.getElementById("findings-count").textContent !== "Checking …",
  );
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

test("without JavaScript it says what to do", async (t) => {
  const { page } = await open(t, { javaScriptEnabled: false });
  assert.match(await page.locator("noscript").innerText(), /npx pointperson explain/);
  assert.equal(await page.locator("main").isVisible(), false);
});

test("the keyboard reaches every part, and the page says what changed once", async (t) => {
  const { page } = await open(t, { hash: small() });
  await owns(page, "Bo Lind");
  await page.keyboard.press("F6");
  assert.equal(
    await page.evaluate(() => document.activeElement.className.includes("cm-content")),
    true,
  );
  await page.keyboard.press("Tab");
  assert.equal(
    await page.evaluate(() => document.activeElement.className.includes("cm-content")),
    true,
  );
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
    new MutationObserver(() => window.heard.push(live.textContent)).observe(live, {
      childList: true,
    });
  });
  await page.locator("#field-email").pressSequentially("kim@acme.example");
  await page.locator("#field-size").pressSequentially("5000");
  await page.waitForFunction(() => window.heard.length > 0);
  assert.deepEqual(await page.evaluate(() => window.heard), [
    "Ana Díaz owns it: assigned by large. No problems found.",
  ]);
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
    const { page } = await open(t, {
      hash: "#sample=ownership&lead=L07",
      bypassCSP: true,
      ...options,
    });
    await owns(page, "Ana Díaz");
    await page.screenshot({ path: `${SHOTS}${look}.png`, fullPage: true });
    await page.evaluate(axe);
    const find = async (state) => {
      const { violations } = await page.evaluate(() => window.axe.run());
      const grave = violations.filter(
        ({ impact }) => impact === "serious" || impact === "critical",
      );
      const told = grave.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${look}, ${state}: ${id}: ${html.slice(0, 160)}`),
      );
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

test("no name, however long, makes a narrow page wider", async (t) => {
  const [name, layer] = ["N".repeat(80), "l".repeat(64)];
  const text = POLICY.replace("Ana Díaz", name).replace("layer: large", `layer: ${layer}`);
  const hash = hashOf({
    files: { "policy.yaml": text },
    record: { email: "a@b.example", size: 5000 },
  });
  const { page } = await open(t, { hash, viewport: { width: 320, height: 600 } });
  await owns(page, name);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  assert.equal(await page.locator("details.reasons summary").textContent(), "1 reason");
});

test("a page that may not decide says why", async (t) => {
  const { page, context, said } = await open(t, { hash: small() });
  await owns(page, "Bo Lind");
  // the compiler's thread keeps it
  await context.addInitScript(() => delete globalThis.WebAssembly);
  await page.reload();
  await page.locator("#findings", { hasText: "no WebAssembly" }).waitFor();
  assert.match(await page.locator("#stale").textContent(), /No decision yet/);
  assert.equal(await owner(page).count(), 0);
  assert.deepEqual(said, []);
});
