// What the keyboard can do besides what browsers and the editor do by themselves; light and dark.

import { showDialog } from "./dialog.js";
import { byId, make } from "./dom.js";

const KEYS = [
  ["F6, Shift F6", "next and previous part of the page"],
  ["Esc, then Tab", "leave the text of the policy"],
  ["F8, Shift F8", "next and previous problem in the text"],
  ["Ctrl F or ⌘ F", "search in the text"],
  ["Ctrl Z or ⌘ Z", "undo"],
  ["← →", "between the files, on their tabs"],
] as const;

/** Tells the keys. */
export function showKeys(): void {
  const rows = KEYS.map(([keys, what]) =>
    make("div", {}, make("dt", {}, make("kbd", {}, keys)), make("dd", {}, what)),
  );
  showDialog("Keys", make("h2", {}, "Keys"), make("dl", { class: "keys" }, ...rows));
}

/** F6 goes around the parts of the page, as it goes around the panes of a desktop program. */
export function switchPanesByKey(focusEditor: () => void): void {
  addEventListener("keydown", (event) => {
    if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const panes = ["policy-pane", "lead-pane", "decision-pane", "why-pane"].map((id) => byId(id));
    const at = panes.findIndex((pane) => pane.contains(document.activeElement));
    const to = event.shiftKey ? (at < 0 ? -1 : at - 1) : at + 1;
    const pane = panes.at(to % panes.length);
    if (pane?.id === "policy-pane") focusEditor();
    else if (pane?.id === "lead-pane")
      pane.querySelector<HTMLElement>("#fields input, #fields select")?.focus();
    else pane?.focus();
  });
}

/** From light to dark or back, whatever the system asks for. */
export function switchTheme(): void {
  const { dataset } = document.documentElement;
  const isDark = dataset["theme"]
    ? dataset["theme"] === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  dataset["theme"] = isDark ? "light" : "dark";
}
