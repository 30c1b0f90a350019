//! The patterns of explanations: one for each [`Sentence`], with `{0}`, `{1}` ... for its parts.

use crate::artifact::Sentence;

/// All patterns, in the order of [`Sentence::ALL`]. `record` is the policy's word for what comes
/// in, such as `lead`.
pub(super) fn patterns(record: &str) -> Vec<String> {
    Sentence::ALL.iter().map(|it| pattern(*it).replace("{record}", record)).collect()
}

fn pattern(sentence: Sentence) -> &'static str {
    match sentence {
        Sentence::OwnerByStep => {
            "{0} owns this {record}: `{1}` takes every {record} that comes to it."
        }
        Sentence::OwnerByCondition => "{0} owns this {record}: `{1}` took it, because {2}.",
        Sentence::OwnerByRow => "{0} owns this {record}: `{2}` of `{1}` took it, because {3}.",
        Sentence::OwnerByFact => {
            "{0} owns this {record}: `{1}` took it, because the caller named `{2}`."
        }
        Sentence::OwnerByStage => {
            "{0} owns this {record}: it is in stage `{1}`, and no step for any stage took it."
        }
        Sentence::OwnerByOtherwise => "{0} owns this {record}, because no step took it.",
        Sentence::OwnerRefused => "The {record} is refused, and {0} is accountable for it.",
        Sentence::TurnInPool => "It was the turn of {0} in pool `{1}`, where turns are sticky.",
        Sentence::PoolWasEmpty => "Nobody in pool `{1}` could take a turn, so {0} is accountable.",
        Sentence::PassedCondition => "`{0}` did not take it: {1}.",
        Sentence::PassedTable => "`{0}` did not take it: its closest row, `{1}`, asks {2}.",
        Sentence::PassedAccounts => "`{0}` did not take it: `{1}` is not in its list.",
        Sentence::PassedAccountsMissing => "`{0}` did not take it: the {record} has no domain.",
        Sentence::PassedNoOwnerInRow => {
            "`{0}` did not take it: row `{1}` matches and names nobody for this stage."
        }
        Sentence::PassedNoOwner => "`{0}` did not take it: the caller told that `{1}` is nobody.",
        Sentence::PassedNotTold => "`{0}` did not take it: the caller did not tell `{1}`.",
        Sentence::PassedUnknownOwner => {
            "`{0}` did not take it: the caller named `{2}` as `{1}`, whom the policy does not know."
        }
        Sentence::Claim => "Below it, `{0}` would take it too, for {1}.",
        Sentence::ClaimByRow => "Below it, `{1}` of `{0}` would take it too, for {2}.",
        Sentence::OpenToAnyone => "Telling `{0}` could make anyone the owner.",
        Sentence::OpenTo => "Telling `{0}` could make {1} the owner.",
        Sentence::StageEntered => "It is in stage `{0}`, because {1}.",
        Sentence::StageAlways => "It is in stage `{0}`, where everything else is.",
        Sentence::StageNotEntered => "It is not in stage `{0}`: {1}.",
        Sentence::Grade => "Its grade is {0}, because {1} is {2}.",
        Sentence::Score => "Its score is {2}: {0} for fit and {1} for intent.",
        Sentence::Points => "{0} {1}: {2}.",
        Sentence::PointsDecayed => "{0} {1}, {3} before decay: {2}.",
        Sentence::Derived => "Its {0} is {1}, because {2}.",
        Sentence::DerivedMissing => "It has no {0}: nothing in `{0}` fits.",
        Sentence::FieldUnusable => "The {0} given was not used: {1}.",
        Sentence::FieldRequired => "The {0} is required and missing.",
        Sentence::RespondWithin => "The owner has {0} to respond.",
        Sentence::LeaveWithin => "It has {0} to leave the stage.",
        Sentence::Asks => "it asks {0}",
        Sentence::ClosestAsks => "of its {1} alternatives the closest asks {0}",
        Sentence::AsksTooMuch => "nothing can meet all that it asks",
        Sentence::NotMet => "that {0}, but {1}",
        Sentence::ListMissed => "{0}; {1}",
        Sentence::Is => "{0} is {1}",
        Sentence::IsMissing => "{0} is missing",
        Sentence::Always => "nothing is asked",
        Sentence::ListComma => "{0}, {1}",
        Sentence::ListAnd => "{0} and {1}",
        Sentence::ListOr => "{0} or {1}",
        Sentence::Minutes => "{0} minutes",
        Sentence::Hours => "{0} hours",
        Sentence::Days => "{0} days",
    }
}
