// Real browsers, without a window: the system's Chromium, and for the wide run Firefox and WebKit.
// None of them is downloaded by npm; on Debian, as root, a missing one is installed with apt.

import { execFileSync, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { freePort, kill, until } from "./servers.mjs";

const SYSTEM = {
  chromium: { programs: ["chromium", "chromium-browser", "google-chrome"], packages: ["chromium"] },
  firefox: { programs: ["firefox-esr", "firefox"], packages: ["firefox-esr"] },
  webkit: {
    programs: ["WebKitWebDriver"],
    packages: ["webkit2gtk-driver", "xvfb", "xauth", "dbus-x11"],
  },
};

// What a browser does on its own account, told off: no sandbox inside a container, no network.
const CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts a browser: "chromium" gives a Browser of playwright, "firefox" one of puppeteer. */
export async function launch(name) {
  const executablePath = program(name);
  // Now and then one dies while it starts, on a busy machine above all: that is no finding of ours.
  for (let left = 2; ; left--) {
    try {
      return await start(name, executablePath);
    } catch (error) {
      if (left === 0) throw error;
      console.error(`${name} did not start, trying again: ${error.message.split("\n")[0]}`);
    }
  }
}

async function start(name, executablePath) {
  if (name === "chromium") {
    const { chromium } = await import("playwright-core");
    return chromium.launch({ executablePath, args: CHROMIUM });
  }
  if (name === "firefox") {
    const { launch: startFirefox } = await import("puppeteer-core");
    return startFirefox({ browser: "firefox", executablePath, headless: true });
  }
  return startWebKit(executablePath);
}

/**
 * Opens `url` and waits for the page's `<output>` to hold a text: gives it, and all that the
 * page's console said, faults and failed requests included.
 */
export async function visit(browser, url, seconds = 30) {
  if (browser instanceof WebKit) return browser.visit(url, seconds);
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => {
    // Browsers ask every site for its icon.
    if (message.location()?.url?.endsWith("/favicon.ico")) return;
    said.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => said.push(`thrown: ${error.message}`));
  page.on("requestfailed", (request) => said.push(`failed: ${request.url()}`));
  try {
    await page.goto(url, { timeout: seconds * 1000 });
    const timeout = seconds * 1000;
    const filled = () => document.querySelector("output")?.textContent !== "";
    // The one difference between playwright and puppeteer: where the options stand.
    const options = browser.contexts ? [undefined, { timeout }] : [{ timeout }];
    await page.waitForFunction(filled, ...options);
    const output = await page.evaluate(() => document.querySelector("output").textContent);
    return { output, said };
  } catch (error) {
    throw new Error(`${url}: ${error.message}\n${said.join("\n")}`);
  } finally {
    await page.close();
  }
}

/** The path of the first program that is there; apt is asked for it if none is. */
function program(name) {
  const { programs, packages } = SYSTEM[name];
  const found = installed(programs);
  if (found) return found;
  const sentence =
    `no ${name} on this machine (${programs.join(", ")}): install it, on Debian with: ` +
    `apt-get install ${packages.join(" ")}`;
  if (process.getuid?.() !== 0 || !installed(["apt-get"])) throw new Error(sentence);
  // Another test file may be at it: wait for its lock.
  const quiet = ["-qq", "-o", "DPkg::Lock::Timeout=300"];
  const apt = (...args) => execFileSync("apt-get", [...quiet, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...packages);
  const now = installed(programs);
  if (!now) throw new Error(sentence);
  return now;
}

function installed(programs) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return programs.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

// WebKit is driven over plain W3C WebDriver, which has no way to hear a page's console.
class WebKit {
  #driver;
  #at;
  #session;
  #last = Promise.resolve(); // one window: visits wait for each other

  constructor(driver, at, session) {
    this.#driver = driver;
    this.#at = at;
    this.#session = session;
  }

  visit(url, seconds) {
    const now = this.#last.then(() => this.#visit(url, seconds));
    this.#last = now.catch(() => {});
    return now;
  }

  async #visit(url, seconds) {
    await this.#ask("url", { url });
    const script = "return document.querySelector('output')?.textContent ?? ''";
    const ask = async () => (await this.#ask("execute/sync", { script, args: [] })) || undefined;
    return { output: await until(ask, seconds, `${url}: nothing in <output>`), said: [] };
  }

  async close() {
    await fetch(`${this.#at}/session/${this.#session}`, { method: "DELETE" });
    await kill(this.#driver);
  }

  #ask(command, body) {
    return post(`${this.#at}/session/${this.#session}/${command}`, body);
  }
}

async function startWebKit(executablePath) {
  const port = await freePort();
  const at = `http://127.0.0.1:${port}`;
  const args = ["-a", executablePath, `--port=${port}`];
  const driver = spawn("xvfb-run", args, { detached: true, stdio: "ignore" });
  const browser = { binary: miniBrowser(), args: ["--automation"] };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": browser } };
  const start = () => post(`${at}/session`, { capabilities }).catch(() => undefined);
  try {
    const { sessionId } = await until(start, 30, "WebKitWebDriver did not start");
    return new WebKit(driver, at, sessionId);
  } catch (error) {
    await kill(driver);
    throw error;
  }
}

// Debian keeps it in a folder named after the architecture and the version.
function miniBrowser() {
  const list = ["-c", "ls /usr/lib/*/webkit2gtk-4*/MiniBrowser"];
  return execFileSync("sh", list, { encoding: "utf8" }).split("\n")[0];
}

async function post(url, body) {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${url}: ${value.message}`);
  return value;
}
