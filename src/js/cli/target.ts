// What `compile` is asked for: the form of a file, told by its name, and where its types stand.

import { writeModule, writeTypes, type ModuleForm, type Parts } from "../author/module.js";
import type { FileData } from "./output.js";
import { Problem } from "./problem.js";
import type { Call } from "./verb.js";

/** A file to be made of a policy, and the declarations that go with it. */
export interface Target {
  readonly path: string;
  readonly form: ModuleForm | "bytes";
  readonly types: string | undefined;
}

const MODULES: { readonly [end: string]: readonly [form: ModuleForm, types: string] } = {
  ".js": ["esm", ".d.ts"],
  ".mjs": ["esm", ".d.mts"],
  ".cjs": ["cjs", ".d.cts"],
};

const REFUSED = [".json", ".jsx", ".ts", ".tsx", ".mts", ".cts"];

/** The target of a call; `usage` makes the error of a mistake on the command line. */
export function targetOf(call: Call, usage: (message: string, near?: string) => Problem): Target {
  const path = call.text("output");
  if (path === undefined) {
    throw usage("say where to write it: -o policy.js, or -o policy.bin for the bytes");
  }
  const types = call.text("types");
  const [end = ""] = /\.[a-z]+$/i.exec(path)?.map((end) => end.toLowerCase()) ?? [];
  if (REFUSED.includes(end)) {
    throw usage(
      `a policy is not written as ${end}`,
      "name it .js, .mjs or .cjs for a module with its types beside it, or .bin for the bytes",
    );
  }
  const module = MODULES[end];
  if (types !== undefined) {
    if (module) throw usage(`--types is for the bytes; the types of ${path} are written beside it`);
    if (!/\.d\.[mc]?ts$/.test(types)) throw usage(`types are written as .d.ts; found ${types}`);
  }
  if (path === "-") {
    const only = ["check", "watch"].find((name) => call.flag(name));
    if (only !== undefined) throw usage(`--${only} needs the name of a file`);
  }
  if (!module) return { path, form: "bytes", types };
  return { path, form: module[0], types: path.slice(0, -end.length) + module[1] };
}

/** The files of a target; the policy first, then its types. */
export function filesOf({ path, form, types }: Target, parts: Parts): [FileData, ...FileData[]] {
  const policy = { path, data: form === "bytes" ? parts.artifact : writeModule(parts, form) };
  return types === undefined ? [policy] : [policy, { path: types, data: writeTypes(parts, form) }];
}
