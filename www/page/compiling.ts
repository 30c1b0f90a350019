// The page's side of the compiler's thread: one policy at a time, and only the newest matters.

import source from "worker:compiler";
import type { Files } from "./work.js";
import type { Answer, Compiled, Question } from "./worker.js";

/** Who hears what became of the newest policy. */
export interface Listener {
  compiled(compiled: Compiled): void;
  /** The canonical form, a little later. */
  canonical(text: string): void;
  /** The compiler itself failed; the next policy meets a fresh one. */
  fault(message: string): void;
}

export class Compiling {
  readonly #listener: Listener;
  readonly #pages = new Map<string, (text: string | undefined) => void>();
  #worker: Worker | undefined;
  #turn = 0;
  #isBusy = false;
  #waiting: Files | undefined;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Whether the newest policy is still being compiled. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Compiles, as soon as the policy before is done; what became of older ones is not told. */
  compile(files: Files): void {
    this.#turn += 1;
    this.#waiting = files;
    if (!this.#isBusy) this.#next();
  }

  /** The page about a diagnostic's code, as Markdown. */
  page(code: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#pages.set(code, resolve);
      this.#ask({ code });
    });
  }

  #next(): void {
    if (!this.#waiting) return;
    const files = Object.fromEntries(this.#waiting);
    this.#waiting = undefined;
    this.#isBusy = true;
    this.#ask({ turn: this.#turn, files });
  }

  #ask(question: Question): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(question);
  }

  #start(): Worker {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(address);
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.#answered(data));
    worker.addEventListener("error", ({ message }) =>
      this.#failed(this.#turn, message || "it could not be started"),
    );
    return worker;
  }

  #answered(answer: Answer): void {
    if ("code" in answer) {
      this.#pages.get(answer.code)?.(answer.text);
      this.#pages.delete(answer.code);
      return;
    }
    if ("fault" in answer) return this.#failed(answer.turn, answer.fault);
    const isNewest = answer.turn === this.#turn;
    if ("canonical" in answer) {
      if (isNewest) this.#listener.canonical(answer.canonical);
      return;
    }
    this.#isBusy = false;
    if (isNewest) this.#listener.compiled(answer.compiled);
    this.#next();
  }

  // A module that has trapped is not to be trusted any more.
  #failed(turn: number, message: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#isBusy = false;
    if (turn === this.#turn) this.#listener.fault(message);
    this.#next();
  }
}
