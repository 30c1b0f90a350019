// Programs and servers that tests start on the loopback, and that must be gone afterwards.

import { spawn } from "node:child_process";
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".css": "text/css",
  ".bin": "application/octet-stream",
};

// Killed even when a test run is broken off.
const running = new Set();
process.on("exit", () => running.forEach((child) => signal(child, "SIGKILL")));
for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => process.exit(1));

function signal(child, name) {
  try {
    process.kill(-child.pid, name); // the whole group: servers have children
  } catch {
    // It has ended already.
  }
}

/** Ends a detached child with all that it started. */
export async function kill(child) {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return signal(child, "SIGKILL");
  const ended = new Promise((resolve) => child.once("exit", resolve));
  signal(child, "SIGTERM");
  const late = setTimeout(() => signal(child, "SIGKILL"), 3000);
  await ended;
  clearTimeout(late);
  signal(child, "SIGKILL");
}

/** Asks again and again until something comes back. */
export async function until(ask, seconds, sentence) {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${sentence} within ${seconds} s`);
}

/** A port of the loopback that is free at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a program that serves `http://127.0.0.1:<port>/`; `args` gets the port. Gives
 * `{ url, said(), stop() }` once it answers; `said` is all that it has written to stderr.
 */
export async function startServer(program, args, { cwd, env, path = "/" }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const stdio = ["ignore", "pipe", "pipe"];
  const child = spawn(program, args(port), { cwd, env, detached: true, stdio });
  running.add(child);
  let out = "";
  let err = "";
  child.stdout.on("data", (part) => (out += part));
  child.stderr.on("data", (part) => (err += part));
  let ended;
  child.on("error", (error) => (ended = error.message));
  child.on("exit", (code) => (ended ??= `ended with code ${code}`));
  const answers = async () => {
    if (ended) throw new Error(`${program} ${ended}\n${out}${err}`);
    return fetch(url + path).catch(() => undefined);
  };
  const stop = () => kill(child);
  try {
    await until(answers, 60, `${program} does not answer at ${url}`);
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${out}${err}`);
  }
  return { url, said: () => err, stop };
}

/**
 * Serves the files of a folder as they are; `headers` go with each. Gives `{ url, stop() }`.
 */
export async function serveFolder(folder, { headers = {} } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const name = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const path = join(folder, normalize(name));
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile();
    if (!isFile) return response.writeHead(404).end("not found");
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain", ...headers });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}
