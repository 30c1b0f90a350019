// What comes over the network, with the reasons why it did not.

import { PointpersonError } from "../errors.js";

/**
 * Waits, unless the signal says to stop; then throws its reason, and lets the work go on unheard.
 * Nothing is left on the signal either way, which may outlive us by far.
 */
export function unlessAborted<T>(
  work: PromiseLike<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) return Promise.resolve(work);
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => (stop = () => reject(signal.reason as Error)));
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  return Promise.race([stopped, work]).finally(() => signal.removeEventListener("abort", stop));
}

/** The answer to a request for `url`, whatever its status. */
export async function fetched(url: URL, signal?: AbortSignal): Promise<Response> {
  try {
    return await unlessAborted(fetch(url, signal ? { signal } : {}), signal);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    const isFile = url.protocol === "file:";
    const reason = isFile ? "`fetch` reads no files here" : messageOf(cause);
    throw new PointpersonError("fetch-failed", `${url.href} could not be fetched: ${reason}`, {
      hint: isFile
        ? "give the bytes, in Node those of readFileSync(url)"
        : "check the address, and whether it can be reached",
      cause,
    });
  }
}

/** The body of an answer that is one. */
export async function bodyOf(response: Response, signal?: AbortSignal): Promise<ArrayBuffer> {
  checkAnswer(response);
  try {
    return await unlessAborted(response.arrayBuffer(), signal);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw brokenOff(response, cause);
  }
}

/** The error for a body that did not come to its end. */
export function brokenOff(response: Response, cause: unknown): PointpersonError {
  return new PointpersonError(
    "fetch-failed",
    `${nameOf(response)} broke off: ${messageOf(cause)}`,
    { cause },
  );
}

/** Throws unless the answer is a good one and its body is still to be read. */
export function checkAnswer(response: Response): void {
  if (!response.ok) {
    const { status, statusText } = response;
    const found = `status ${status}${statusText ? ` ${statusText}` : ""}`;
    throw new PointpersonError("fetch-failed", `${nameOf(response)} has ${found}`, {
      expected: "status 200",
      found,
      hint: hintFor(status),
    });
  }
  if (response.bodyUsed) {
    throw new PointpersonError("fetch-failed", `the body of ${nameOf(response)} was read already`, {
      expected: "a body that nobody has read",
      found: "a body that was read",
      hint: "give response.clone(), before it is read",
    });
  }
}

function hintFor(status: number): string {
  if (status === 0) return "the server does not share it with this page (CORS)";
  if (status === 401 || status === 403) {
    return "fetch it with what the server wants to know, and give the `Response`";
  }
  if (status === 429 || status >= 500) return "the server is in trouble; try again later";
  return "check the address, and that the file was deployed there";
}

function nameOf({ url }: Response): string {
  return url ? `the answer from ${url}` : "the answer";
}

// Node says "fetch failed" and keeps the reason behind it.
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error && cause.message !== "" ? `${message} (${cause.message})` : message;
}
