// What `pointperson` exports, in every environment.

export { Engine, PointpersonError, load, loadSync, version } from "../types.js";
export type {
  AnyPolicy, Claim, Decision, ErrorCode, Explanation, ExplanationLine, Facts, LeadRecord, LoadOptions, Open, Outcome, Owner,
  Person, PlainDecision, PolicyBytes, PolicyDescription, PolicyInHand, PolicyModule, PolicyNamespace, PolicySource,
  PolicyStamp, PolicyTypes, Reason, Timer, Via,
} from "../types.js";
