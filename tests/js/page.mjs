// What the tests of the page share: the page, target/www, in a real browser, and what somebody
// does there by typing, picking and pressing keys.

import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { launch } from "./browsers.mjs";
import { serveFolder } from "./servers.mjs";
import { root } from "./support.mjs";

export const TARGET = fileURLToPath(new URL("target/", root));
const WIDE = { width: 1440, height: 900 };

export const POLICY = `policy: small
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
  server = await serveFolder(TARGET); // the page is in a folder of it, not at its root
  browser = await launch("chromium");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens the page; whatever the console says or the network is asked for is kept. */
export async function open(
  t,
  { hash = "", at = `${server.url}/www/`, viewport = WIDE, ...options } = {},
) {
  const context = await browser.newContext({ viewport, ...options });
  t.after(() => context.close());
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const said = [];
  const asked = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.stack));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(at + hash);
  return { context, page, said, asked };
}

export const owner = (page) => page.locator("#owner");
export const underlined = (page) => page.locator(".cm-lintRange-error");

/** Waits until the page names this owner. */
export async function owns(page, name) {
  await page.waitForFunction(
    (wanted) => document.getElementById("owner")?.textContent === wanted,
    name,
  );
}

/** The text of the file that is open, whole: what the page would share, as it would. */
export async function files(page) {
  return (await linked(page, "Copy link to the policy")).files;
}

/** What the link holds that a press of this button copies. */
export async function linked(page, ...buttons) {
  await page.click("#share");
  for (const name of buttons) await page.getByRole("button", { name }).click();
  const link = await page.getByLabel("The link").inputValue();
  await page.keyboard.press("Escape");
  return contentOf(link);
}

export function contentOf(link) {
  const [, text] = /#v1z\.([\w-]+)$/.exec(link);
  return JSON.parse(inflateRawSync(Buffer.from(text, "base64url")).toString());
}

export const hashOf = (content) =>
  `#v1z.${deflateRawSync(JSON.stringify(content)).toString("base64url")}`;
export const small = (record) =>
  hashOf({ files: { "policy.yaml": POLICY }, ...(record ? { record } : {}) });

/** Pastes a text where the focus is. */
export async function paste(page, text) {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.activeElement.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

/** Puts the cursor behind the first place where this text stands. */
export async function goBehind(page, text) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+f");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
}
