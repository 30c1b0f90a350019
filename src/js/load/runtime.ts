// A started wasm module: one instance at a time, behind the glue that wasm-bindgen wrote for it.
//
// The first start wins, whether it waited or not; a failed one can be tried again. Any exception
// out of a call (a trap, a full stack) may leave the instance half changed, so it is never called
// again: the next call makes a new one from the kept module, and engines see by `generation` that
// they must load their policy anew.

import { PointpersonError } from "../errors.js";
import { classOf } from "../kinds.js";
import { startError } from "./start-error.js";

/** What the edited glue exports besides the module's functions; see pkg-scripts/lib/glue.mjs. */
export interface Glue {
  /** What an instance is made with. */
  imports(): WebAssembly.Imports;
  /** Takes an instance into use, in place of the one before. */
  use(instance: WebAssembly.Instance, module: WebAssembly.Module): void;
  version(): string;
  /** The text that bytes in UTF-8 hold. */
  decodeText(bytes: Uint8Array): string;
}

/** The module, or the bytes it is compiled from. */
export type ModuleSource = WebAssembly.Module | Uint8Array<ArrayBuffer>;

/** One wasm module of this package and its instance. */
export class Runtime<G extends Glue> {
  readonly #glue: G;
  #module: WebAssembly.Module | undefined;
  #starting: Promise<void> | undefined;
  #isSound = false;

  /** Counts instances; what one of them holds is lost with it. */
  generation = 0;

  constructor(glue: G) {
    this.#glue = glue;
  }

  get isStarted(): boolean {
    return this.#module !== undefined;
  }

  /**
   * Starts without blocking. Waits for a start that is under way instead of making another; if
   * that one fails, which is the affair of whoever began it, this one is made after all.
   */
  async start(source: () => ModuleSource | Promise<ModuleSource>): Promise<void> {
    while (!this.isStarted && this.#starting) await this.#starting.catch(() => {});
    if (this.isStarted) return;
    this.#starting = this.#start(source).finally(() => (this.#starting = undefined));
    await this.#starting;
  }

  /** Starts at once. One that is under way then finds it done. */
  startSync(source: () => ModuleSource): void {
    if (this.isStarted) return;
    const given = source();
    try {
      const { Module, Instance } = webAssembly();
      const module = isModule(given) ? given : new Module(given);
      this.#use(new Instance(module, this.#glue.imports()), module);
    } catch (error) {
      throw startError(error);
    }
  }

  /** When it is started; not if nobody began to, or the last to begin failed. */
  async started(): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    while (!this.isStarted && this.#starting) {
      failure = await this.#starting.then(() => undefined, (error: unknown) => ({ error }));
    }
    if (!this.isStarted) throw failure ? failure.error : notStarted();
  }

  /** Whether what the instance of this generation holds is still there, and can be reached. */
  holds(generation: number): boolean {
    return this.#isSound && this.generation === generation;
  }

  /**
   * Calls into the module; `work` must not call back. Whatever comes out of it as an exception
   * makes the instance one that is not called again.
   */
  run<T>(work: (glue: G) => T): T {
    if (!this.#isSound) this.#restart();
    try {
      return work(this.#glue);
    } catch (error) {
      this.#isSound = false; // first of all, and no call: the stack may be full
      throw trapped(error);
    }
  }

  async #start(source: () => ModuleSource | Promise<ModuleSource>): Promise<void> {
    try {
      await this.#compile(await source());
    } catch (error) {
      if (!this.isStarted) throw error; // else a synchronous start was first
    }
  }

  async #compile(given: ModuleSource): Promise<void> {
    try {
      const { compile, instantiate } = webAssembly();
      const module = isModule(given) ? given : await compile(given);
      const instance = await instantiate(module, this.#glue.imports());
      if (!this.isStarted) this.#use(instance, module);
    } catch (error) {
      throw startError(error);
    }
  }

  #use(instance: WebAssembly.Instance, module: WebAssembly.Module): void {
    this.#glue.use(instance, module);
    const found = this.#glue.version();
    if (found !== VERSION) {
      throw new PointpersonError(
        "bad-runtime",
        `this is the module of version ${found}, not of ${VERSION}`,
        {
          expected: VERSION,
          found,
          hint: "serve the file `pointperson/wasm` of the version that is installed",
        },
      );
    }
    this.#module = module;
    this.generation += 1;
    this.#isSound = true;
  }

  #restart(): void {
    const module = this.#module;
    if (!module) throw notStarted();
    try {
      const { Instance } = webAssembly();
      this.#use(new Instance(module, this.#glue.imports()), module);
    } catch (error) {
      throw trapped(error);
    }
  }
}

/** Whether it is a compiled module, of whichever realm. */
export function isModule(value: unknown): value is WebAssembly.Module {
  return classOf(value) === "WebAssembly.Module";
}

// The functions are taken out before they are called, since Next refuses edge code in which it
// reads `WebAssembly.compile(…)`, even where it is never reached.
export function webAssembly(): typeof WebAssembly {
  if (typeof WebAssembly === "object") return WebAssembly;
  throw new PointpersonError("no-webassembly", "there is no WebAssembly here", {
    hint: "a locked-down browser or `--jitless` takes it away; let the server decide there",
  });
}

function notStarted(): PointpersonError {
  return new PointpersonError("not-started", "the runtime was not started", {
    hint: 'call `init` first, or import from "pointperson", which needs no start',
  });
}

function trapped(cause: unknown): PointpersonError {
  const full = cause instanceof RangeError ? " (the stack is full, or the memory)" : "";
  return new PointpersonError("engine-trapped", `the call broke off${full}`, {
    hint: "nothing was decided; the next call starts afresh",
    cause,
  });
}
