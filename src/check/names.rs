//! Every name is declared once and means something: people, roles, pools, and what may own.

use super::model::Target;
use crate::diagnostic::{Code, Diagnostic, Span, Spanned, nearest};
use crate::policy::Policy;
use std::collections::HashMap;

/// Who can be named in a policy.
pub(super) struct Names {
    people: HashMap<String, usize>,
    pools: HashMap<String, usize>,
    roles: HashMap<String, usize>,
    /// The ids of people by the names that are shown.
    shown: HashMap<String, String>,
    /// The roles in order of first mention.
    pub role_list: Vec<String>,
    /// Nobody could be read, which was reported; whoever is named is not missed a second time.
    nobody: bool,
}

impl Names {
    /// Collects people, roles and pools; reports ids that stand twice or mean two things.
    pub fn collect(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut names = Names {
            people: unique(policy.people.list.iter().map(|it| &it.id), "person", diagnostics),
            pools: unique(policy.pools.iter().map(|it| &it.id), "pool", diagnostics),
            roles: HashMap::new(),
            role_list: Vec::new(),
            shown: shown(policy),
            nobody: !diagnostics.is_empty()
                && !policy.people.list.iter().any(|person| is_read(&person.id)),
        };
        for role in policy.people.list.iter().filter_map(|person| person.role.as_ref()) {
            if !names.roles.contains_key(&role.value) {
                names.roles.insert(role.value.clone(), names.role_list.len());
                names.role_list.push(role.value.clone());
                names.report_role(role, policy, diagnostics);
            }
        }
        for pool in policy.pools.iter().filter(|pool| names.people.contains_key(&pool.id.value)) {
            diagnostics.push(ambiguous(
                &pool.id,
                "a pool",
                "a person",
                &policy.people.list,
                |it| &it.id,
            ));
        }
        names
    }

    fn report_role(
        &self,
        role: &Spanned<String>,
        policy: &Policy,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if matches!(role.value.as_str(), "owner" | "id") {
            let message = format!("`{}` cannot be the name of a role", role.value);
            let why = format!("in a table the column `{}` has a meaning of its own", role.value);
            let diagnostic = Diagnostic::new(Code::ReservedName, role.span, message).note(why);
            diagnostics.push(diagnostic.help("choose another name"));
        } else if self.people.contains_key(&role.value) {
            let people = &policy.people.list;
            diagnostics.push(ambiguous(role, "a role", "a person", people, |it| &it.id));
        } else if self.pools.contains_key(&role.value) {
            diagnostics.push(ambiguous(role, "a role", "a pool", &policy.pools, |it| &it.id));
        }
    }

    /// The position of a role.
    pub fn role(&self, name: &str) -> Option<usize> {
        self.roles.get(name).copied()
    }

    /// Whether a column of this name holds owners, as far as is known: where nobody could be read
    /// it may be anybody's role.
    pub fn heads_owners(&self, name: &str) -> bool {
        name == "owner" || self.role(name).is_some() || self.nobody
    }

    /// A person by id.
    pub fn person(
        &self,
        name: &Spanned<String>,
        code: Code,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let found = self.people.get(&name.value).copied();
        if found.is_none() && is_read(name) && !self.nobody {
            diagnostics.push(self.no_person(name, code));
        }
        found
    }

    fn no_person(&self, name: &Spanned<String>, code: Code) -> Diagnostic {
        let message = format!("`{}` is not a person", name.value);
        let diagnostic = Diagnostic::new(code, name.span, message);
        let kind = match (self.pools.contains_key(&name.value), self.role(&name.value)) {
            (true, _) => "it is a pool, and the one who answers here must be a named person",
            (_, Some(_)) => "it is a role, and the one who answers here must be a named person",
            _ => return self.near(diagnostic, name, self.people.keys(), "add them to `people`"),
        };
        diagnostic.note(kind).help("name one person from `people`")
    }

    /// Adds `did you mean`, also where somebody was called by the name that is shown.
    fn near<'a>(
        &self,
        diagnostic: Diagnostic,
        name: &Spanned<String>,
        names: impl Iterator<Item = &'a String>,
        otherwise: &str,
    ) -> Diagnostic {
        match self.shown.get(&name.value.to_lowercase()) {
            Some(id) => diagnostic.help(format!("write the id: `{id}`")),
            None => help(diagnostic, &name.value, names, otherwise),
        }
    }

    /// A pool by id.
    pub fn pool(&self, name: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
        let found = self.pools.get(&name.value).copied();
        if found.is_none() && is_read(name) {
            let message = format!("`{}` is not a pool", name.value);
            let diagnostic = Diagnostic::new(Code::UnknownPool, name.span, message);
            diagnostics.push(if self.people.contains_key(&name.value) {
                diagnostic.note("it is a person").help(format!("write `owner: {}`", name.value))
            } else {
                help(diagnostic, &name.value, self.pools.keys(), "add it to `pools`")
            });
        }
        found
    }

    /// A person or a pool.
    pub fn target(&self, name: &str) -> Option<Target> {
        let person = self.people.get(name).copied().map(Target::Person);
        person.or_else(|| self.pools.get(name).copied().map(Target::Pool))
    }

    /// Complains that a name is no owner.
    pub fn no_owner(
        &self,
        name: &Spanned<String>,
        roles_allowed: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if !is_read(name) || self.nobody {
            return;
        }
        let what = if roles_allowed { "role, person or pool" } else { "person or pool" };
        let message = format!("`{}` is not a {what}", name.value);
        let diagnostic = Diagnostic::new(Code::UnknownOwner, name.span, message);
        if !roles_allowed && self.role(&name.value).is_some() {
            let why = "it is a role; here somebody must be named";
            diagnostics.push(diagnostic.note(why).help("name one person or pool"));
            return;
        }
        let roles = self.roles.keys().filter(|_| roles_allowed);
        let names = self.people.keys().chain(self.pools.keys()).chain(roles);
        let otherwise = "name one of `people` or `pools`";
        diagnostics.push(self.near(diagnostic, name, names, otherwise));
    }
}

fn shown(policy: &Policy) -> HashMap<String, String> {
    let people = policy.people.list.iter();
    people.map(|it| (it.name.value.to_lowercase(), it.id.value.clone())).collect()
}

/// Whether the parser could read a name; what it could not read it has reported.
pub(super) fn is_read(name: &Spanned<String>) -> bool {
    !name.value.is_empty()
}

/// Adds `did you mean`, or else what to do.
pub(super) fn help<'a>(
    diagnostic: Diagnostic,
    word: &str,
    names: impl Iterator<Item = &'a String>,
    otherwise: &str,
) -> Diagnostic {
    let names = sorted(names);
    match nearest(word, names.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(otherwise),
    }
}

/// Sorted, so that the nearest name does not depend on the order of a hash map.
fn sorted<'a>(names: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut names: Vec<_> = names.map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// The positions of ids; reports each that stands twice.
pub(super) fn unique<'a>(
    ids: impl Iterator<Item = &'a Spanned<String>>,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<String, usize> {
    let mut found: HashMap<String, (usize, Span)> = HashMap::new();
    for (position, id) in ids.enumerate().filter(|(_, id)| is_read(id)) {
        match found.get(&id.value) {
            Some((_, first)) => diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    id.span,
                    format!("{what} `{}` stands twice", id.value),
                )
                .label(*first, "first here")
                .help("give one of them another id, or remove it"),
            ),
            None => {
                found.insert(id.value.clone(), (position, id.span));
            }
        }
    }
    found.into_iter().map(|(id, (position, _))| (id, position)).collect()
}

fn ambiguous<T>(
    name: &Spanned<String>,
    is: &str,
    also: &str,
    others: &[T],
    id: impl Fn(&T) -> &Spanned<String>,
) -> Diagnostic {
    let message = format!("`{}` is {is} and {also}", name.value);
    let diagnostic = Diagnostic::new(Code::AmbiguousName, name.span, message)
        .note("where an owner is named, nobody could tell which is meant")
        .help("give one of them another name");
    match others.iter().map(id).find(|other| other.value == name.value) {
        Some(other) => diagnostic.label(other.span, also.to_owned()),
        None => diagnostic,
    }
}
