// What `load` and `loadSync` take, told apart: a compiled policy as bytes, as the module that
// `compile -o policy.js` writes, or as what can be waited for. Everything else is an error that
// says what was given and what to do with it.

import type { Reader } from "#wasm/readers.js";
import { bytesOf } from "./base64.js";
import { copyBytes } from "./bytes.js";
import type { Policy } from "../decide/engine.js";
import { PointpersonError } from "../errors.js";
import { bodyOf, fetched, unlessAborted } from "./fetched.js";
import {
  IMPORT, NOT_BY_JSON, classOf, guessText, isModule, isPromise, nameOf, sourceKind,
} from "../kinds.js";
import type { PolicyModule } from "../types.js";

/** The form of the policy modules that this version reads. */
const FORM = 1;

const EXPECTED = "the bytes of a compiled policy, or the module that `compile -o policy.js` writes";

/** A policy that is in hand; `call` is what the caller called. */
export function policyOf(policy: unknown, call: "load" | "loadSync" = "loadSync"): Policy {
  try {
    return toldApart(policy, call);
  } catch (error) {
    if (error instanceof PointpersonError) throw error;
    throw badPolicy(policy, "it throws when it is looked into", error);
  }
}

function toldApart(policy: unknown, call: "load" | "loadSync"): Policy {
  const bytes = copyBytes(policy, badPolicy);
  if (bytes) return { artifact: () => bytes };
  if (typeof policy === "string") {
    const { found, hint } = guessText(policy, call) ?? {
      hint: "a text is no policy: read the file as bytes",
    };
    throw badPolicy(policy, hint, undefined, found);
  }
  const module = moduleIn(policy);
  if (module) return policyOfModule(module);
  throw badPolicy(policy, hintFor(policy, call));
}

/** A policy that may have to be waited for. */
export async function policyFrom(
  policy: unknown,
  signal: AbortSignal | undefined,
): Promise<Policy> {
  const given = isPromise(policy) ? await unlessAborted(policy, signal) : policy;
  return policyOf(await inHand(given, signal), "load");
}

async function inHand(given: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  const kind = sourceKind(given);
  // A module is not fetched: read as bytes it would be refused all the same.
  if (kind === "URL" && isModule((given as URL).href)) throw badPolicy(given, IMPORT);
  if (kind === "URL") return bodyOf(await fetched(given as URL, signal), signal);
  if (kind === "Response") return bodyOf(given as Response, signal);
  if (kind === undefined) return given;
  try {
    return await unlessAborted((given as Blob).arrayBuffer(), signal);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw badPolicy(given, "it cannot be read; was the file changed since it was chosen?", cause);
  }
}

/** The module in what was given: itself, or the default export of a namespace (or of two: some
 *  bundlers wrap what CommonJS gives once more). */
function moduleIn(given: unknown, depth = 2): object | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  if ("pointperson" in given && "artifact" in given) return given;
  return "default" in given && depth > 0 ? moduleIn(given.default, depth - 1) : undefined;
}

function policyOfModule(module: object): Policy {
  const { pointperson, compiler, artifact, read } = module as {
    [part in keyof PolicyModule]?: unknown;
  };
  if (typeof pointperson !== "number") {
    throw badPolicy(module, "its part `pointperson` is no number");
  }
  if (pointperson !== FORM) {
    const found = `form ${pointperson}`;
    throw new PointpersonError(
      "policy-module-version",
      `this policy module has ${found}; form ${FORM} is read here`,
      {
        expected: `form ${FORM}`,
        found: typeof compiler === "string" ? `${found}, made by version ${compiler}` : found,
        hint:
          pointperson > FORM
            ? `the policy comes from a newer compiler: update the package \`pointperson\`, ` +
              `which is ${VERSION} here`
            : `the policy comes from an older compiler: compile it again with version ${VERSION}`,
      },
    );
  }
  if (read === undefined) {
    throw badPolicy(module, NOT_BY_JSON, undefined, "a policy module that went through JSON");
  }
  if (typeof artifact !== "string" || typeof read !== "function") {
    throw badPolicy(module, "the module is damaged; compile the policy again");
  }
  try {
    bytesOf(artifact);
  } catch (cause) {
    throw new PointpersonError("bad-policy", "the module's artifact is no base64", {
      expected: "base64",
      found: nameOf(artifact),
      hint: "the module is damaged; compile the policy again",
      cause,
    });
  }
  // The text stays with the module anyway; bytes beside it would be there twice.
  return { artifact: () => bytesOf(artifact), read: (read as Reader).bind(module) };
}

function hintFor(policy: unknown, call: "load" | "loadSync"): string | undefined {
  if (policy === undefined) {
    const isExported = "is it exported, and imported under that name?";
    return `${isExported} If it comes from \`compile\`, see its \`.diagnostics\``;
  }
  if (typeof policy === "function") return "call it, and give what it returns";
  if (typeof policy !== "object" || policy === null) return undefined;
  const kind = classOf(policy);
  const later =
    sourceKind(policy)?.toLowerCase() ??
    TO_FETCH[kind] ??
    (isPromise(policy) ? "policy" : undefined);
  if (later !== undefined) {
    if (later === "url" && isModule((policy as URL).href)) return IMPORT;
    if (later === "url" && (policy as URL).protocol === "file:") {
      return "read it first: readFileSync(url)";
    }
    return call === "loadSync"
      ? `\`loadSync\` cannot wait: write await load(${later})`
      : `give ${later}`;
  }
  if (kind === "WebAssembly.Module" || kind === "WebAssembly.Instance") {
    return "that is the runtime, for `init` of pointperson/slim; `load` takes the compiled policy";
  }
  return hintForParts(policy);
}

// What is not even on its way to become bytes, and what to write for it.
const TO_FETCH: { readonly [kind: string]: string | undefined } = {
  Request: "fetch(request)",
  ReadableStream: "new Response(stream)",
};

function hintForParts(policy: object): string | undefined {
  const has = (part: string) => part in policy;
  if (has("diagnostics") && has("module")) {
    return "its `.module` is a text: write it to policy.js, and import that";
  }
  if (has("diagnostics")) {
    return has("artifact")
      ? "give its `.artifact`"
      : "the policy has errors, see its `.diagnostics`";
  }
  if (has("decide") && has("description")) return "this is an engine already";
  if (has("default")) {
    return "its default export is no policy: load what `compile -o policy.js` wrote";
  }
  if (Array.isArray(policy)) return "give Uint8Array.from(list)";
  if ((policy as { type?: unknown }).type === "Buffer") return "give Buffer.from(it.data)";
  if (has("route") || has("fields")) return "compile it first: `npx pointperson compile`";
  return has("0") ? "give Uint8Array.from(Object.values(it))" : undefined;
}

/** The error for what is no policy: what it is, then what to do. */
function badPolicy(
  policy: unknown,
  hint = `give ${EXPECTED}`,
  cause?: unknown,
  found = nameOf(policy),
): PointpersonError {
  return new PointpersonError("bad-policy", `the policy is ${found}`, {
    expected: EXPECTED,
    found,
    hint,
    cause,
  });
}
