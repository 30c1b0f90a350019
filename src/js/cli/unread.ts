// Says which names in a file of records no field reads. They are told, not refused: a file may hold
// more than a policy asks for, but a misspelt column leaves its field empty in every record.

import type { Engine } from "../decide/engine.js";
import { unreadOf } from "../decide/unread.js";
import type { Row } from "./input.js";
import { say } from "./output.js";
import { printable } from "./width.js";

/** Records that are looked at; the names of a file seldom change behind them. */
const ROWS_MOST = 1000;

/** What to say of the names that no field reads: those near a field's name first, one a line. */
export function unread(engine: Engine, rows: readonly Row[]): string[] {
  const given = rows.slice(0, ROWS_MOST).flatMap((row) => Object.keys(row));
  const lines: string[] = [];
  const others: string[] = [];
  for (const { name, near } of unreadOf(given, engine.description.sources)) {
    if (name.startsWith("facts.")) continue;
    if (near === undefined) others.push(printable(name));
    else lines.push(`no field reads ${printable(name)}; did you mean ${near}?`);
  }
  if (others.length > 0) lines.push(`no field reads ${others.join(", ")}`);
  return lines;
}

/** Says which columns or keys of a file no field reads. */
export function sayUnread(engine: Engine, rows: readonly Row[]): void {
  for (const line of unread(engine, rows)) say(line);
}
