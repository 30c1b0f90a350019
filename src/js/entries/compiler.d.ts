// What `pointperson/compiler` exports, in every environment.

export { PointpersonError, check, compile, compileOrThrow, dictionary, filesNamed, page, print } from "../types.js";
export type {
  AuthorOptions, Checked, CompileOptions, Compiled, Diagnostic, ErrorCode, Files, Place, Position, Profile, Written,
} from "../types.js";
