// The tabs above the editor: the policy, the files that it names, and others that are there.

import { fill, make, on } from "./dom.js";
import { POLICY } from "./work.js";

/** What the tabs show. */
export interface Shown {
  readonly open: string;
  /** The files that are there. */
  readonly present: readonly string[];
  /** The files that the policy names. */
  readonly named: readonly string[];
  /** The files in which something was found. */
  readonly marked: ReadonlySet<string>;
}

/** Shows the tabs; `pick` is called with the name of the file that is wanted. */
export function showTabs(
  bar: HTMLElement,
  { open, present, named, marked }: Shown,
  pick: (name: string) => void,
): void {
  const names = [...new Set([POLICY, ...named, ...present])];
  const tabs = names.map((name) => {
    const isMissing = !present.includes(name);
    const isUnused = name !== POLICY && !named.includes(name);
    const tab = make(
      "button",
      {
        type: "button",
        role: "tab",
        id: name === open ? "open-tab" : undefined,
        "aria-selected": String(name === open),
        "aria-controls": "editor",
        tabindex: name === open ? 0 : -1,
        "data-name": name,
        class: marked.has(name) || isMissing ? "marked" : isUnused ? "unused" : "",
      },
      name,
      isMissing && make("small", {}, " missing"),
      isUnused && make("small", {}, " not named"),
    );
    return on(tab, { click: () => pick(name) });
  });
  const hadFocus = bar.contains(document.activeElement);
  fill(bar, ...tabs);
  const opened = tabs.find((tab) => tab.getAttribute("aria-selected") === "true");
  if (hadFocus) opened?.focus();
}

/** Arrow keys, Home and End move between tabs, as everywhere. */
export function moveByArrows(bar: HTMLElement): void {
  on(bar, {
    keydown: (event) => {
      const tabs = Array.from(bar.querySelectorAll<HTMLElement>("[role=tab]"));
      const at = tabs.indexOf(document.activeElement as HTMLElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[
        event.key
      ];
      if (to === undefined || at < 0) return;
      event.preventDefault();
      tabs.at(to % tabs.length)?.click();
    },
  });
}
