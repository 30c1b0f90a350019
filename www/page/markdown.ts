// Sets the pages about diagnostics, which use a little of Markdown: heads, paragraphs, lists, code.

import { make, prose } from "./dom.js";

/** The page as elements; its first head as `h2`. */
export function setMarkdown(markdown: string): HTMLElement[] {
  const blocks: HTMLElement[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const take = (goesOn: (next: string) => boolean): string[] => {
      const taken: string[] = [];
      while (at < lines.length && goesOn(lines[at] ?? "")) taken.push(lines[at++] ?? "");
      return taken;
    };
    if (line.startsWith("```")) {
      at++;
      blocks.push(
        make(
          "pre",
          { tabindex: 0 },
          make("code", {}, take((next) => !next.startsWith("```")).join("\n")),
        ),
      );
    } else if (line.startsWith("#")) {
      const [, marks = "", text = ""] = /^(#+) *(.*)$/.exec(line) ?? [];
      blocks.push(make(marks.length === 1 ? "h2" : "h3", {}, prose(text)));
    } else if (/^[-*] /.test(line)) {
      const items = take((next) => /^[-*] /.test(next)).map((item) =>
        make("li", {}, prose(item.slice(2))),
      );
      at--;
      blocks.push(make("ul", {}, ...items));
    } else if (line.trim() !== "") {
      const text = take((next) => next.trim() !== "" && !/^(```|#|[-*] )/.test(next)).join(" ");
      at--;
      blocks.push(make("p", {}, prose(text)));
    }
  }
  return blocks;
}
