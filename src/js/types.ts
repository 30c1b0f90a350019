// The public types, written by hand: everything that users of the package can name. The `.d.ts` of
// an entry (src/js/entries) only says which of these it has, and conform.ts holds the code to them.
//
// They need no library beyond ES2022: what the DOM or Node declares is taken where it is there.

// --- What a policy says about itself -------------------------------------------------------

/** The types of one policy, as the `.d.ts` beside a compiled `policy.js` names them. */
export interface PolicyTypes {
  /** What `decide` takes. */
  record: object;
  /** The ids of everyone who may own a record. */
  owner: string;
  /** The layers of the route, and `stage` where a stage names its owner. */
  layer: string;
  /** The stages. */
  stage: string;
}

/** A policy of which nothing is known before it is loaded. */
export interface AnyPolicy extends PolicyTypes {
  record: LeadRecord;
}

/** What comes in: names and values as a form, a CRM or a file has them. Own properties count. */
export type LeadRecord =
  | { readonly id?: string | number; readonly [name: string]: unknown }
  // Any other object, but none that only holds fields: a Map, a FormData, a list, a promise.
  | (object & { readonly [Symbol.iterator]?: never; readonly then?: never });

/** What the caller knows besides the record. Absent or `undefined`: not told. */
export interface Facts {
  /** The present moment: milliseconds since 1970, a `Date`, or ISO 8601 text with a zone. */
  readonly now?: number | Date | string | undefined;
  /** Who owns the record's account: our id, a CRM's id or an e-mail address; `null`: nobody. */
  readonly accountOwner?: string | null | undefined;
  /** Who owns the record now; `null`: nobody. */
  readonly currentOwner?: string | null | undefined;
  /**
   * Ids of people who take no turn now; `null` or an empty list: nobody is away. Ids that the
   * policy does not know are passed over: a calendar knows more people than a policy.
   */
  readonly away?: readonly string[] | null | undefined;
}

// --- What comes out ------------------------------------------------------------------------

/** A person whom the policy names. */
export interface Person<Id extends string = string> {
  readonly id: Id;
  readonly name: string;
  readonly role?: string;
  readonly email?: string;
  readonly zone?: string;
  /** Ids in other systems, such as `salesforce`. */
  readonly ids: { readonly [system: string]: string };
}

/** The owner: a person of the policy, or one whom `unknown owner: keep` kept (`known: false`). */
export interface Owner<Id extends string = string> extends Person<Id> {
  readonly known: boolean;
}

/** How the owner came about. */
export type Outcome = "assigned" | "fallback" | "held" | "refused";

/** The rule that named an owner. */
export interface Via<Layer extends string = string> {
  readonly layer: Layer;
  readonly rule: string;
}

/** A lower step that would have taken the record, with its owner's id. */
export interface Claim<
  Layer extends string = string,
  Id extends string = string,
> extends Via<Layer> {
  readonly owner: Id;
}

/** A clock that starts with the decision; milliseconds. */
export interface Timer {
  readonly timer: "respond" | "leave";
  readonly within: number;
  /** When that is, in milliseconds since 1970, if `now` was told. */
  readonly due?: number;
}

/** A fact whose telling could change the owner, and to whom. */
export interface Open<Id extends string = string> {
  readonly fact: "now" | "accountOwner" | "currentOwner" | "away";
  readonly owners: "anyone" | readonly Id[];
}

/** One reason; those about points add up to the score exactly. */
export type Reason =
  | { readonly about: "field"; readonly field: string; readonly why: string }
  /** A required field is missing. Where a name was misspelt, {@link Engine.unread} tells. */
  | { readonly about: "required"; readonly field: string }
  | { readonly about: "derived"; readonly name: string; readonly rule: string }
  | {
      readonly about: "fit" | "intent";
      readonly rule: string;
      readonly points: number;
      readonly beforeDecay?: number;
    }
  | {
      readonly about: "grade";
      readonly grade: string;
      readonly of: "fit" | "intent" | "score";
      readonly value: number;
    }
  | { readonly about: "stage"; readonly stage: string }
  | { readonly about: "passed"; readonly layer: string; readonly why: string }
  | {
      readonly about: "owner";
      readonly layer: string;
      readonly rule: string;
      readonly pool?: string;
      readonly poolWasEmpty?: true;
    };

/** A name in a record that no field reads. */
export interface Unread {
  readonly name: string;
  /** What may have been meant: the nearest name of a field that the record does not fill. */
  readonly near?: string;
}

/** Points: what a record is, what it does, and both. */
export interface Score {
  readonly total: number;
  readonly fit: number;
  readonly intent: number;
}

/** Which policy decided. */
export interface PolicyStamp {
  readonly id: string;
  readonly version: number;
  /** SHA-256 over the policy and the files it names, in hexadecimal. */
  readonly hash: string;
}

/** The parts of a decision, as `toJSON` gives them. */
export interface PlainDecision<P extends PolicyTypes = AnyPolicy> {
  readonly outcome: Outcome;
  readonly owner: Owner<P["owner"]>;
  readonly via: Via<P["layer"]>;
  /** Lower steps that would have taken the record too. */
  readonly claims: readonly Claim<P["layer"], P["owner"]>[];
  /** Absent where the policy has no stages; so are the three below where it has none. */
  readonly stage?: P["stage"];
  /** The stage in the words of the sales team. */
  readonly position?: string;
  readonly score?: Score;
  /** One capital letter. */
  readonly grade?: string;
  /** The derived values that are known. */
  readonly signals: { readonly [name: string]: string };
  readonly timers: readonly Timer[];
  /** Whether no telling of a fact could change the owner: `open` is empty. */
  readonly final: boolean;
  readonly open: readonly Open<P["owner"]>[];
  /** Why all this; the points add up to the score. */
  readonly reasons: readonly Reason[];
  readonly policy: PolicyStamp;
}

/**
 * Everything that was decided about one record. Made by `decide`; holds nothing of the engine.
 *
 * The short parts are its own properties: `{ ...decision }`, `structuredClone` and what compares
 * objects see these. The lists are getters; who copies or compares all of a decision takes
 * `toJSON()`.
 */
export declare class Decision<P extends PolicyTypes = AnyPolicy> {
  private constructor();
  readonly outcome: Outcome;
  readonly owner: Owner<P["owner"]>;
  readonly via: Via<P["layer"]>;
  /** `undefined` where the policy has no stages; so are the three below where it has none. */
  readonly stage: P["stage"] | undefined;
  /** The stage in the words of the sales team. */
  readonly position: string | undefined;
  readonly score: Score | undefined;
  /** One capital letter. */
  readonly grade: string | undefined;
  /** Whether no telling of a fact could change the owner: `open` is empty. */
  readonly final: boolean;
  readonly policy: PolicyStamp;
  /** Lower steps that would have taken the record too. */
  get claims(): readonly Claim<P["layer"], P["owner"]>[];
  /** The derived values that are known. */
  get signals(): { readonly [name: string]: string };
  get timers(): readonly Timer[];
  get open(): readonly Open<P["owner"]>[];
  /** Why all this; the points add up to the score. */
  get reasons(): readonly Reason[];
  /** A plain object of all parts, without those that are `undefined`. */
  toJSON(): PlainDecision<P>;
}

/** One line of an explanation. */
export interface ExplanationLine {
  /** What kind of sentence it is, stable. */
  readonly code: string;
  /** The ids it speaks of: layers, rules, people, stages, fields. */
  readonly ids: readonly string[];
  /** The sentence; absent when the artifact carries no sentences (profile `edge`). */
  readonly text?: string;
}

/** Why a record was decided as it was, the owner first. */
export interface Explanation {
  readonly lines: readonly ExplanationLine[];
}

/** What a loaded policy reads and whom it names. */
export interface PolicyDescription extends PolicyStamp {
  /** What comes in: `lead` or `ticket`. */
  readonly record: string;
  readonly profile: string;
  /** The names records are read by: field, and a key under which a record may carry it. */
  readonly sources: readonly (readonly [field: string, name: string])[];
  readonly people: readonly Person[];
  readonly pools: readonly string[];
  readonly stages: readonly string[];
  readonly derived: readonly string[];
}

// --- Loading -------------------------------------------------------------------------------

/** The instance type of a global class, where a library declares one. */
type Global<Name extends string> = typeof globalThis extends {
  [name in Name]: { prototype: infer T };
}
  ? T
  : never;

/** The name of the method that `using` calls, where `lib` knows it. */
type DisposeKey = Extract<SymbolConstructor["dispose" & keyof SymbolConstructor], symbol>;

/** What `using` needs; empty where `lib` knows nothing of it. */
export type Disposing = { [key in DisposeKey]: () => void };

/** A compiled policy as bytes; they are copied, of whichever realm or buffer they are. */
export type PolicyBytes = ArrayBuffer | ArrayBufferLike | ArrayBufferView;

/** What `compile -o policy.js` writes: the default export of that file. */
export interface PolicyModule<P extends PolicyTypes = AnyPolicy> {
  /** The form of the module. */
  readonly pointperson: number;
  /** The version that compiled it. */
  readonly compiler: string;
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  /** The compiled policy as base64. */
  readonly artifact: string;
  /** Reads a record's fields into slots. */
  read(record: object, values: unknown[]): void;
  /** Never there; carries the policy's types. */
  readonly types?: P;
}

/** The whole of that file, as `import * as policy` or `import("./policy.js")` gives it. */
export interface PolicyNamespace<P extends PolicyTypes = AnyPolicy> {
  readonly default: PolicyModule<P>;
}

/** What `loadSync` takes. */
export type PolicyInHand<P extends PolicyTypes = AnyPolicy> =
  PolicyBytes | PolicyModule<P> | PolicyNamespace<P>;

/** What `load` takes, or a promise of it. A URL is fetched. */
export type PolicySource<P extends PolicyTypes = AnyPolicy> =
  | PolicyInHand<P>
  | Global<"URL">
  | Global<"Response">
  | Global<"Blob">;

/** What `load` takes besides. */
export interface LoadOptions {
  /** Stops waiting; `load` then throws the signal's reason. */
  readonly signal?: Global<"AbortSignal"> | undefined;
}

/** The runtime module, compiled. The lib calls it `WebAssembly.Module`. */
export type RuntimeModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer T } };
}
  ? T & object
  : object;

/** A module or a chunk whose default export is the runtime. */
export interface RuntimeNamespace {
  readonly default: RuntimeModule | PolicyBytes;
}

/** What `initSync` takes: the file `pointperson/wasm`, compiled, as bytes, or in a namespace. */
export type RuntimeInHand = RuntimeModule | PolicyBytes | RuntimeNamespace;

/** What `init` takes, or a promise of it. A URL is fetched. */
export type RuntimeSource = RuntimeInHand | Global<"URL"> | Global<"Response">;

/**
 * Loads a compiled policy and starts the runtime if that was not done yet.
 *
 * @throws {PointpersonError} `bad-policy`, `not-an-artifact` and others about the policy;
 *   `fetch-failed`; `csp-blocked`, `wasm-forbidden` and others about WebAssembly.
 */
export declare function load<P extends PolicyTypes = AnyPolicy>(
  policy: PolicySource<P> | PromiseLike<PolicySource<P>>,
  options?: LoadOptions,
): Promise<Engine<P>>;

/**
 * The same without waiting, for a policy that is in hand.
 *
 * @throws {PointpersonError} as `load`; `must-wait` where a browser compiles nothing at once.
 */
export declare function loadSync<P extends PolicyTypes = AnyPolicy>(
  policy: PolicyInHand<P>,
): Engine<P>;

/** The version of this package. */
export declare function version(): string;

/**
 * Starts the runtime from the file `pointperson/wasm`. The first start wins: calls after it do
 * nothing, calls during it wait for it, and one that failed can be tried again.
 *
 * @throws {PointpersonError} `bad-runtime`, `fetch-failed`, `csp-blocked`, `wasm-forbidden`.
 */
export declare function init(source: RuntimeSource | PromiseLike<RuntimeSource>): Promise<void>;

/**
 * The same without waiting.
 *
 * @throws {PointpersonError} as `init`; `must-wait` where a browser compiles nothing at once.
 */
export declare function initSync(source: RuntimeInHand): void;

/** A loaded policy. Made by `load` and `loadSync`; decides any number of records. */
export declare class Engine<P extends PolicyTypes = AnyPolicy> {
  private constructor();
  /** What the policy reads and whom it names. */
  readonly description: PolicyDescription;
  /**
   * Decides who owns a record. Pure: the same record and facts give the same decision. A record's
   * own properties are read, once each (twice if reading one of them throws), and nothing of it is
   * kept; a value that no field can hold is missing, and the decision says why. Names that no
   * field reads are passed over: `unread` tells them.
   *
   * @throws {PointpersonError} `bad-record`, `bad-facts`, `unknown-fact`: the arguments are none;
   *   `engine-freed`; `engine-trapped`: a fault of this package, after which the engine works on.
   */
  decide(record: P["record"], facts?: Facts | null): Decision<P>;
  /**
   * The decision as its canonical bytes: RFC 8785 JSON of ids and codes, for receipts.
   *
   * @throws {PointpersonError} as `decide`.
   */
  decisionBytes(record: P["record"], facts?: Facts | null): Uint8Array;
  /**
   * Why a record is decided as it is: sentences, if the policy was compiled with them.
   *
   * @throws {PointpersonError} as `decide`.
   */
  explain(record: P["record"], facts?: Facts | null): Explanation;
  /**
   * Which names of a record no field reads, in its order, and what may have been meant: for whom a
   * decision says that a field is missing which the record seems to hold. Own properties count, as
   * they do for `decide`: what a class has as accessors is neither read nor told.
   *
   * @throws {PointpersonError} `bad-record`, `engine-freed`.
   */
  unread(record: LeadRecord): Unread[];
  /** Gives the engine's memory back; calls after it throw `engine-freed`. Never needed, since an
   *  engine that is dropped is freed with it. `using engine = loadSync(policy)` calls it too. */
  free(): void;
}
export interface Engine<P extends PolicyTypes = AnyPolicy> extends Disposing {}

// --- Errors --------------------------------------------------------------------------------

/** The codes of today; later versions may add some. */
export type ErrorCode =
  // About what was given to `load`.
  | "bad-policy"
  | "policy-module-version"
  | "not-an-artifact"
  | "artifact-version"
  | "artifact-newer"
  | "artifact-cut"
  | "artifact-damaged"
  | "artifact-malformed"
  | "fetch-failed"
  // About the runtime and where it runs.
  | "bad-runtime"
  | "not-started"
  | "no-webassembly"
  | "csp-blocked"
  | "wasm-forbidden"
  | "must-wait"
  // About an engine and its calls.
  | "bad-call"
  | "bad-record"
  | "bad-facts"
  | "unknown-fact"
  | "engine-freed"
  | "engine-trapped"
  | "too-many-engines"
  // About the compiler entry.
  | "bad-argument"
  | "policy-has-errors";

/** An error with a stable `code`, and with what to do about it. */
export declare class PointpersonError extends Error {
  private constructor();
  /** Stable, in kebab-case; messages may change, codes do not. */
  readonly code: ErrorCode | (string & {});
  /** What was due, where there is something to say. */
  readonly expected: string | undefined;
  /** What was there instead. */
  readonly found: string | undefined;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** Where in the policy document, such as `route[1].when`; of `policy-has-errors` alone. */
  readonly path: string | undefined;
  /** The line, counted from 1 (a diagnostic's `place`: from 0); of `policy-has-errors` alone. */
  readonly line: number | undefined;
  /** The column, counted from 1 in UTF-16 units (a diagnostic's `place`: from 0); of
   *  `policy-has-errors` alone. */
  readonly column: number | undefined;
  /** All that `compile` says; of `policy-has-errors` alone. */
  readonly diagnostics: readonly Diagnostic[] | undefined;
  /** The error behind this one. */
  cause?: unknown;
}

// --- The compiler entry --------------------------------------------------------------------

/** A text, or its bytes in UTF-8, of whichever realm or buffer they are. */
export type TextOrBytes = string | ArrayBufferLike | ArrayBufferView;

/** Files a policy names: CSV by relative name. */
export interface Files {
  readonly [name: string]: TextOrBytes;
}

/** How much an artifact carries: `full` holds the sentences of explanations besides. */
export type Profile = "edge" | "full";

/** What the author functions take besides the policy's text. */
export interface AuthorOptions {
  /** What diagnostics call the document; `policy.yaml` if not given. */
  readonly name?: string;
  /** The files the policy names. */
  readonly files?: Files;
}

/** What `compile` takes besides the policy's text. */
export interface CompileOptions extends AuthorOptions {
  /** `full` if not given. */
  readonly profile?: Profile;
}

/** What `report` takes besides the policy's text. */
export interface ReportOptions extends AuthorOptions {
  /** `text` if not given. */
  readonly format?: ReportFormat;
  /** Whether a text is coloured for a terminal; if not given, it is not. */
  readonly color?: boolean;
}

/** `text` for people, `json` for programs, `github` for workflows, `sarif` for code scanning. */
export type ReportFormat = "text" | "json" | "github" | "sarif";

/**
 * A line and a column, both counted from 0, as editors count; columns count UTF-16 units. A
 * `PointpersonError` counts both from 1, as people do.
 */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where something stands: `[start, end)` in a file, and the path in the document. */
export interface Place {
  readonly file: string;
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
}

/** One thing to tell an author. */
export interface Diagnostic {
  /** Stable, in kebab-case. */
  readonly code: string;
  /** An `error` keeps the policy from being compiled. */
  readonly severity: "error" | "warning" | "hint";
  /** What is wrong. */
  readonly message: string;
  /** Where it stands; lines and columns count from 0. */
  readonly place: Place;
  /** Other places that belong to it. */
  readonly labels: readonly { readonly place: Place; readonly message: string }[];
  /** Why it is wrong. */
  readonly notes: readonly string[];
  /** What to do. */
  readonly help?: string;
  /** A record that shows it. */
  readonly example?: { readonly [name: string]: string };
}

/** What `check` found. */
export interface Checked {
  /** Whether there is no error. */
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `compile` made. */
export interface Compiled {
  /** The compiled policy; absent when there is an error. */
  readonly artifact?: Uint8Array;
  /** The policy's hash; absent when there is an error. */
  readonly hash?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `policyModule` made; the first three are absent when there is an error. */
export interface CompiledModule {
  /** The ES module, `policy.js`: hand its default export to `load`. */
  readonly module?: string;
  /** Its declarations, `policy.d.ts`. */
  readonly types?: string;
  /** The policy's hash. */
  readonly hash?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A text made of a policy. */
export interface Written {
  /** Absent when there is an error. */
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Tells what is wrong with a policy. Never throws for a policy, however broken it is.
 *
 * @throws {PointpersonError} `bad-argument`; about WebAssembly, at the first call: `csp-blocked`
 *   and others. So do all functions of this entry.
 */
export declare function check(policy: TextOrBytes, options?: AuthorOptions): Checked;

/**
 * What `check` finds as one text, as the command line prints it: empty, or an empty document of the
 * format, where there is nothing to tell.
 */
export declare function report(policy: TextOrBytes, options?: ReportOptions): string;

/** Compiles a policy for `load`; what is wrong with it comes as diagnostics. */
export declare function compile(policy: TextOrBytes, options?: CompileOptions): Compiled;

/**
 * The same for those who want bytes or an error.
 *
 * @throws {PointpersonError} `policy-has-errors`, with the place of the first error.
 */
export declare function compileOrThrow(policy: TextOrBytes, options?: CompileOptions): Uint8Array;

/** Compiles a policy to an ES module for `load`, with the types of its records and owners. */
export declare function policyModule(policy: TextOrBytes, options?: CompileOptions): CompiledModule;

/** The definitions dictionary as Markdown: every word of the policy and what it means. */
export declare function dictionary(policy: TextOrBytes, options?: AuthorOptions): Written;

/** The policy in canonical form. Comments are not kept. */
export declare function print(policy: TextOrBytes, options?: AuthorOptions): Written;

/** The files that a policy names, to be handed over as `files`. */
export declare function filesNamed(policy: TextOrBytes): string[];

/** The page about a diagnostic's code, as Markdown. */
export declare function page(code: string): string | undefined;
