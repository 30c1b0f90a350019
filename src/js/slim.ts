// The entry `pointperson/slim`: everything but the runtime module, which the caller hands over.
// The other entries stand on this very file, so that a page has one runtime: a library may depend
// on `pointperson/slim`, and the program's own `pointperson` starts it for both.

import * as glue from "#wasm/runtime.js";
import { Engine } from "./decide/engine.js";
import { PointpersonError } from "./errors.js";
import { classOf, hush, nameOf } from "./kinds.js";
import { runtimeFrom, runtimeOf } from "./load/runtime-source.js";
import { Runtime } from "./load/runtime.js";
import { policyFrom, policyOf } from "./load/source.js";
import type { PolicyTypes } from "./types.js";

export { Decision } from "./decide/decision.js";
export { Engine } from "./decide/engine.js";
export { PointpersonError } from "./errors.js";

const runtime = /* @__PURE__ */ new Runtime(glue);

// Of a policy's own types nothing is left at run time: whoever names them vouches for them.

export function init(source: unknown): Promise<void> {
  hush(source); // an earlier start may make it needless
  return runtime.start(() => runtimeFrom(source));
}

export function initSync(source: unknown): void {
  runtime.startSync(() => runtimeOf(source));
}

export async function load<P extends PolicyTypes>(
  policy: unknown,
  options?: unknown,
): Promise<Engine<P>> {
  hush(policy); // the options may be wrong, or the signal aborted before
  const signal = signalIn(options);
  if (signal?.aborted) throw signal.reason;
  const read = await policyFrom(policy, signal);
  await runtime.started();
  if (signal?.aborted) throw signal.reason;
  return new Engine(runtime, read);
}

export function loadSync<P extends PolicyTypes>(policy: unknown): Engine<P> {
  return new Engine(runtime, policyOf(policy));
}

export function version(): string {
  return VERSION;
}

function signalIn(options: unknown): AbortSignal | undefined {
  if (options === undefined || options === null) return undefined;
  if (classOf(options) !== "Object") throw badOption("options", "an object", options);
  const unknown = Object.keys(options).find((name) => name !== "signal");
  if (unknown !== undefined) throw badOption(unknown, "only `signal`", unknown);
  const { signal } = options as { signal?: unknown };
  if (signal === undefined || signal === null) return undefined;
  if (typeof signal === "object" && "aborted" in signal && "addEventListener" in signal) {
    return signal as AbortSignal;
  }
  throw badOption("signal", "an AbortSignal", signal);
}

function badOption(name: string, expected: string, value: unknown): PointpersonError {
  const found = nameOf(value);
  return new PointpersonError("bad-argument", `\`${name}\` is ${found}; expected ${expected}`, {
    expected,
    found,
  });
}
