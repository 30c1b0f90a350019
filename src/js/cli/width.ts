// How wide a text stands in a terminal, and texts that are safe to show in one.

/** Cells a text takes: wide characters two, marks that stand on others none. */
export function width(text: string): number {
  let cells = 0;
  for (const { segment } of segments(text)) cells += cellsOf(segment);
  return cells;
}

/** The text cut to `most` cells, with an ellipsis where something was cut. */
export function fit(text: string, most: number): string {
  if (width(text) <= most) return text;
  let kept = "";
  let cells = 0;
  for (const { segment } of segments(text)) {
    cells += cellsOf(segment);
    if (cells > most - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Padded with blanks to `cells`. */
export function pad(text: string, cells: number, side: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(0, cells - width(text)));
  return side === "left" ? blanks + text : text + blanks;
}

/** The text on as many lines as it needs, broken at blanks; all but the first stand two deeper. */
export function wrap(text: string, cells: number | undefined, indent: number): string {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && cells !== undefined && width(line) + 1 + width(word) > cells) {
      lines.push(line);
      line = " ".repeat(indent + 2);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}

/**
 * A text from outside, made safe for a terminal: control characters, and the marks that turn the
 * direction of writing, are shown as `\u{1b}` instead of being obeyed.
 */
export function printable(text: string, { lines = false } = {}): string {
  const risky =
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udfff]/gu;
  return text.replace(risky, (mark) => {
    if (lines && mark === "\n") return mark;
    if (mark === "\n" || mark === "\t" || mark === "\r") return " ";
    return `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const ASCII = /^[\x20-\x7e]*$/;

function segments(text: string): Iterable<{ segment: string }> {
  return ASCII.test(text) ? Array.from(text, (segment) => ({ segment })) : segmenter.segment(text);
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;

function cellsOf(segment: string): number {
  if (WIDE.test(segment)) return 2;
  return /^[\p{Mark}\p{Default_Ignorable_Code_Point}]*$/u.test(segment) ? 0 : 1;
}
