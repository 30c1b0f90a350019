// Shows a decision: the owner first, then what led to it and what could change it.

import type { Decision, Open, PolicyDescription, Reason, Timer } from "pointperson";
import { button, byId, fill, make } from "./dom.js";

/** Shows who owns it; without a decision, nothing. */
export function showDecision(
  decision: Decision | undefined,
  description: PolicyDescription | undefined,
): void {
  byId("summary").hidden = !decision;
  if (!decision || !description) return fill(byId("verdict"));
  const nameOf = (id: string): string =>
    description.people.find((person) => person.id === id)?.name ?? id;
  fill(
    byId("verdict"),
    owner(decision),
    standing(decision),
    score(decision),
    facts(decision),
    claims(decision, nameOf),
    open(decision.open, nameOf),
    reasons(decision.reasons),
    stamp(decision),
  );
  showSummary(decision);
}

// On narrow screens the decision is far below what is typed; this line stays in sight.
function showSummary({ owner: person, via }: Decision): void {
  fill(byId("summary"), make("strong", {}, person.name), ` by ${via.layer}`);
}

/** The decision in one sentence, for those who hear the page. */
export function sentenceOf({ outcome, owner: { name }, via }: Decision): string {
  return `${name} owns it: ${outcome} by ${via.layer}${via.rule === via.layer ? "" : `, ${via.rule}`}.`;
}

function owner({ outcome, owner: person, via }: Decision): HTMLElement {
  return make(
    "div",
    { class: "owner" },
    make("p", { class: `outcome ${outcome}` }, outcome),
    make("p", { class: "name", id: "owner" }, person.name),
    make(
      "p",
      { class: "role" },
      person.known ? (person.role ?? person.id) : "not a person of this policy",
    ),
    make(
      "p",
      { class: "via" },
      "by ",
      make("strong", {}, via.layer),
      via.rule !== via.layer && make("span", {}, ", ", make("code", {}, via.rule)),
    ),
  );
}

function standing({ stage, position, timers }: Decision): HTMLElement | false {
  if (stage === undefined && timers.length === 0) return false;
  return list("standing", [
    stage !== undefined &&
      entry("Stage", stage, position !== undefined && position !== stage ? position : undefined),
    ...timers.map((timer) =>
      entry(
        timer.timer === "respond" ? "Respond within" : "Leave within",
        span(timer.within),
        due(timer),
      ),
    ),
  ]);
}

function due({ due: at }: Timer): string | undefined {
  return at === undefined
    ? undefined
    : `by ${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A length of time in words; policies write whole minutes. */
export function span(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const units = [
    ["day", 1440],
    ["hour", 60],
  ] as const;
  const [unit, size] =
    units.find(([, length]) => minutes >= length && minutes % length === 0) ??
    (["minute", 1] as const);
  const count = minutes / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function score({ score: points, grade }: Decision): HTMLElement | false {
  if (!points) return false;
  const whole = Math.max(100, points.total, points.fit + points.intent);
  const part = (kind: "fit" | "intent"): HTMLElement => {
    const bar = make("span", { class: `part ${kind}` });
    bar.style.width = `${(Math.max(0, points[kind]) / whole) * 100}%`;
    return bar;
  };
  return make(
    "div",
    { class: "score" },
    make(
      "p",
      {},
      "Score ",
      make("strong", { id: "score" }, String(points.total)),
      grade !== undefined && gradeOf(grade),
    ),
    make("div", { class: "bar", "aria-hidden": "true" }, part("fit"), part("intent")),
    make("p", { class: "legend" }, legend("fit", points.fit), legend("intent", points.intent)),
  );
}

function gradeOf(grade: string): HTMLElement {
  return make("span", { class: "grade" }, make("span", { class: "unseen" }, "grade "), grade);
}

function legend(kind: string, points: number): HTMLElement {
  return make("span", { class: kind }, `${kind} ${points}`);
}

function facts({ signals }: Decision): HTMLElement | false {
  const known = Object.entries(signals);
  return (
    known.length > 0 &&
    list(
      "signals",
      known.map(([name, value]) => entry(name, value)),
    )
  );
}

function claims({ claims: lower }: Decision, nameOf: (id: string) => string): HTMLElement | false {
  if (lower.length === 0) return false;
  const lines = lower.map(({ layer, rule, owner: id }) =>
    make(
      "li",
      {},
      make("strong", {}, nameOf(id)),
      ` by ${layer} `,
      rule !== layer && make("code", {}, rule),
    ),
  );
  return part("Would take it otherwise", make("ul", {}, ...lines));
}

function open(told: readonly Open[], nameOf: (id: string) => string): HTMLElement {
  if (told.length === 0)
    return part("Final", make("p", {}, "Nothing the caller could still tell changes the owner."));
  const lines = told.map(({ fact, owners }) => {
    const who = owners === "anyone" ? "anyone" : owners.map(nameOf).join(", ");
    return make("li", {}, make("code", {}, fact), ` could make it ${who}`);
  });
  return part("Still open", make("ul", {}, ...lines));
}

function reasons(all: readonly Reason[]): HTMLElement {
  const rows = all.map((reason) => {
    const [what, much] = told(reason);
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, reason.about),
      make("td", {}, what),
      make("td", {}, much),
    );
  });
  return make(
    "details",
    { class: "reasons", open: wasOpen() },
    make("summary", {}, `${all.length} ${all.length === 1 ? "reason" : "reasons"}`),
    make("table", {}, make("tbody", {}, ...rows)),
  );
}

// Showing the next decision must not shut what somebody has opened.
function wasOpen(): boolean {
  return document.querySelector<HTMLDetailsElement>("details.reasons")?.open === true;
}

// What a reason is about, and its points or value.
function told(reason: Reason): [what: string, much: string] {
  switch (reason.about) {
    case "field":
      return [`${reason.field}: ${reason.why}`, ""];
    case "required":
      return [reason.field, ""];
    case "derived":
      return [`${reason.name}: ${reason.rule}`, ""];
    case "fit":
    case "intent": {
      const before = reason.beforeDecay === undefined ? "" : ` of ${reason.beforeDecay}`;
      return [reason.rule, `${reason.points > 0 ? "+" : ""}${reason.points}${before}`];
    }
    case "grade":
      return [`${reason.grade} of ${reason.of}`, String(reason.value)];
    case "stage":
      return [reason.stage, ""];
    case "passed":
      return [`${reason.layer}: ${reason.why}`, ""];
    case "owner": {
      const pool =
        reason.pool === undefined
          ? ""
          : `, pool ${reason.pool}${reason.poolWasEmpty ? " was empty" : ""}`;
      return [`${reason.layer}: ${reason.rule}${pool}`, ""];
    }
  }
}

function stamp({ policy: { id, version, hash } }: Decision): HTMLElement {
  const copy = button("copy", { class: "quiet", "aria-label": "Copy the policy's hash" }, () => {
    void navigator.clipboard?.writeText(hash).catch(() => undefined);
  });
  return make(
    "p",
    { class: "stamp" },
    `${id} version ${version}, hash `,
    make("code", { title: hash }, hash.slice(0, 12)),
    copy,
  );
}

function part(title: string, ...children: HTMLElement[]): HTMLElement {
  return make("div", { class: "part" }, make("h3", {}, title), ...children);
}

function list(kind: string, entries: (HTMLElement | false)[]): HTMLElement {
  return make("dl", { class: kind }, ...entries);
}

function entry(term: string, value: string, more?: string): HTMLElement {
  return make(
    "div",
    {},
    make("dt", {}, term),
    make("dd", {}, value, more !== undefined && make("small", {}, ` ${more}`)),
  );
}
