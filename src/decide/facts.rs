//! Facts: what the caller knows besides the record. What was not told is said to be not told.

/// What the caller knows besides the record.
///
/// `None` means *not told*. In `decide` a fact not told counts as: no owner, nobody away, no
/// decay, durations instead of dates; and [`Decision::open`](super::Decision::open) says where
/// telling it could have changed the owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `now`: milliseconds since 1970-01-01T00:00:00Z. A clock that would be due at 2^53 or later
    /// is due right below it.
    pub now: Option<i64>,
    /// `accountOwner`: who owns the record's account.
    pub account_owner: Option<OwnerFact>,
    /// `currentOwner`: who owns the record now.
    pub current_owner: Option<OwnerFact>,
    /// `away`: ids of people who take no turn now. Read by pools only.
    pub away: Option<Vec<String>>,
}

impl Facts {
    /// What was told about an owner; no other fact tells of one.
    pub fn owner(&self, fact: Fact) -> Option<&OwnerFact> {
        match fact {
            Fact::AccountOwner => self.account_owner.as_ref(),
            Fact::CurrentOwner => self.current_owner.as_ref(),
            Fact::Now | Fact::Away => None,
        }
    }

    /// Whom the caller called an owner, without white space around; empty if nobody.
    pub fn owner_named(&self, fact: Fact) -> &str {
        match self.owner(fact) {
            Some(OwnerFact::Somebody(somebody)) => somebody.trim_ascii(),
            Some(OwnerFact::Nobody) | None => "",
        }
    }
}

/// What the caller says about an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnerFact {
    /// Told that there is none.
    Nobody,
    /// Our id, an id in another system, or an e-mail address.
    Somebody(String),
}

/// The facts a decision can depend on, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// `now`
    Now,
    /// `accountOwner`
    AccountOwner,
    /// `currentOwner`
    CurrentOwner,
    /// `away`
    Away,
}

impl Fact {
    /// The fact an `ask` step asks for.
    pub const fn asked(current: bool) -> Self {
        if current { Fact::CurrentOwner } else { Fact::AccountOwner }
    }

    /// The name in JavaScript and in policies.
    pub const fn name(self) -> &'static str {
        match self {
            Fact::Now => "now",
            Fact::AccountOwner => "accountOwner",
            Fact::CurrentOwner => "currentOwner",
            Fact::Away => "away",
        }
    }
}
