// Writes the module of a policy, with the artifact and the glue that reads a record by name, and
// the declarations that type the record from the dictionary.
//
// The names and words are the author's, so nothing of them reaches a text but through `literal`
// (strings and property names) or `prose` (comments). The same policy gives the same bytes.

/** The form of the module; `load` refuses another one. */
const FORM = 1;

/** How the first line of both files begins: what begins otherwise was not written here. */
export const MARK = "// Made by pointperson ";

/** A policy's names and values, from the checked policy; see `src/wasm/vocabulary.rs`. */
export interface Vocabulary {
  readonly policy: string;
  readonly version: number;
  readonly record: string;
  readonly fields: readonly Field[];
  readonly people: readonly string[];
  readonly layers: readonly string[];
  readonly stages: readonly string[];
  readonly keepsUnknown: boolean;
}

interface Field {
  readonly id: string;
  readonly type: FieldType;
  /** What it holds, in Markdown. */
  readonly holds: string;
  readonly required: boolean;
  readonly label?: string;
  readonly means?: string;
  /** Of money. */
  readonly currency?: string;
  /** Of a choice. */
  readonly values?: readonly string[];
  /** The names it is read by, and the power of ten that its numbers count there. */
  readonly sources: readonly (readonly [name: string, power: number])[];
}

type FieldType =
  | "text"
  | "integer"
  | "decimal"
  | "money"
  | "flag"
  | "choice"
  | "country"
  | "subdivision"
  | "email"
  | "domain"
  | "date"
  | "moment";

/** What a module is made of. */
export interface Parts {
  readonly vocabulary: Vocabulary;
  readonly artifact: Uint8Array;
  readonly hash: string;
  /** The version of this package. */
  readonly compiler: string;
  /** The name of the policy's file. */
  readonly from: string;
}

/** How a module hands out the policy: as ECMAScript or as CommonJS. */
export type ModuleForm = "esm" | "cjs";

/** The module of a policy. */
export function writeModule(parts: Parts, form: ModuleForm): string {
  const [start, end] =
    form === "esm" ? ["", "export default policy;\n"] : [CJS_START, "exports.default = policy;\n"];
  return `${head(parts)}${start}${code(parts)}${end}`;
}

// Node's `import` and TypeScript's see the default export by this mark.
const CJS_START = `"use strict";
Object.defineProperty(exports, "__esModule", { __proto__: null, value: true });
`;

/** The declarations of a module, or of bytes, which have no exports of their own. */
export function writeTypes(parts: Parts, form: ModuleForm | "bytes"): string {
  const types = declarations(parts.vocabulary);
  if (form === "bytes") return `${head(parts)}\n${types}`;
  return `${head(parts)}import type { PolicyModule } from "pointperson";

${types}
declare const policy: PolicyModule<Policy>;
export default policy;
`;
}

function head({ compiler, from }: Parts): string {
  const file = from.split(/[/\\]/).at(-1) ?? "";
  return `${MARK}${compiler} from ${prose(file)}. Do not edit; compile again.\n`;
}

/** The artifact, as base64, in the text of a module that was written here. */
export function artifactIn(module: string): string | undefined {
  return module.startsWith(MARK) ? /^  artifact: "([\w+/=]*)",$/m.exec(module)?.[1] : undefined;
}

function code({ vocabulary, artifact, hash, compiler }: Parts): string {
  const names = vocabulary.fields.flatMap(({ sources }) => sources.map(([name]) => name));
  const slots = [...names, "id"].map((name, slot) => {
    const key = literal(name);
    return `    values[${slot}] = own(record, ${key}) ? record${access(name)} : undefined;\n`;
  });
  return `const policy = {
  pointperson: ${FORM},
  compiler: ${literal(compiler)},
  id: ${literal(vocabulary.policy)},
  version: ${vocabulary.version},
  hash: ${literal(hash)},
  artifact: ${literal(base64(artifact))},
  read(record, values) {
    const own = Object.hasOwn;
${slots.join("")}  },
};
`;
}

function declarations(vocabulary: Vocabulary): string {
  const { policy, record, fields, people, layers, stages, keepsUnknown } = vocabulary;
  const name = interfaceName(record);
  const named = [idProperty(fields), ...fields.flatMap(properties)];
  const owners = [...people.map(literal), ...(keepsUnknown ? ["(string & {})"] : [])];
  const stranger = keepsUnknown ? ", or whoever owned the account or the record before" : "";
  const orStage = layers.includes("stage") ? ", a stage" : "";
  return `/**
 * One ${prose(record)}, by every name under which the policy \`${prose(policy)}\` reads a value.
 * Each may be absent, null or undefined: then it is missing. No other name is read.
 *
 * Data of a shape not known yet is said to be one: \`decide((await request.json()) as ${name})\`.
 */
export interface ${name} {
${named.join("")}}

/** The id of whoever can own it: a person of the policy${stranger}. */
export type OwnerId =${union(owners)};

/** What can name an owner: a step of the route${orStage} or \`otherwise\`. */
export type Layer =${union(layers.map(literal))};

/** The stages${stages.length > 0 ? ", most advanced first" : ": the policy has none"}. */
export type Stage =${union(stages.map(literal))};

/** All of them, for \`Engine<Policy>\`, \`Decision<Policy>\` and \`load<Policy>(bytes)\`. */
export interface Policy {
  record: ${name};
  owner: OwnerId;
  layer: Layer;
  stage: Stage;
}
`;
}

// Names of the declarations, of what programs import beside them, and of the globals that they use.
const TAKEN = new Set(["Owner", "OwnerId", "Layer", "Stage", "Policy", "PolicyModule", "Date"]);

/** `support-request` as `SupportRequest`. */
function interfaceName(record: string): string {
  const words = record.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const name = words.join("");
  return /^[A-Z]/.test(name) && !TAKEN.has(name) ? name : `Record${name}`;
}

/** The record's own id, which a field may read besides. */
function idProperty(fields: readonly Field[]): string {
  const also = fields.filter(({ sources }) => sources.some(([name]) => name === "id"));
  const types = ["string", "number", ...also.flatMap(valueTypes)];
  return property("id", types, ["The record's own id."]);
}

/** A property for each name of a field, its own first. */
function properties(field: Field): string[] {
  return field.sources.flatMap(([name, power], at) => {
    if (name === "id") return [];
    return [
      property(name, valueTypes(field), at === 0 ? ownWords(field) : otherWords(field, power)),
    ];
  });
}

function ownWords(field: Field): string[] {
  const { label, means, holds, required } = field;
  const told = [label, means].filter((words) => words !== undefined).map(prose);
  return [
    ...(told.length > 0 ? [sentence(told.join(": "))] : []),
    sentence(prose(holds)),
    ...READ[field.type].also(field),
    ...(required ? ["Required: without it the outcome is `refused`."] : []),
  ];
}

const COUNTED: { readonly [power: number]: string } = {
  3: "thousands",
  6: "millions",
  9: "billions",
};

function otherWords({ id, type, currency }: Field, power: number): string[] {
  const counted = COUNTED[power];
  const unit = type === "money" && currency !== undefined ? ` of ${currency}` : "";
  const scale = counted === undefined ? "" : `, in ${counted}${unit}`;
  return [`Another name of \`${id}\`${scale}.`];
}

interface Reading {
  /** The JavaScript values that the type is read from, besides null and undefined. */
  readonly from: (field: Field) => string[];
  /** What a reader of the declarations may not expect. */
  readonly also: (field: Field) => string[];
}

const TEXT = () => ["string"];
const NUMBER = () => ["number", "string"];
const NOTHING = () => [];
const NUMBERS = () => ["Text is read too, such as `1,000` or `10k`."];

// What `src/record/read.rs` takes for each type.
const READ: { readonly [type in FieldType]: Reading } = {
  text: { from: () => ["string", "number"], also: () => ["A whole number is read as its digits."] },
  integer: { from: NUMBER, also: NUMBERS },
  decimal: { from: NUMBER, also: NUMBERS },
  money: {
    from: NUMBER,
    also: ({ currency = "" }) => [
      `Text is read too, such as \`50M\` or \`50 million ${currency}\`.`,
    ],
  },
  flag: {
    from: () => ["boolean", "string", "0", "1"],
    also: () => ["As text `yes`, `true` or `on`; `no`, `false` or `off`."],
  },
  choice: { from: ({ values = [] }) => values.flatMap(choices), also: NOTHING },
  country: { from: TEXT, also: () => ["Its name or its ISO 3166-1 code."] },
  subdivision: { from: TEXT, also: () => ["As `US-CA`; as `CA` where the country is known."] },
  email: { from: TEXT, also: NOTHING },
  domain: { from: TEXT, also: NOTHING },
  date: { from: TEXT, also: () => ["As `2026-01-31`."] },
  moment: {
    from: () => ["Date", "number", "string"],
    also: () => ["A `Date`, milliseconds since 1970, or ISO 8601 text with a zone."],
  },
};

/** A value of a choice; as a number too where that has the same digits. */
function choices(value: string): string[] {
  const isWhole = Number.isSafeInteger(Number(value)) && String(Number(value)) === value;
  return isWhole ? [literal(value), value] : [literal(value)];
}

function valueTypes(field: Field): string[] {
  return READ[field.type].from(field);
}

// Every object inherits these, so TypeScript holds an object that lacks one to its declared type.
const INHERITED = new Set([
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
]);

function property(name: string, types: readonly string[], words: readonly string[]): string {
  const key = isIdentifier(name) ? name : literal(name);
  const type = INHERITED.has(name)
    ? "unknown"
    : [...new Set([...types, "null", "undefined"])].join(" | ");
  return `${comment(words)}  ${key}?: ${type};\n`;
}

function comment(words: readonly string[]): string {
  if (words.length === 1) return `  /** ${words[0]} */\n`;
  return `  /**\n${words.map((line) => `   * ${line}\n`).join("")}   */\n`;
}

function union(types: readonly string[]): string {
  if (types.length === 0) return " never";
  const line = types.join(" | ");
  return line.length <= 80 ? ` ${line}` : types.map((type) => `\n  | ${type}`).join("");
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

/** Names that need no quotes. Unicode ones are quoted too: then every editor agrees. */
function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

function access(name: string): string {
  return isIdentifier(name) ? `.${name}` : `[${literal(name)}]`;
}

/**
 * A string of JavaScript and TypeScript. What would end a line or a `<script>`, or turn the
 * direction of the text around it, is written as an escape.
 */
function literal(text: string): string {
  const escape = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[<\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu, escape);
}

/** Words for a comment, on one line: no sign ends the comment or a `<script>`, or begins a tag. */
function prose(text: string): string {
  const line = text.replace(/\s+/g, " ").replace(/[\p{Cc}\p{Bidi_Control}]/gu, "").trim();
  return line.replaceAll("*/", "*\\/").replaceAll("@", "\\@").replace(/<(?=[/!])/g, "< ");
}

function base64(bytes: Uint8Array): string {
  let text = "";
  // In parts, because a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}
