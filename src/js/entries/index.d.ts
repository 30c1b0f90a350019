// What `pointperson` exports, in every environment.

export { Decision, Engine, PointpersonError, load, loadSync, version } from "../types.js";
export type {
  AnyPolicy, Claim, ErrorCode, Explanation, ExplanationLine, Facts, LeadRecord, LoadOptions, Open,
  Outcome, Owner, Person, PlainDecision, PolicyBytes, PolicyDescription, PolicyInHand, PolicyModule,
  PolicyNamespace, PolicySource, PolicyStamp, PolicyTypes, Reason, Score, Timer, Unread, Via,
} from "../types.js";
