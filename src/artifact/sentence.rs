//! The sentences of explanations, by code. Their wording is made by `compile` and travels in a
//! `full` artifact; `explain` fills in the parts. One list, so that the two cannot drift.

macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)+) => {
        /// A sentence, or a part of one. The parts `{0}`, `{1}` ... are told at each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Sentence {
            $($(#[$doc])* $name,)+
        }

        impl Sentence {
            /// Every sentence, in the order of [`Texts::patterns`](super::Texts::patterns).
            pub const ALL: &'static [Sentence] = &[$(Sentence::$name,)+];

            /// The stable code, which stands in explanations without words too.
            pub const fn code(self) -> &'static str {
                match self { $(Sentence::$name => $code,)+ }
            }
        }
    };
}

sentences! {
    /// 0 owner, 1 layer: a step without a condition took the record.
    OwnerByStep = "owner-by-step";
    /// 0 owner, 1 layer, 2 tests.
    OwnerByCondition = "owner-by-condition";
    /// 0 owner, 1 layer, 2 row, 3 tests.
    OwnerByRow = "owner-by-row";
    /// 0 owner, 1 layer, 2 what the caller told.
    OwnerByFact = "owner-by-fact";
    /// 0 owner, 1 stage.
    OwnerByStage = "owner-by-stage";
    /// 0 owner.
    OwnerByOtherwise = "owner-by-otherwise";
    /// 0 owner.
    OwnerRefused = "owner-refused";
    /// 0 owner, 1 pool: it was their turn.
    TurnInPool = "turn-in-pool";
    /// 0 owner, 1 pool: nobody could take a turn.
    PoolWasEmpty = "pool-was-empty";
    /// 0 layer, 1 what it asks.
    PassedCondition = "passed-condition";
    /// 0 layer, 1 closest row, 2 tests not met.
    PassedTable = "passed-table";
    /// 0 layer, 1 domain: an account list that does not hold it.
    PassedAccounts = "passed-accounts";
    /// 0 layer: an account list, and the record has no domain.
    PassedAccountsMissing = "passed-accounts-missing";
    /// 0 layer, 1 row.
    PassedNoOwnerInRow = "passed-no-owner-in-row";
    /// 0 layer, 1 fact.
    PassedNoOwner = "passed-no-owner";
    /// 0 layer, 1 fact.
    PassedNotTold = "passed-not-told";
    /// 0 layer, 1 fact, 2 what the caller told.
    PassedUnknownOwner = "passed-unknown-owner";
    /// 0 layer, 1 owner: a claim of a lower step.
    Claim = "claim";
    /// 0 layer, 1 row, 2 owner: a claim of a row of a lower step.
    ClaimByRow = "claim-by-row";
    /// 0 fact: anybody could own the record by it.
    OpenToAnyone = "open-to-anyone";
    /// 0 fact, 1 owners.
    OpenTo = "open-to";
    /// 0 stage, 1 tests.
    StageEntered = "stage-entered";
    /// 0 stage: the last one.
    StageAlways = "stage-always";
    /// 0 stage, 1 what it asks: a more advanced stage.
    StageNotEntered = "stage-not-entered";
    /// 0 grade, 1 axis, 2 value.
    Grade = "grade";
    /// 0 fit, 1 intent, 2 total.
    Score = "score";
    /// 0 points with sign, 1 axis, 2 tests.
    Points = "points";
    /// 0 points with sign, 1 axis, 2 tests, 3 points before decay.
    PointsDecayed = "points-decayed";
    /// 0 derived value, 1 value, 2 tests.
    Derived = "derived";
    /// 0 derived value: no line or row gave one.
    DerivedMissing = "derived-missing";
    /// 0 field, 1 why: a value that could not be used.
    FieldUnusable = "field-unusable";
    /// 0 field: required and missing.
    FieldRequired = "field-required";
    /// 0 length of time: the owner must respond.
    RespondWithin = "respond-within";
    /// 0 length of time: the record must leave the stage.
    LeaveWithin = "leave-within";
    /// 0 tests not met: what a condition asks.
    Asks = "asks";
    /// 0 tests not met, 1 how many alternatives there are: what the closest one asks.
    ClosestAsks = "closest-asks";
    /// Stands for a condition that no record can meet.
    AsksTooMuch = "asks-too-much";
    /// 0 a test that does not hold, 1 what is the case.
    NotMet = "not-met";
    /// 0 and 1: a list of tests not met.
    ListMissed = "list-missed";
    /// 0 subject, 1 value.
    Is = "is";
    /// 0 subject.
    IsMissing = "is-missing";
    /// Stands for no test.
    Always = "always";
    /// 0 and 1: all but the last of a list.
    ListComma = "list-comma";
    /// 0 and 1: the last of a list.
    ListAnd = "list-and";
    /// 0 and 1: the last of a list of which one counts.
    ListOr = "list-or";
    /// 0 number.
    Minutes = "minutes";
    /// 0 number.
    Hours = "hours";
    /// 0 number.
    Days = "days";
}
