// What the address holds: a sample, or the policy that is being written. It follows the work, so
// that a reload loses nothing; the lead never goes there by itself.

import { LINK_MAX, LinkError, linkOf, readLink, type Linked } from "./share.js";
import type { Sample, SampleLead } from "./samples.js";
import type { Files } from "./work.js";

/** The address of a sample, or of nothing. */
export interface SampleName {
  readonly sample: string;
  readonly lead?: string;
}

/** What an address asks for. */
export type Asked = Linked | SampleName | { readonly problem: string } | undefined;

/** Replacing the address more often than this makes browsers refuse. */
const SETTLES = 500;

export class Address {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unkept = false;
  #turn = 0;

  constructor() {
    // The browser asks before it throws away a text that the address could not hold.
    addEventListener("beforeunload", (event) => {
      if (this.#unkept) event.preventDefault();
    });
  }

  /** What the address asks for now. Reading it never runs or fetches anything. */
  async read(): Promise<Asked> {
    const hash = location.hash.slice(1);
    if (hash === "") return undefined;
    const names = new URLSearchParams(hash.length < 200 ? hash : "");
    const [sample, lead] = [names.get("sample"), names.get("lead")];
    if (sample !== null) return { sample, ...(lead === null ? {} : { lead }) };
    try {
      const linked = await readLink(hash);
      // Unpacking takes its time; a newer address has been read meanwhile, or was put here.
      return location.hash.slice(1) === hash ? linked : undefined;
    } catch (error) {
      if (error instanceof LinkError)
        return { problem: `The link could not be read: ${error.message}.` };
      throw error;
    }
  }

  /** Names a sample that was picked. */
  nameSample({ id }: Sample, lead: SampleLead | undefined): void {
    this.#forget();
    this.#put(`sample=${id}${lead ? `&lead=${lead.id}` : ""}`);
  }

  /** Keeps the work, when the typing pauses. */
  keep(files: () => Files): void {
    this.#forget();
    this.#unkept = true;
    const turn = this.#turn;
    this.#timer = setTimeout(() => {
      void linkOf(files()).then((link) => {
        if (turn !== this.#turn) return; // typed on meanwhile
        this.#unkept = link.length > LINK_MAX;
        this.#put(this.#unkept ? "" : link);
      });
    }, SETTLES);
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#unkept = false;
  }

  #put(hash: string): void {
    history.replaceState(null, "", `${location.href.split("#", 1)[0]}#${hash}`);
  }
}
