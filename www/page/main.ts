// The page: who owns this lead, while policy and lead are being written.
//
// Everything happens in the tab. The policy's text goes to `judge`, which compiles and decides; what
// comes out goes to the editor's underlines, the list below it, the decision and the explanation.

import type { Diagnostic } from "pointperson/compiler";
import { Address, type Asked } from "./address.js";
import { showDecision, sentenceOf } from "./decision.js";
import { showDialog } from "./dialog.js";
import { byId, fill, make, on } from "./dom.js";
import { Editor } from "./editor.js";
import { showExplanation } from "./explanation.js";
import { counted, showFindings } from "./findings.js";
import { Judge, wordsOf, type Ruling } from "./judge.js";
import { LeadForm } from "./lead.js";
import { say, tell } from "./notice.js";
import { SAMPLES, type Sample, type SampleLead } from "./samples.js";
import { editJson, offerLinks } from "./sharing.js";
import { moveByArrows, showTabs } from "./tabs.js";
import { NO_LEAD, type Files, type Lead } from "./work.js";

/** The form follows the dictionary when the typing pauses: it costs a second reading. */
const FORM_SETTLES = 120;

class Page {
  readonly #judge = new Judge();
  readonly #address = new Address();
  readonly #editor = new Editor(byId("editor"), () => this.#policyChanged());
  readonly #form = new LeadForm(() => this.#leadChanged());
  readonly #samples = byId<HTMLSelectElement>("sample");
  readonly #leads = byId<HTMLSelectElement>("lead-sample");
  #ruling: Ruling = { diagnostics: [], named: [], stale: true };
  #sample: Sample | undefined;
  #edited = false;
  #formTimer: ReturnType<typeof setTimeout> | undefined;

  async start(): Promise<void> {
    this.#samples.append(...SAMPLES.map(({ id, title }) => make("option", { value: id }, title)));
    on(this.#samples, { change: () => this.#pickSample(this.#samples.value) });
    on(this.#leads, { change: () => this.#pickLead(this.#leads.value) });
    on(byId("share"), { click: () => offerLinks(this.#editor.files, this.#form.lead, this.#noun) });
    on(byId("json"), { click: () => editJson(this.#form.lead, this.#noun, (lead) => this.#useLead(lead)) });
    on(byId("clear"), { click: () => this.#useLead(NO_LEAD) });
    moveByArrows(byId("tabs"));
    addEventListener("hashchange", () => void this.#address.read().then((asked) => this.#follow(asked)));
    byId("main").hidden = false;
    const asked = await this.#address.read();
    if (asked === undefined || "problem" in asked) this.#open(SAMPLES[0]);
    this.#follow(asked);
  }

  get #noun(): string {
    return this.#ruling.description?.record ?? "lead";
  }

  // --- What comes in: samples and links ------------------------------------------------------

  #follow(asked: Asked): void {
    if (asked === undefined) return;
    if ("problem" in asked) return tell(`${asked.problem} What was here is kept.`);
    this.#keepBefore();
    if ("files" in asked) return this.#openWork(asked.files, asked.lead ?? NO_LEAD);
    const sample = SAMPLES.find(({ id }) => id === asked.sample);
    if (!sample) tell(`There is no sample \`${asked.sample}\`; this is another.`);
    this.#open(sample ?? SAMPLES[0], asked.lead);
  }

  #pickSample(id: string): void {
    this.#keepBefore();
    this.#open(SAMPLES.find((sample) => sample.id === id) ?? SAMPLES[0]);
    this.#nameInAddress(undefined);
  }

  // Whatever is opened over work of one's own can be undone.
  #keepBefore(): void {
    if (!this.#edited) return;
    const [files, lead] = [this.#editor.files, this.#form.lead];
    tell("Another policy was opened.", {
      label: "Bring back what was here",
      press: () => {
        this.#openWork(files, lead);
        this.#edited = true;
        this.#address.keep(() => this.#editor.files);
      },
    });
  }

  #open(sample: Sample | undefined, leadId?: string): void {
    if (!sample) return;
    this.#openWork(sample.files, NO_LEAD, sample);
    this.#pickLead(leadId ?? sample.leads[0]?.id ?? "");
  }

  #openWork(files: Files, lead: Lead, sample?: Sample): void {
    this.#sample = sample;
    this.#edited = false;
    this.#samples.value = sample?.id ?? "";
    this.#listLeads();
    this.#form.lead = lead;
    this.#editor.setFiles(files);
    this.#rule();
    this.#makeForm();
  }

  #listLeads(): void {
    const leads = this.#sample?.leads ?? [];
    const options = leads.map(({ id, title }) => make("option", { value: id }, title));
    byId("lead-samples").hidden = leads.length === 0;
    fill(this.#leads, make("option", { value: "" }, "your own"), ...options);
  }

  #pickLead(id: string): void {
    const lead = this.#sample?.leads.find((one) => one.id === id);
    this.#useLead(lead ?? NO_LEAD, lead);
    if (!this.#edited) this.#nameInAddress(lead);
  }

  #useLead(lead: Lead, sample?: SampleLead): void {
    this.#form.lead = lead;
    this.#leads.value = sample?.id ?? "";
    this.#decide();
  }

  #nameInAddress(lead: SampleLead | undefined): void {
    const isFirst = this.#sample === SAMPLES[0] && (lead === undefined || lead === this.#sample?.leads[0]);
    if (this.#sample && !(isFirst && location.hash === "")) this.#address.nameSample(this.#sample, lead);
  }

  // --- What is typed -------------------------------------------------------------------------

  #policyChanged(): void {
    this.#edited = true;
    this.#address.keep(() => this.#editor.files);
    this.#judge.whenDue(() => this.#rule());
    byId("decision-pane").classList.toggle("waiting", this.#judge.waits);
  }

  #leadChanged(): void {
    this.#leads.value = "";
    this.#decide();
  }

  // --- What comes of it ----------------------------------------------------------------------

  #rule(): void {
    this.#ruling = this.#judge.rule(this.#editor.files);
    byId("decision-pane").classList.remove("waiting");
    this.#editor.mark(this.#ruling.diagnostics);
    showFindings(this.#ruling.diagnostics, this.#ruling.fault, (one) => this.#goTo(one));
    this.#showTabs();
    this.#decide();
    clearTimeout(this.#formTimer);
    this.#formTimer = setTimeout(() => this.#makeForm(), FORM_SETTLES);
  }

  #makeForm(): void {
    clearTimeout(this.#formTimer);
    const { description } = this.#ruling;
    if (!description) return;
    this.#form.setPolicy(this.#judge.fields(), description);
    byId("lead-head").textContent = description.record === "lead" ? "Lead" : capital(description.record);
    this.#decide();
  }

  #decide(): void {
    const problem = byId("facts-problem");
    problem.textContent = "";
    try {
      const verdict = this.#judge.decide(this.#form.lead);
      this.#form.note(verdict?.decision);
      if (verdict && this.#ruling.description) {
        showDecision(verdict.decision, this.#ruling.description);
        showExplanation(verdict.explanation);
      }
      this.#tellState(verdict ? sentenceOf(verdict.decision) : "");
    } catch (error) {
      problem.textContent = wordsOf(error);
      this.#tellState(wordsOf(error));
      byId("stale").textContent = "The facts cannot be read, so this is the decision before.";
      byId("decision-pane").classList.add("stale");
    }
  }

  #tellState(sentence: string): void {
    const { stale, description, diagnostics } = this.#ruling;
    byId("decision-pane").classList.toggle("stale", stale && description !== undefined);
    byId("decision-pane").classList.toggle("none", description === undefined);
    byId("stale").textContent = stale
      ? description
        ? "The policy has an error. The last one without an error decides here."
        : "No decision yet: the policy has an error."
      : "";
    say(`${stale ? "The policy has an error. " : ""}${sentence} ${counted(diagnostics)}.`);
  }

  #showTabs(): void {
    const marked = new Set(this.#ruling.diagnostics.map(({ place }) => place.file));
    const present = [...this.#editor.files.keys()];
    const { open } = this.#editor;
    showTabs(byId("tabs"), { open, present, named: this.#ruling.named, marked }, (name) => {
      this.#editor.show(name);
      this.#showTabs();
    });
    byId("editor").setAttribute("aria-labelledby", "open-tab");
  }

  #goTo({ place }: Diagnostic): void {
    this.#editor.goTo(place);
    this.#showTabs();
  }

  /** Moves the focus to the next part of the page, or the one before. */
  focusNext(step: 1 | -1): void {
    const panes = ["policy-pane", "lead-pane", "decision-pane", "why-pane"].map((id) => byId(id));
    const at = panes.findIndex((pane) => pane.contains(document.activeElement));
    const to = panes.at((Math.max(at, step === 1 ? -1 : 0) + step) % panes.length);
    if (to?.id === "policy-pane") this.#editor.focus();
    else if (to?.id === "lead-pane") to.querySelector<HTMLElement>("#fields input, #fields select")?.focus();
    else to?.focus();
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function switchTheme(): void {
  const root = document.documentElement;
  const isDark = root.dataset["theme"]
    ? root.dataset["theme"] === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset["theme"] = isDark ? "light" : "dark";
}

const KEYS = [
  ["F6, Shift F6", "next and previous part of the page"],
  ["Esc, then Tab", "leave the text of the policy"],
  ["F8, Shift F8", "next and previous problem in the text"],
  ["Ctrl F or ⌘ F", "search in the text"],
  ["Ctrl Z or ⌘ Z", "undo"],
  ["← →", "between the files, on their tabs"],
] as const;

function showKeys(): void {
  const rows = KEYS.map(([keys, what]) => make("div", {}, make("dt", {}, make("kbd", {}, keys)), make("dd", {}, what)));
  showDialog("Keys", make("h2", {}, "Keys"), make("dl", { class: "keys" }, ...rows));
}

const page = new Page();
on(byId("theme"), { click: switchTheme });
on(byId("keys"), { click: showKeys });
addEventListener("keydown", (event) => {
  if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  page.focusNext(event.shiftKey ? -1 : 1);
});
void page.start().catch((error: unknown) => tell(`The page could not start: ${wordsOf(error)}.`));
