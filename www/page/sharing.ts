// The dialogs by which work leaves the page or comes in: links, and a lead as JSON.

import { showDialog } from "./dialog.js";
import { button, fill, make } from "./dom.js";
import { LINK_LONG, LINK_MAX, linkOf } from "./share.js";
import { recordOf, toldOf, type Files, type Lead } from "./work.js";

/** Offers links to the policy, and with the lead after a warning. */
export function offerLinks(files: Files, lead: Lead, noun: string): void {
  const below = make("div", { class: "below", "aria-live": "polite" });
  const copy = (own?: Lead) => void copied(files, own).then((parts) => fill(below, ...parts));
  const withLead = (): void => {
    const names = [...lead.values.keys(), ...Object.keys(lead.told)];
    fill(
      below,
      make(
        "div",
        { class: "warning" },
        make("h3", {}, `This ${noun} may be about a person`),
        make(
          "p",
          {},
          "Whoever has the link can read it, and links stay in chats, histories and mail. " +
            `It would hold: ${names.join(", ") || "no values"}.`,
        ),
        button(`Copy the link with this ${noun}`, { class: "danger" }, () => copy(lead)),
      ),
    );
  };
  showDialog(
    "Share",
    make("h2", {}, "Share"),
    make(
      "p",
      {},
      "The link holds the policy and its files, in the part of the address that is sent to no server.",
    ),
    make(
      "p",
      { class: "choices" },
      button("Copy link to the policy", { class: "main" }, () => copy()),
      button(`Copy link with this ${noun} …`, {}, withLead),
    ),
    below,
  );
}

async function copied(files: Files, lead?: Lead): Promise<HTMLElement[]> {
  const link = `${location.href.split("#", 1)[0]}#${await linkOf(files, lead)}`;
  if (link.length > LINK_MAX) {
    return [
      make(
        "p",
        { class: "problem" },
        `The policy is too large for a link (${link.length} characters). Send the files.`,
      ),
    ];
  }
  const isCopied = await toClipboard(link);
  const text = make("textarea", { readonly: true, rows: 3, "aria-label": "The link" });
  text.value = link;
  return [
    make("p", { role: "status" }, isCopied ? "Copied." : "Copy this:"),
    text,
    ...(link.length > LINK_LONG
      ? [
          make(
            "p",
            { class: "problem" },
            `It has ${link.length} characters; some programs cut links that long.`,
          ),
        ]
      : []),
  ];
}

// A page from the disk, or one that the browser does not trust, may have no clipboard.
async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Shows the lead as JSON, to be replaced by another. */
export function editJson(lead: Lead, noun: string, use: (lead: Lead) => void): void {
  const facts = Object.keys(lead.told).length > 0;
  const record = recordOf(lead.values);
  const text = make("textarea", {
    rows: 16,
    spellcheck: "false",
    "aria-label": `The ${noun} as JSON`,
    "aria-describedby": "json-problem",
  });
  text.value = JSON.stringify(facts ? { record, facts: lead.told } : record, null, 2);
  const problem = make("p", { class: "problem", id: "json-problem", role: "status" });
  const close = showDialog(
    `The ${noun} as JSON`,
    make("h2", {}, `The ${noun} as JSON`),
    make("p", {}, "An object of names and values, or ", make("code", {}, "{ record, facts }"), "."),
    text,
    problem,
    make(
      "p",
      { class: "choices" },
      button(`Use this ${noun}`, { class: "main" }, () => {
        const read = leadOfJson(text.value);
        if (typeof read === "string") problem.textContent = read;
        else {
          close();
          use(read);
        }
      }),
    ),
  );
}

/** A lead from JSON, or what is wrong with it. */
export function leadOfJson(json: string): Lead | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isObject(value))
    return `This is ${Array.isArray(value) ? "a list" : "a single value"}; one object is needed.`;
  const isPair =
    isObject(value["record"]) &&
    Object.keys(value).every((name) => name === "record" || name === "facts");
  const record = isPair ? (value["record"] as object) : value;
  const facts = isPair && isObject(value["facts"]) ? value["facts"] : {};
  return { values: new Map(Object.entries(record)), told: toldOf(facts) };
}

function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
