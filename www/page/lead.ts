// The lead form: made from the policy's dictionary, with what the caller knows besides.

import type { Decision, PolicyDescription } from "pointperson";
import { controlOf, written, type Control } from "./control.js";
import { byId, fill, make } from "./dom.js";
import { factRows } from "./facts.js";
import type { Field } from "./fields.js";
import { NO_LEAD, type Lead, type Told } from "./work.js";

interface Row {
  readonly control: Control;
  readonly note: HTMLElement;
  readonly alias: HTMLElement;
  /** The names under which a record may carry the field, the most wanted first. */
  readonly names: readonly string[];
}

/** The record's own id: no field of any policy, but pools without a better key turn on it. */
const RECORD_ID: Field = {
  id: "id",
  type: "text",
  means: "the record's own id, wherever it comes from",
  values: [],
  required: false,
  ranges: false,
};

export class LeadForm {
  readonly #changed: () => void;
  readonly #values = new Map<string, unknown>();
  readonly #rows = new Map<string, Row>();
  #told: Told = {};
  #made = "";
  #description: PolicyDescription | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.lead = NO_LEAD;
  }

  get lead(): Lead {
    return { values: new Map(this.#values), told: this.#told };
  }

  set lead({ values, told }: Lead) {
    this.#values.clear();
    for (const [name, value] of values) this.#values.set(name, value);
    this.#told = told;
    this.#showValues();
    this.#showFacts();
  }

  /** Makes the form anew if the policy asks for other fields or names other people. */
  setPolicy(fields: readonly Field[], description: PolicyDescription): void {
    const { sources, people, record } = description;
    const made = JSON.stringify([fields, sources, people, record]);
    if (made === this.#made) return;
    this.#made = made;
    this.#description = description;
    this.#rows.clear();
    const all = fields.some(({ id }) => id === "id") ? fields : [...fields, RECORD_ID];
    fill(byId("fields"), ...all.map((field) => this.#row(field, namesOf(field, description))));
    this.#showValues();
    this.#showFacts();
  }

  /** Makes the form empty, for a policy of which nothing is known yet; the values are kept. */
  withoutPolicy(): void {
    this.#made = "";
    this.#description = undefined;
    this.#rows.clear();
    fill(
      byId("fields"),
      make("p", { class: "help" }, "The form is made from the policy, once it has no error."),
    );
    this.#showValues();
  }

  /** Says at each field what the decision could not read of it. */
  note(decision: Decision | undefined): void {
    const notes = new Map<string, string>();
    for (const reason of decision?.reasons ?? []) {
      if (reason.about === "field")
        notes.set(reason.field, `not read: ${reason.why.replaceAll("-", " ")}`);
      if (reason.about === "required" && !notes.has(reason.field))
        notes.set(reason.field, "required, and missing");
    }
    for (const [id, { note, control }] of this.#rows) {
      const text = notes.get(id) ?? "";
      note.textContent = text;
      control.element.setAttribute("aria-invalid", String(text !== ""));
    }
  }

  #row(field: Field, names: readonly string[]): HTMLElement {
    const id = `field-${field.id}`;
    const control = controlOf(
      field,
      { id, "aria-describedby": `${id}-help ${id}-note` },
      (text) => {
        const name = this.#nameIn(names);
        if (text === undefined) this.#values.delete(name);
        else this.#values.set(name, text);
        this.#showAlias(field.id);
        this.#changed();
      },
    );
    const note = make("p", { class: "problem", id: `${id}-note` });
    const alias = make("span", { class: "alias" });
    this.#rows.set(field.id, { control, note, alias, names });
    return make(
      "div",
      { class: "field" },
      make(
        "label",
        { for: id },
        field.label ?? field.id,
        field.required && make("span", { class: "required" }, " required"),
        alias,
      ),
      control.element,
      note,
      make("p", { class: "help", id: `${id}-help` }, field.means ?? ""),
    );
  }

  // The name that the record at hand uses for a field, else the first.
  #nameIn(names: readonly string[]): string {
    return names.find((name) => this.#values.has(name)) ?? names[0] ?? "";
  }

  #showValues(): void {
    for (const [id, { control, names }] of this.#rows) {
      control.show(this.#values.get(this.#nameIn(names)));
      this.#showAlias(id);
    }
    this.#showUnread();
  }

  #showAlias(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    const name = this.#nameIn(row.names);
    row.alias.textContent = name === id ? "" : ` as ${name}`;
  }

  #showUnread(): void {
    const read = new Set(Array.from(this.#rows.values()).flatMap(({ names }) => names));
    const unread = Array.from(this.#values).filter(([name]) => !read.has(name));
    const lines = unread.map(([name, value]) =>
      make("li", {}, make("code", {}, name), ` ${written(value)}`),
    );
    const unreadList = byId("unread");
    unreadList.hidden = this.#description === undefined || lines.length === 0;
    fill(unreadList, "This policy does not read: ", make("ul", {}, ...lines));
  }

  #showFacts(): void {
    const people = this.#description?.people ?? [];
    const rows = factRows(this.#told, people, (told) => {
      this.#told = told;
      this.#changed();
    });
    fill(byId("facts"), ...rows);
  }
}

function namesOf({ id }: Field, { sources }: PolicyDescription): string[] {
  const names = sources.filter(([field]) => field === id).map(([, name]) => name);
  return names.length > 0 ? names : [id];
}
