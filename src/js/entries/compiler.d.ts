// What `pointperson/compiler` exports, in every environment.

export {
  PointpersonError, check, compile, compileOrThrow, dictionary, filesNamed, page, policyModule, print,
} from "../types.js";
export type {
  AuthorOptions, Checked, CompileOptions, Compiled, CompiledModule, Diagnostic, ErrorCode, Files, Place, Position, Profile, Written,
} from "../types.js";
