// The text editor: one view, a state for each file, diagnostics underlined.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import {
  nextDiagnostic,
  previousDiagnostic,
  setDiagnostics,
  type Diagnostic as Mark,
} from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Transaction, type Extension, type Text } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Diagnostic, Place } from "pointperson/compiler";
import { make, prose } from "./dom.js";
import { POLICY, type Files } from "./work.js";

// Colours are those of page.css, so that light and dark need no second theme. The library's own
// underlines are images, which the page's content security policy does not let in.
const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--paper)", color: "var(--ink)", fontSize: "12.5px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: "var(--accent)", padding: "10px 0" },
  ".cm-gutters": {
    backgroundColor: "var(--paper)",
    color: "var(--faint)",
    border: "none",
    paddingLeft: "6px",
  },
  ".cm-activeLine": { backgroundColor: "var(--line-active)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--line-active)", color: "var(--quiet)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    {
      background: "var(--selection)",
    },
  ".cm-selectionMatch": { backgroundColor: "var(--selection)" },
  ".cm-lintRange": {
    backgroundImage: "none",
    textDecoration: "underline wavy 1.5px",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-error": { backgroundImage: "none", textDecorationColor: "var(--bad)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecorationColor: "var(--warn)" },
  ".cm-lintRange-hint, .cm-lintRange-info": {
    backgroundImage: "none",
    textDecorationColor: "var(--accent)",
  },
  ".cm-lintPoint:after": { borderBottomColor: "var(--bad)" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--rule)",
    borderRadius: "8px",
    boxShadow: "var(--shadow)",
    maxWidth: "min(46ch, 90vw)",
    overflow: "hidden",
  },
  ".cm-diagnostic": {
    padding: "8px 12px",
    borderLeft: "3px solid var(--bad)",
    fontFamily: "var(--sans)",
  },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnostic-hint": { borderLeftColor: "var(--accent)" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--rule)" },
  ".cm-textfield, .cm-button": {
    background: "var(--paper)",
    color: "var(--ink)",
    borderColor: "var(--rule)",
  },
  ".cm-searchMatch": { backgroundColor: "var(--match)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], color: "var(--code-text)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  {
    tag: [tags.separator, tags.punctuation, tags.brace, tags.squareBracket],
    color: "var(--faint)",
  },
]);

/** Parsing a longer text for its colours would cost more than the colours are worth. */
const COLOURED_MAX = 300_000;

export class Editor {
  readonly #view: EditorView;
  readonly #states = new Map<string, EditorState>();
  readonly #marks = new Map<string, readonly Diagnostic[]>();
  readonly #texts = new WeakMap<Text, string>();
  readonly #changed: () => void;
  #open = POLICY;

  constructor(parent: HTMLElement, changed: () => void) {
    this.#changed = changed;
    this.#view = new EditorView({
      parent,
      state: this.#fresh(POLICY, ""),
      dispatchTransactions: (transactions, view) => {
        view.update(transactions);
        if (transactions.some((one: Transaction) => one.docChanged)) this.#changed();
      },
    });
    // Once Escape was pressed, Tab leaves the editor until it is entered anew.
    this.#view.contentDOM.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#view.setTabFocusMode(true);
    });
    this.#view.contentDOM.addEventListener("blur", () => this.#view.setTabFocusMode(false));
  }

  /** The name of the file that is shown. */
  get open(): string {
    return this.#open;
  }

  /** All texts, as they are now. */
  get files(): Files {
    this.#states.set(this.#open, this.#view.state);
    return new Map(Array.from(this.#states, ([name, { doc }]) => [name, this.#textOf(doc)]));
  }

  /** Puts other files in the place of all; shows the first. */
  setFiles(files: Files): void {
    this.#states.clear();
    this.#marks.clear();
    for (const [name, text] of files) this.#states.set(name, this.#fresh(name, text));
    this.#open = POLICY;
    this.#view.setState(this.#states.get(POLICY) ?? this.#fresh(POLICY, ""));
  }

  /** Shows a file; one that is not there yet begins empty. */
  show(name: string): void {
    if (name === this.#open) return;
    this.#states.set(this.#open, this.#view.state);
    this.#open = name;
    this.#view.setState(this.#states.get(name) ?? this.#fresh(name, ""));
    this.#underline();
  }

  /** Underlines what was found, in whichever file it stands. */
  mark(diagnostics: readonly Diagnostic[]): void {
    this.#marks.clear();
    for (const one of diagnostics)
      this.#marks.set(one.place.file, [...(this.#marks.get(one.place.file) ?? []), one]);
    this.#underline();
  }

  /** Shows a place, selected. */
  goTo(place: Place): void {
    this.show(place.file);
    const { from, to } = this.#range(place);
    this.#view.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  #underline(): void {
    const marks = (this.#marks.get(this.#open) ?? []).map((diagnostic): Mark => ({
      ...this.#range(diagnostic.place),
      severity: diagnostic.severity,
      message: diagnostic.message,
      renderMessage: () => hover(diagnostic),
    }));
    marks.sort((a, b) => a.from - b.from);
    this.#view.dispatch(setDiagnostics(this.#view.state, marks));
  }

  #range({ start, end }: Place): { from: number; to: number } {
    const { doc } = this.#view.state;
    const at = (line: number, column: number): number => {
      if (line >= doc.lines) return doc.length;
      const { from, length } = doc.line(line + 1);
      return from + Math.min(column, length);
    };
    return { from: at(start.line, start.column), to: at(end.line, end.column) };
  }

  // A keystroke changes one file; the texts of the others are not put together again.
  #textOf(doc: Text): string {
    const known = this.#texts.get(doc) ?? doc.toString();
    this.#texts.set(doc, known);
    return known;
  }

  #fresh(name: string, text: string): EditorState {
    const isCsv = name.endsWith(".csv");
    const language: Extension = isCsv || text.length > COLOURED_MAX ? [] : yaml();
    return EditorState.create({
      doc: text,
      extensions: [common, language, isCsv ? [] : EditorView.lineWrapping, labelled(name)],
    });
  }
}

function labelled(name: string): Extension {
  const what = name === POLICY ? "Policy" : name;
  return EditorView.contentAttributes.of({
    "aria-label": `${what}, text`,
    "aria-describedby": "editor-help",
    tabindex: "0", // it is reached without; tools that check pages want to read it
  });
}

function hover({ message, help, code }: Diagnostic): HTMLElement {
  return make(
    "div",
    { class: "hover" },
    make("p", {}, prose(message)),
    help !== undefined && make("p", { class: "help" }, prose(help)),
    make("p", { class: "code" }, code),
  );
}

const common: Extension = [
  EditorView.cspNonce.of("codemirror"),
  lineNumbers(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  indentOnInput(),
  indentUnit.of("  "),
  highlightActiveLine(),
  highlightSelectionMatches(),
  syntaxHighlighting(colours),
  keymap.of([
    { key: "F8", run: nextDiagnostic },
    { key: "Shift-F8", run: previousDiagnostic },
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    indentWithTab,
  ]),
  theme,
];
