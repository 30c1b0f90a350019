// The controls of the lead form: one for each type of field, one for each fact.

import { make, on } from "./dom.js";
import type { Field } from "./fields.js";

/** A control that shows a value of any kind and gives back what somebody enters. */
export interface Control {
  readonly element: HTMLElement;
  show(value: unknown): void;
}

/** What an input gives: a text, or nothing. */
type Entered = (text: string | undefined) => void;

/** The control for a field. `attributes` go to the element that is focused. */
export function controlOf(
  field: Field,
  attributes: { [name: string]: string },
  entered: Entered,
): Control {
  if (field.type === "flag") return picked(["yes", "no"], field.whenAbsent, attributes, entered);
  if (field.type === "choice") return picked(field.values, field.whenAbsent, attributes, entered);
  const input = make("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    ...keyboard(field),
    ...attributes,
  });
  on(input, { input: () => entered(input.value === "" ? undefined : input.value) });
  return { element: input, show: (value) => (input.value = written(value)) };
}

// A value that is not in the list is shown all the same, as one more option: leads are pasted, and
// what the policy makes of a strange value is worth seeing.
function picked(
  values: readonly string[],
  whenAbsent: string | undefined,
  attributes: { [name: string]: string },
  entered: Entered,
): Control {
  const none = whenAbsent === undefined ? "not given" : `not given: ${whenAbsent}`;
  const select = make("select", attributes);
  on(select, { change: () => entered(select.value === "" ? undefined : select.value) });
  const show = (value: unknown): void => {
    const text = value === true ? "yes" : value === false ? "no" : written(value);
    const known =
      values.find((one) => one === text) ??
      values.find((one) => one.toLowerCase() === text.toLowerCase());
    const strange = text !== "" && known === undefined ? [text] : [];
    const options = [...values, ...strange].map((one) => make("option", { value: one }, one));
    select.replaceChildren(make("option", { value: "" }, none), ...options);
    select.value = known ?? text;
  };
  return { element: select, show };
}

function keyboard({ type, ranges, currency, whenAbsent }: Field): { [name: string]: string } {
  const example = placeholder(type, ranges, currency);
  return {
    ...(type === "email" ? { inputmode: "email" } : type === "domain" ? { inputmode: "url" } : {}),
    placeholder: whenAbsent !== undefined ? `${whenAbsent}, if not given` : example,
  };
}

function placeholder(type: string, ranges: boolean, currency: string | undefined): string {
  if (type === "integer") return ranges ? "51-200" : "120";
  if (type === "money")
    return ranges ? `${currency ?? ""} 10M-50M`.trim() : `${currency ?? ""} 2M`.trim();
  if (type === "date") return "2026-01-31";
  if (type === "moment") return "2026-01-31T10:00Z";
  if (type === "country") return "DE";
  if (type === "subdivision") return "CA";
  if (type === "email") return "name@company.example";
  if (type === "domain") return "company.example";
  return "";
}

/** A value of any kind as text; a list or an object as JSON. */
export function written(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
