// The page: who owns this lead, while policy and lead are being written.
//
// Everything happens in the tab. The policy's text goes to the compiler's thread (`compiling`); what
// comes back goes to the editor's underlines and the list below it, and takes office as the judge
// who decides about the lead.

import { Address, type Asked } from "./address.js";
import { Compiling } from "./compiling.js";
import { showDecision, sentenceOf } from "./decision.js";
import { showDialog } from "./dialog.js";
import { byId, fill, make, on, prose } from "./dom.js";
import { Editor } from "./editor.js";
import { showExplanation } from "./explanation.js";
import { fieldsOf } from "./fields.js";
import { counted, showFindings, type Fault } from "./findings.js";
import { Judge, wordsOf } from "./judge.js";
import { showKeys, switchPanesByKey, switchTheme } from "./keys.js";
import { LeadForm } from "./lead.js";
import { setMarkdown } from "./markdown.js";
import { say, tell } from "./notice.js";
import { SAMPLES, type Sample, type SampleLead } from "./samples.js";
import { editJson, offerLinks } from "./sharing.js";
import { moveByArrows, showTabs } from "./tabs.js";
import { NO_LEAD, type Files, type Lead } from "./work.js";
import type { Compiled } from "./worker.js";

/** Compiling that takes longer is told. */
const PATIENCE = 300;

const NOTHING_FOUND: Compiled = { diagnostics: [], named: [] };

class Page {
  readonly #judge = new Judge();
  readonly #compiling = new Compiling({
    compiled: (compiled) => this.#compiled(compiled),
    canonical: (text) => this.#makeForm(text),
    fault: (why) => this.#compiled(NOTHING_FOUND, { what: "The compiler failed", why }),
  });
  readonly #address = new Address();
  readonly #editor = new Editor(byId("editor"), () => this.#policyChanged());
  readonly #form = new LeadForm(() => this.#leadChanged());
  readonly #samples = byId<HTMLSelectElement>("sample");
  readonly #leads = byId<HTMLSelectElement>("lead-sample");
  #found: Compiled = NOTHING_FOUND;
  #fault: Fault | undefined;
  #sample: Sample | undefined;
  #edited = false;
  #leadEdited = false;
  /** Whether other work was opened and nothing came of it yet. */
  #isOpening = true;

  async start(): Promise<void> {
    this.#samples.append(...SAMPLES.map(({ id, title }) => make("option", { value: id }, title)));
    on(this.#samples, { change: () => this.#pickSample(this.#samples.value) });
    on(this.#leads, {
      change: () => this.#leads.value !== "" && this.#pickLead(this.#leads.value),
    });
    on(byId("share"), { click: () => offerLinks(this.#editor.files, this.#form.lead, this.#noun) });
    on(byId("json"), {
      click: () => editJson(this.#form.lead, this.#noun, (lead) => this.#useLead(lead)),
    });
    on(byId("clear"), { click: () => this.#useLead(NO_LEAD) });
    on(byId("summary"), { click: () => byId("decision-pane").focus() });
    moveByArrows(byId("tabs"));
    addEventListener(
      "hashchange",
      () => void this.#address.read().then((asked) => this.#follow(asked)),
    );
    for (const id of ["tools", "main"]) byId(id).hidden = false;
    const asked = await this.#address.read();
    if (asked === undefined || "problem" in asked) this.#open(SAMPLES[0]);
    this.#follow(asked);
  }

  get #noun(): string {
    return this.#judge.description?.record ?? "lead";
  }

  // --- What comes in: samples and links ------------------------------------------------------

  #follow(asked: Asked): void {
    if (asked === undefined) return;
    if ("problem" in asked) {
      if (this.#edited) this.#address.keep(() => this.#editor.files);
      return tell(`${asked.problem} What was here is kept.`);
    }
    this.#keepBefore();
    if ("files" in asked) return this.#openWork(asked.files, asked.lead ?? NO_LEAD);
    const sample = SAMPLES.find(({ id }) => id === asked.sample);
    if (!sample) tell(`There is no sample \`${asked.sample}\`; this is another.`);
    this.#open(sample ?? SAMPLES[0], asked.lead);
  }

  #pickSample(id: string): void {
    const sample = SAMPLES.find((one) => one.id === id);
    if (!sample) return;
    this.#keepBefore();
    this.#open(sample);
    this.#nameInAddress(undefined);
  }

  // Whatever is opened over work of one's own can be undone.
  #keepBefore(): void {
    if (!this.#edited && !this.#leadEdited) return;
    const [files, lead] = [this.#editor.files, this.#form.lead];
    tell("Another policy was opened.", {
      label: "Bring back what was here",
      press: () => {
        this.#openWork(files, lead);
        this.#edited = true;
        this.#leadEdited = true;
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
    this.#leadEdited = false;
    this.#samples.value = sample?.id ?? "";
    this.#listLeads();
    this.#form.lead = lead;
    this.#editor.setFiles(files);
    this.#isOpening = true;
    this.#compiling.compile(files);
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
    const before = this.#form.lead;
    if (this.#leadEdited) {
      tell(`Another ${this.#noun} is tried.`, {
        label: "Bring back what was here",
        press: () => this.#useLead(before),
      });
    }
    this.#leadEdited = false;
    this.#form.lead = lead;
    this.#leads.value = sample?.id ?? "";
    this.#decide();
  }

  #nameInAddress(lead: SampleLead | undefined): void {
    const isFirst =
      this.#sample === SAMPLES[0] && (lead === undefined || lead === this.#sample?.leads[0]);
    if (this.#sample && !(isFirst && location.hash === ""))
      this.#address.nameSample(this.#sample, lead);
  }

  // --- What is typed -------------------------------------------------------------------------

  #policyChanged(): void {
    this.#edited = true;
    this.#samples.value = "";
    this.#address.keep(() => this.#editor.files);
    this.#compiling.compile(this.#editor.files);
    setTimeout(() => {
      if (this.#compiling.isBusy) byId("findings-count").textContent = "Checking …";
    }, PATIENCE);
  }

  #leadChanged(): void {
    this.#leadEdited = true;
    this.#leads.value = "";
    this.#decide();
  }

  // --- What comes of it ----------------------------------------------------------------------

  #compiled(compiled: Compiled, fault?: Fault): void {
    const { artifact, diagnostics } = compiled;
    this.#found = compiled;
    this.#fault = fault ?? this.#appoint(artifact);
    if (!this.#judge.description) this.#form.withoutPolicy();
    this.#isOpening = false;
    this.#editor.mark(diagnostics);
    showFindings(diagnostics, this.#fault, {
      goTo: ({ place }) => {
        this.#editor.goTo(place);
        this.#showTabs();
      },
      about: (code) => void this.#compiling.page(code).then((page = "") => showPage(code, page)),
    });
    this.#showTabs();
    this.#decide();
  }

  // Gives why nobody could take office, if so.
  #appoint(artifact: Uint8Array | undefined): Fault | undefined {
    try {
      if (artifact || this.#isOpening) this.#judge.appoint(artifact);
      return undefined;
    } catch (error) {
      if (this.#isOpening) this.#judge.appoint(undefined);
      return { what: "The engine failed", why: wordsOf(error) };
    }
  }

  #makeForm(canonical: string): void {
    const { description } = this.#judge;
    if (!description) return;
    this.#form.setPolicy(fieldsOf(canonical), description);
    byId("lead-head").textContent = capital(description.record);
    this.#decide();
  }

  #decide(): void {
    if (this.#isOpening) return;
    const { description } = this.#judge;
    const problem = byId("facts-problem");
    fill(problem);
    try {
      const verdict = this.#judge.decide(this.#form.lead);
      this.#form.note(verdict?.decision);
      showDecision(verdict?.decision, description);
      showExplanation(verdict?.explanation);
      this.#tellState(verdict ? sentenceOf(verdict.decision) : "", this.#staleWords(!verdict));
    } catch (error) {
      fill(problem, prose(wordsOf(error)));
      const isShown = byId("verdict").hasChildNodes();
      const before = isShown ? "This is the decision before." : "No decision yet.";
      this.#tellState(wordsOf(error), `The facts cannot be read. ${before}`);
    }
  }

  // Why what is shown is not what the text decides; nothing when it is.
  #staleWords(isFirst: boolean): string {
    if (this.#found.artifact && !this.#fault) return "";
    const why = this.#fault ? `${this.#fault.what}.` : "The policy has an error.";
    return isFirst ? `No decision yet. ${why}` : `${why} The last sound policy decides here.`;
  }

  #tellState(sentence: string, stale: string): void {
    byId("decision-pane").classList.toggle("stale", stale !== "");
    byId("stale").textContent = stale;
    say(`${stale} ${sentence} ${counted(this.#found.diagnostics)}.`.trim());
  }

  #showTabs(): void {
    const marked = new Set(this.#found.diagnostics.map(({ place }) => place.file));
    const present = [...this.#editor.files.keys()];
    const { open } = this.#editor;
    showTabs(byId("tabs"), { open, present, named: this.#found.named, marked }, (name) => {
      this.#editor.show(name);
      this.#showTabs();
    });
    byId("editor").setAttribute("aria-labelledby", "open-tab");
  }

  /** Puts the focus into the text of the policy. */
  focusEditor(): void {
    this.#editor.focus();
  }
}

function showPage(code: string, text: string): void {
  showDialog(`About ${code}`, make("div", { class: "page" }, ...setMarkdown(text)));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const page = new Page();
on(byId("theme"), { click: switchTheme });
on(byId("keys"), { click: showKeys });
switchPanesByKey(() => page.focusEditor());
void page.start().catch((error: unknown) => tell(`The page could not start: ${wordsOf(error)}.`));
