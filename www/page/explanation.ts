// Shows an explanation: the engine's own sentences, under heads that their codes name.

import type { Explanation, ExplanationLine } from "pointperson";
import { byId, fill, make, prose } from "./dom.js";

// The first head whose pattern fits a sentence's code; all others stand with the owner.
const HEADS: readonly (readonly [head: string, code: RegExp])[] = [
  ["Stage", /^(stage|respond|leave)/],
  ["Score", /^(score|points|grade)/],
  ["Derived values", /^derived/],
];
const FIRST = "Owner";

export function showExplanation(explanation: Explanation | undefined): void {
  const [lead, ...rest] = explanation?.lines ?? [];
  const groups = new Map<string, ExplanationLine[]>(
    [FIRST, ...HEADS.map(([head]) => head)].map((head) => [head, []]),
  );
  for (const line of rest) groups.get(headOf(line))?.push(line);
  fill(
    byId("explanation"),
    lead && make("p", { class: "lead" }, prose(textOf(lead))),
    ...Array.from(groups, ([head, group]) => section(head, group)),
  );
}

function section(head: string, lines: readonly ExplanationLine[]): HTMLElement | false {
  if (lines.length === 0) return false;
  const items = lines.map((line) => make("li", {}, prose(textOf(line))));
  return make(
    "section",
    {},
    make("h3", { class: head === FIRST ? "unseen" : "" }, head),
    make("ul", {}, ...items),
  );
}

function headOf({ code }: ExplanationLine): string {
  return HEADS.find(([, pattern]) => pattern.test(code))?.[0] ?? FIRST;
}

// The page compiles with sentences; an artifact without them would still tell codes and ids.
function textOf({ text, code, ids }: ExplanationLine): string {
  return text ?? [code, ...ids].join(" ");
}
