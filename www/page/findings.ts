// The list of what was found in the policy, below its text: reached by keyboard, and the way to
// the page about each code.

import type { Diagnostic } from "pointperson/compiler";
import { button, byId, fill, make, prose } from "./dom.js";

/** More are counted, not shown. */
const SHOWN_MAX = 100;

/** What the list can be asked for. */
export interface Asked {
  /** Brings the reader to the place. */
  goTo(one: Diagnostic): void;
  /** Shows the page about a code. */
  about(code: string): void;
}

/** What failed that is no fault of the policy, and why. */
export interface Fault {
  readonly what: string;
  readonly why: string;
}

/** Shows what was found, and what failed besides. */
export function showFindings(
  found: readonly Diagnostic[],
  fault: Fault | undefined,
  asked: Asked,
): void {
  byId("findings-count").textContent = counted(found);
  byId("findings-pane").classList.toggle("none", found.length === 0 && fault === undefined);
  fill(
    byId("findings"),
    fault !== undefined &&
      make("li", { class: "error" }, `${fault.what}: ${fault.why}. The text is kept.`),
    ...found.slice(0, SHOWN_MAX).map((one) => item(one, asked)),
    found.length > SHOWN_MAX && make("li", {}, `and ${found.length - SHOWN_MAX} more`),
  );
}

/** How many there are, in words. */
export function counted(found: readonly Diagnostic[]): string {
  const words = (["error", "warning", "hint"] as const).flatMap((severity) => {
    const count = found.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return words.length === 0 ? "No problems found" : words.join(", ");
}

function item(one: Diagnostic, { goTo, about }: Asked): HTMLElement {
  const { severity, message, place, help, code, notes } = one;
  const where = `${place.file} ${place.start.line + 1}:${place.start.column + 1}`;
  const jump = button("", { class: "place" }, () => goTo(one));
  jump.append(
    make("span", { class: "severity" }, severity),
    " ",
    make("span", { class: "message" }, prose(message)),
    " ",
    make("span", { class: "where" }, where),
  );
  return make(
    "li",
    { class: severity },
    jump,
    ...notes.map((note) => make("p", { class: "note" }, prose(note))),
    make(
      "p",
      { class: "help" },
      help !== undefined && make("span", {}, prose(help)),
      button(code, { class: "quiet code", "aria-label": `About ${code}` }, () => about(code)),
    ),
  );
}
