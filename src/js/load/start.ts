// `load` and `loadSync` for the entries that bring the runtime module themselves.

import { init, initSync, load, loadSync, type Engine } from "../slim.js";
import type { ModuleSource } from "./runtime.js";
import type { PolicyTypes } from "../types.js";

/** The two, over a module that is asked for once, at the first call. */
export function starting(module: () => ModuleSource) {
  let isStarted = false;
  let start: Promise<void> | undefined;

  async function startOnce(): Promise<void> {
    if (isStarted) return;
    start ??= init(module()).finally(() => (start = undefined));
    await start;
    isStarted = true;
  }

  return {
    /** Starts and waits for the policy side by side. */
    async load<P extends PolicyTypes>(policy: unknown, options?: unknown): Promise<Engine<P>> {
      const started = startOnce();
      const [engine] = await Promise.all([load<P>(policy, options), started]);
      return engine;
    },
    loadSync<P extends PolicyTypes>(policy: unknown): Engine<P> {
      if (!isStarted) initSync(module());
      isStarted = true;
      return loadSync<P>(policy);
    },
  };
}
