// The fields of the policy, for the lead form: read from its canonical print, which the compiler
// writes for a sound policy only. Every scalar is text there, as in the language itself.

import { yamlLanguage } from "@codemirror/lang-yaml";
import type { SyntaxNode } from "@lezer/common";

/** A field of the dictionary. */
export interface Field {
  readonly id: string;
  /** `text`, `integer`, `choice` and so on. */
  readonly type: string;
  readonly label?: string;
  readonly means?: string;
  readonly values: readonly string[];
  readonly required: boolean;
  readonly ranges: boolean;
  readonly currency?: string;
  /** The value it has when nothing is given. */
  readonly whenAbsent?: string;
}

/** The fields of a policy in canonical form, in the author's order. */
export function fieldsOf(canonical: string): Field[] {
  const section = /^fields:\n(?: .*\n|\n)*/m.exec(canonical)?.[0] ?? "";
  const document = new Yaml(section).document();
  const fields = document instanceof Map ? document.get("fields") : undefined;
  return fields instanceof Map ? Array.from(fields, ([id, written]) => field(id, written)) : [];
}

function field(id: string, written: Value): Field {
  const part = (name: string): Value | undefined =>
    written instanceof Map ? written.get(name) : undefined;
  const text = (name: string): string | undefined => {
    const value = part(name);
    return typeof value === "string" ? value : undefined;
  };
  const optional = (name: string, value: string | undefined) =>
    value === undefined ? {} : { [name]: value };
  const values = part("values");
  return {
    id,
    type: typeof written === "string" ? written : (text("type") ?? "text"),
    values: Array.isArray(values) ? values.filter((value) => typeof value === "string") : [],
    required: text("required") === "yes",
    ranges: text("ranges") === "allowed",
    ...optional("label", text("label")),
    ...optional("means", text("means")),
    ...optional("currency", text("currency")),
    ...optional("whenAbsent", text("when absent")),
  };
}

type Value = string | Value[] | Map<string, Value>;

// The editor's own YAML parser gives the tree; this turns it into values.
class Yaml {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Value {
    const document = yamlLanguage.parser.parse(this.#text).topNode.getChild("Document");
    return this.#value(document?.firstChild ?? null);
  }

  #value(node: SyntaxNode | null): Value {
    switch (node?.name) {
      case "BlockMapping":
      case "FlowMapping":
        return new Map(node.getChildren("Pair").map((pair) => this.#pair(pair)));
      case "BlockSequence":
      case "FlowSequence":
        return node.getChildren("Item").map((item) => this.#value(valueIn(item)));
      case "QuotedLiteral":
        return this.#unquoted(node);
      default:
        return node ? this.#text.slice(node.from, node.to).trim() : "";
    }
  }

  #pair(pair: SyntaxNode): [string, Value] {
    const key = this.#value(pair.getChild("Key")?.firstChild ?? null);
    const value = pair.lastChild;
    return [
      typeof key === "string" ? key : "",
      this.#value(value && isValue(value) ? value : null),
    ];
  }

  // The canonical form quotes like JSON.
  #unquoted(node: SyntaxNode): string {
    const quoted = this.#text.slice(node.from, node.to);
    try {
      return String(JSON.parse(quoted));
    } catch {
      return quoted.slice(1, -1);
    }
  }
}

function isValue({ name }: SyntaxNode): boolean {
  return /^(Block|Flow)(Mapping|Sequence)$|Literal$/.test(name);
}

function valueIn(item: SyntaxNode): SyntaxNode | null {
  for (let child = item.firstChild; child; child = child.nextSibling)
    if (isValue(child)) return child;
  return null;
}
