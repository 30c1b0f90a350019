// The controls of what the caller knows besides the lead: now, the owners a CRM names, who is away.
// Each can be told or left open, and an owner can be told to be nobody; these are different things.

import type { Person } from "pointperson";
import { button, make, on } from "./dom.js";
import type { Told } from "./work.js";

/** Shows `told`; calls `tell` with what became of it. */
export function factRows(
  told: Told,
  people: readonly Person[],
  tell: (told: Told) => void,
): HTMLElement[] {
  let known = told;
  const set = (part: { [Name in keyof Told]: Told[Name] | undefined }): void => {
    known = Object.fromEntries(
      Object.entries({ ...known, ...part }).filter(([, value]) => value !== undefined),
    );
    tell(known);
  };
  return [
    nowRow(told, (now) => set({ now })),
    ownerRow("accountOwner", "who owns the account", told.accountOwner, people, (accountOwner) =>
      set({ accountOwner }),
    ),
    ownerRow("currentOwner", "who owns it now", told.currentOwner, people, (currentOwner) =>
      set({ currentOwner }),
    ),
    awayRow(told.away, people, (away) => set({ away })),
  ];
}

function row(
  name: string,
  means: string,
  control: HTMLElement,
  ...more: (HTMLElement | false)[]
): HTMLElement {
  const id = `fact-${name}`;
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-help`);
  return make(
    "div",
    { class: "field" },
    make("label", { for: id }, name),
    control,
    ...more,
    make("p", { class: "help", id: `${id}-help` }, means),
  );
}

function nowRow(told: Told, tell: (now: string | undefined) => void): HTMLElement {
  const input = make("input", {
    type: "text",
    autocomplete: "off",
    placeholder: "not told",
    value: String(told.now ?? ""),
  });
  on(input, { input: () => tell(input.value.trim() === "" ? undefined : input.value) });
  const set = button("set to now", { class: "quiet" }, () => {
    input.value = `${new Date().toISOString().slice(0, 16)}Z`;
    tell(input.value);
  });
  const means = "the moment of the decision; decay and due times count from it";
  return row("now", means, input, make("p", { class: "problem", id: "now-problem" }), set);
}

const NOT_TOLD = "";
const NOBODY = "-";
const OTHER = "?";

function ownerRow(
  name: string,
  means: string,
  owner: string | null | undefined,
  people: readonly Person[],
  tell: (owner: string | null | undefined) => void,
): HTMLElement {
  const isKnown = people.some(({ id }) => id === owner);
  const select = make(
    "select",
    {},
    make("option", { value: NOT_TOLD }, "not told"),
    make("option", { value: NOBODY }, "nobody"),
    ...people.map(({ id, name: called }) => make("option", { value: `=${id}` }, called)),
    make("option", { value: OTHER }, "another id or address …"),
  );
  const other = make("input", {
    type: "text",
    autocomplete: "off",
    "aria-label": `${name}, id or e-mail address`,
  });
  const isOther = typeof owner === "string" && !isKnown;
  other.hidden = !isOther;
  if (isOther) other.value = owner;
  select.value =
    owner === undefined ? NOT_TOLD : owner === null ? NOBODY : isKnown ? `=${owner}` : OTHER;
  on(other, { input: () => tell(other.value) });
  on(select, {
    change: () => {
      const { value } = select;
      other.hidden = value !== OTHER;
      if (value === NOT_TOLD) return tell(undefined);
      if (value === NOBODY) return tell(null);
      tell(value === OTHER ? other.value : value.slice(1));
      if (value === OTHER) other.focus();
    },
  });
  return row(name, means, select, other);
}

function awayRow(
  away: readonly string[] | undefined,
  people: readonly Person[],
  tell: (away: readonly string[] | undefined) => void,
): HTMLElement {
  const select = make(
    "select",
    {},
    make("option", { value: NOT_TOLD }, "not told"),
    make("option", { value: NOBODY }, "nobody"),
    make("option", { value: OTHER }, "these people …"),
  );
  select.value = away === undefined ? NOT_TOLD : away.length === 0 ? NOBODY : OTHER;
  const boxes = people.map(({ id, name }) => {
    const box = make("input", {
      type: "checkbox",
      value: id,
      checked: away?.includes(id) === true,
    });
    return { box, label: make("label", {}, box, ` ${name}`) };
  });
  const list = make("div", { class: "people", role: "group", "aria-label": "people who are away" });
  list.append(...boxes.map(({ label }) => label));
  list.hidden = select.value !== OTHER;
  const chosen = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
  on(list, { change: () => tell(chosen()) });
  on(select, {
    change: () => {
      list.hidden = select.value !== OTHER;
      tell(select.value === NOT_TOLD ? undefined : select.value === NOBODY ? [] : chosen());
    },
  });
  return row("away", "people who take no turn now", select, list);
}
