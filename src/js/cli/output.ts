// What the command line writes: data to stdout or a file, talk to stderr, tables that fit.

import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Problem, fileProblem } from "./problem.js";
import { fit, pad, printable, width } from "./width.js";

/** Writes data to stdout. */
export function writeOut(data: string | Uint8Array): void {
  process.stdout.write(data);
}

/** Says something to the person at the terminal. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Says what ended a command, and what to do about it. */
export function sayProblem({ message, help }: Problem): void {
  say(`pointperson: ${printable(message)}`);
  if (help !== "") say(help.replace(/^/gm, "  "));
}

/** Writes data to a file, or to stdout for `-` or nothing. A file is replaced whole or not. */
export function writeTo(path: string | undefined, data: string | Uint8Array): void {
  if (path === undefined || path === "-") return writeOut(data);
  writeFiles([{ path, data }]);
}

/** A file to be written. */
export interface FileData {
  readonly path: string;
  readonly data: string | Uint8Array;
  /** What it holds now, where that must come back if another file cannot be written. */
  readonly before?: Uint8Array | undefined;
}

/** Writes files, in folders that are made if need be: all of them whole, or none. */
export function writeFiles(files: readonly FileData[]): void {
  const part = (path: string) => `${path}.${process.pid}.part`;
  const parts: string[] = [];
  const done: FileData[] = [];
  let at = "";
  try {
    for (const { path, data } of files) {
      at = path;
      checkIsFile(path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(part(path), "", { flag: "wx" });
      parts.push(part(path));
      writeFileSync(part(path), data);
    }
    for (const file of files) {
      renameSync(part((at = file.path)), file.path);
      done.push(file);
    }
  } catch (error) {
    for (const path of parts) rmSync(path, { force: true });
    for (const { path, before } of done) {
      if (before === undefined) rmSync(path, { force: true });
      else writeFileSync(path, before);
    }
    throw fileProblem(error, at, "write");
  }
}

/** Refuses the name of a folder, whether there is one or not. */
function checkIsFile(path: string): void {
  const isFolder = /[/\\]$/.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (!isFolder) return;
  throw new Problem(`${path} is a folder; a file was expected`, { help: "name a file in it" });
}

/** Whether colours may be used on a stream: it is a terminal, and nobody asked for none. */
export function hasColour(stream: { isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

/** Paints text, or leaves it as it is. */
export function paint(
  text: string,
  colour: "red" | "green" | "yellow" | "bold" | "dim",
  on: boolean,
): string {
  const codes = {
    red: [31, 39],
    green: [32, 39],
    yellow: [33, 39],
    bold: [1, 22],
    dim: [2, 22],
  } as const;
  const [open, close] = codes[colour];
  return on ? `\u001b[${open}m${text}\u001b[${close}m` : text;
}

/** A column of a table. */
export interface Column {
  readonly head: string;
  /** Numbers stand right. */
  readonly align?: "left" | "right";
  /** The narrowest it may be made; columns without this are never cut. */
  readonly least?: number;
  /** The last column: whole, under its row, where the terminal is too narrow for both. */
  readonly under?: boolean;
}

/** Rows of texts as a table; `cells` is the width of the terminal, if it is one. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { cells, colour = false }: { cells?: number | undefined; colour?: boolean } = {},
): string {
  const texts = rows.map((row) => row.map((text) => printable(text)));
  const natural = columns.map(({ head }, at) => Math.max(width(head), ...widths(texts, at)));
  const isUnder = cells !== undefined && columns.at(-1)?.under === true && whole(natural) > cells;
  const shown = isUnder ? columns.slice(0, -1) : columns;
  const widthsNow =
    cells === undefined ? natural : squeeze(shown, natural.slice(0, shown.length), cells);
  const line = (row: readonly string[]) =>
    shown
      .map(({ align }, at) => {
        const room = widthsNow[at] ?? 0;
        return pad(fit(row[at] ?? "", room), room, align === "right" ? "left" : "right");
      })
      .join("  ")
      .trimEnd();
  const under = (row: readonly string[]) =>
    isUnder
      ? wrap(row.at(-1) ?? "", cells - 2).map((part) => paint(`  ${part}`, "dim", colour))
      : [];
  const head = paint(line(columns.map(({ head }) => head)), "bold", colour);
  return `${[head, ...texts.flatMap((row) => [line(row), ...under(row)])].join("\n")}\n`;
}

/** The cells of a whole row. */
function whole(widths: readonly number[]): number {
  return widths.reduce((sum, room) => sum + room, 2 * (widths.length - 1));
}

/** The text in lines of at most `most` cells, broken between words. */
function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && width(last) + 1 + width(word) <= most) {
      lines[lines.length - 1] = `${last} ${word}`;
    }
    else lines.push(word);
  }
  return lines;
}

function* widths(rows: readonly (readonly string[])[], at: number): Iterable<number> {
  // Not spread from a list of a million: one number at a time, the greatest of each thousand.
  for (let from = 0; from < rows.length; from += 1000) {
    yield Math.max(...rows.slice(from, from + 1000).map((row) => width(row[at] ?? "")));
  }
}

// Takes cells from the widest column that may be cut, one by one, until the table fits.
function squeeze(columns: readonly Column[], natural: readonly number[], cells: number): number[] {
  const now = [...natural];
  let over = whole(now) - cells;
  while (over > 0) {
    let widest = -1;
    columns.forEach(({ least }, at) => {
      const room = now[at] ?? 0;
      if (least !== undefined && room > least && room > (now[widest] ?? 0)) widest = at;
    });
    if (widest < 0) break;
    now[widest] = (now[widest] ?? 0) - 1;
    over -= 1;
  }
  return now;
}

/** Rows as CSV: RFC 4180 quoting, line feeds. */
export function csv(rows: Iterable<readonly (string | number)[]>): string {
  const cell = (value: string | number) => {
    const text = String(value);
    return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  let out = "";
  for (const row of rows) out += `${row.map(cell).join(",")}\n`;
  return out;
}
