// What `pointperson/compiler` exports, in every environment.

export {
  PointpersonError, check, compile, compileOrThrow, dictionary, filesNamed, page, policyModule,
  print, report,
} from "../types.js";
export type {
  AuthorOptions, Checked, CompileOptions, Compiled, CompiledModule, Diagnostic, ErrorCode, Files,
  Place, Position, Profile, ReportFormat, ReportOptions, TextOrBytes, Written,
} from "../types.js";
