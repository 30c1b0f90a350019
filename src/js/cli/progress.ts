// How far a long run is, on stderr and only where somebody looks at it.

/** Shows `done of all` about ten times a second; silent when stderr is no terminal. */
export class Progress {
  readonly #what: string;
  readonly #all: number;
  readonly #shown = process.stderr.isTTY === true;
  #next = performance.now() + 300;
  #dirty = false;

  constructor(what: string, all: number) {
    this.#what = what;
    this.#all = all;
  }

  /** Says how many are done. */
  at(done: number): void {
    if (!this.#shown || done % 64 !== 0 || performance.now() < this.#next) return;
    this.#next = performance.now() + 100;
    this.#dirty = true;
    const count = (number: number) => number.toLocaleString("en");
    process.stderr.write(`\r${this.#what} ${count(done)} of ${count(this.#all)}\u001b[K`);
  }

  /** Removes the line. */
  end(): void {
    if (this.#dirty) process.stderr.write("\r\u001b[K");
  }
}
