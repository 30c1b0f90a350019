// What a command is, and how its part of the command line is read.

import { parseArgs } from "node:util";
import { didYouMean } from "../near.js";
import { Problem } from "./problem.js";
import { wrap } from "./width.js";

/** An option of a command. One without `value` is a switch. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in help, such as `FILE`. */
  readonly value?: string;
  /** The only values it takes. */
  readonly oneOf?: readonly string[];
  /** What its values are, told to who gives none. */
  readonly values?: () => readonly string[];
  readonly help: string;
}

/** A command. */
export interface Verb {
  readonly name: string;
  /** What follows the name in help, such as `[policy...]`. */
  readonly takes: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** More for its own help. */
  readonly details: string;
  readonly options: readonly Option[];
  /** The most names it takes besides options. */
  readonly most: number;
  /** What that is, such as `file of records`. */
  readonly what?: string;
  /** Does it and gives the exit code. */
  run(call: Call): Promise<number>;
}

/** The command line of one call, after reading. */
export class Call {
  readonly names: readonly string[];
  readonly #options: ReadonlyMap<string, string | true>;

  constructor(names: readonly string[], options: ReadonlyMap<string, string | true>) {
    this.names = names;
    this.#options = options;
  }

  /** The value of an option, if it was given. */
  text(name: string): string | undefined {
    const value = this.#options.get(name);
    return value === true ? undefined : value;
  }

  /** Whether a switch was given. */
  flag(name: string): boolean {
    return this.#options.get(name) === true;
  }
}

const HELP: Option = { name: "help", short: "h", help: "show this text" };

/** Reads the words behind a command's name. */
export function parse(verb: Verb, words: readonly string[]): Call {
  const options = [...verb.options, HELP];
  const config = options.map(({ name, short, value }) => {
    const type = value === undefined ? ("boolean" as const) : ("string" as const);
    return [name, short === undefined ? { type } : { type, short }] as const;
  });
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(config),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const names: string[] = [];
  const given = new Map<string, string | true>();
  for (const token of tokens) {
    if (token.kind === "positional") names.push(token.value);
    if (token.kind !== "option") continue;
    const value = checked(verb, options, token);
    const before = given.get(token.name);
    if (before !== undefined && before !== value) {
      const both = `${before} and ${value}`;
      throw usage(verb, `${token.rawName} is given twice, and only one can count: ${both}`);
    }
    given.set(token.name, value);
  }
  if (names.length > verb.most && !given.has("help")) throw tooMany(verb, names);
  return new Call(names, given);
}

/** Names too many are often files that an option names. */
function tooMany(verb: Verb, names: readonly string[]): Problem {
  const most = `at most ${verb.most} ${verb.what ?? "name"}`;
  const named = verb.options.filter(({ short, value }) => short !== undefined && value === "FILE");
  const near = named.map(({ short, help }) => `-${short} FILE: ${help}`).join("\n");
  return usage(verb, `${verb.name} takes ${most}; found ${names.join(" ")}`, near);
}

interface Token {
  name: string;
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}

function checked(verb: Verb, options: readonly Option[], token: Token): string | true {
  const option = options.find(({ name }) => name === token.name);
  if (!option) {
    const choices = options.filter(({ oneOf }) => oneOf?.includes(token.name));
    const choice = choices.find(({ name }) => name === "format") ?? choices[0];
    const meant = choice && `did you mean --${choice.name} ${token.name}?`;
    const all = options.map(({ name }) => name);
    const [begun, ...others] = all.filter((name) => name.startsWith(token.name));
    const isCut = begun !== undefined && others.length === 0;
    const near =
      meant ?? (isCut ? `did you mean --${begun}?` : didYouMean(token.name, all, "--"));
    throw usage(verb, `${verb.name} has no option ${token.rawName}`, near);
  }
  if (option.value === undefined) {
    if (token.value !== undefined) throw usage(verb, `${token.rawName} takes no value`);
    return true;
  }
  const { value } = token;
  const looksLikeOption =
    !token.inlineValue && value !== undefined && value.length > 1 && value.startsWith("-");
  if (value === undefined || value === "" || looksLikeOption) {
    throw usage(
      verb,
      `${token.rawName} needs a value: ${option.oneOf?.join(", ") ?? option.value}`,
      option.values ? wrap(option.values().join(", "), CELLS - 2, 0) : "",
    );
  }
  if (option.oneOf && !option.oneOf.includes(value)) {
    const near = didYouMean(value, option.oneOf);
    throw usage(verb, `${token.rawName} takes ${option.oneOf.join(", ")}; found ${value}`, near);
  }
  return value;
}

/** A mistake on the command line. */
export function usage(verb: Verb, message: string, near = ""): Problem {
  const see = `see: pointperson ${verb.name} --help`;
  return new Problem(message, { help: near === "" ? see : `${near}\n${see}` });
}

/** The width of help, which fits any terminal. */
const CELLS = 80;

/** The help of one command. */
export function helpOf(verb: Verb): string {
  const left = ({ name, short, value, oneOf }: Option) => {
    const start = short === undefined ? "    " : `-${short}, `;
    return `${start}--${name}${value === undefined ? "" : ` ${oneOf?.join("|") ?? value}`}`;
  };
  const options = [...verb.options, HELP];
  const width = Math.min(36, Math.max(...options.map((option) => left(option).length)));
  const line = (option: Option) => {
    const start = left(option);
    const gap =
      start.length > width ? `\n  ${" ".repeat(width)}` : " ".repeat(width - start.length);
    const help = wrap(option.help, CELLS - width - 4, 0)
      .split("\n")
      .map((part) => part.trimStart());
    return `  ${start}${gap}  ${help.join(`\n${" ".repeat(width + 4)}`)}`;
  };
  const head = `pointperson ${verb.name} ${verb.takes}`.trimEnd();
  const details = wrap(verb.details, CELLS, 0).replace(/^ +/gm, "");
  return `${head}\n\n${details}\n\nOptions:\n${options.map(line).join("\n")}\n`;
}
