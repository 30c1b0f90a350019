// The functions of the entry `pointperson/compiler`, over a module that is started at the first
// call.

import * as glue from "#wasm/compiler.js";
import { Author, type AuthorDoor } from "./author.js";
import { PointpersonError } from "../errors.js";
import { Runtime, type ModuleSource } from "../load/runtime.js";
import type {
  AuthorOptions, Checked, CompileOptions, Compiled, CompiledModule, ReportOptions, TextOrBytes,
  Written,
} from "../types.js";

/** The functions, over the module of one entry. */
export function authoring(module: () => ModuleSource) {
  const runtime = new Runtime(glue);
  const author = new Author(guarded(runtime, module));
  return {
    check: (policy: TextOrBytes, options?: AuthorOptions): Checked => author.check(policy, options),
    report: (policy: TextOrBytes, options?: ReportOptions): string =>
      author.report(policy, options),
    compile: (policy: TextOrBytes, options?: CompileOptions): Compiled =>
      author.compile(policy, options),
    compileOrThrow: (policy: TextOrBytes, options?: CompileOptions): Uint8Array =>
      artifactOf(author.compile(policy, options)),
    policyModule: (policy: TextOrBytes, options?: CompileOptions): CompiledModule =>
      author.policyModule(policy, options),
    dictionary: (policy: TextOrBytes, options?: AuthorOptions): Written =>
      author.dictionary(policy, options),
    print: (policy: TextOrBytes, options?: AuthorOptions): Written => author.print(policy, options),
    filesNamed: (policy: TextOrBytes): string[] => author.filesNamed(policy),
    page: (code: string): string | undefined => author.page(code),
  };
}

/** The module's functions, each of which starts it if need be, and survives a trap. */
function guarded(runtime: Runtime<typeof glue>, module: () => ModuleSource): AuthorDoor {
  const functions = Object.entries(glue) as [string, (...given: unknown[]) => unknown][];
  const behind = functions.map(([name, call]) => {
    const guard = (...given: unknown[]): unknown => {
      runtime.startSync(module);
      return runtime.run(() => call(...given));
    };
    return [name, guard] as const;
  });
  return Object.fromEntries(behind) as unknown as AuthorDoor;
}

function artifactOf({ artifact, diagnostics }: Compiled): Uint8Array {
  if (artifact) return artifact;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (!first) {
    throw new PointpersonError("policy-has-errors", "the policy has errors", { diagnostics });
  }
  const { file, path, start } = first.place;
  const [line, column] = [start.line + 1, start.column + 1];
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  throw new PointpersonError(
    "policy-has-errors",
    `${file}:${line}:${column}: ${first.message}${others}`,
    { found: first.code, hint: first.help, path, line, column, diagnostics },
  );
}
