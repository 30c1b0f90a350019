//! Fields: types, attributes that fit them, aliases, values of a record that gives none.

use super::limits::LIST_MAX;
use super::names::{help, is_read, unique};
use crate::diagnostic::{Code, Diagnostic, Span, Spanned, nearest};
use crate::policy::{FieldDefinition, Policy, Scaling};
use crate::record::{
    Field, FieldIndex, Kind, MONEY_SCALE, Raw, SCALE_MAX, Shape, Source, SubdivisionOf, Unit,
    Value, Why, country_code, is_currency, read_value,
};
use std::collections::HashMap;

/// The words of `type:`.
const TYPES: [&str; 12] = [
    "text",
    "integer",
    "decimal(2)",
    "money",
    "flag",
    "choice",
    "country",
    "subdivision",
    "email",
    "domain",
    "date",
    "moment",
];

/// Names that conditions, tables or records use for something else.
const RESERVED: [&str; 23] = [
    "id", "score", "fit", "intent", "grade", "stage", "position", "owner", "layer", "any",
    "missing", "known", "always", "and", "or", "not", "in", "is", "between", "yes", "no", "true",
    "false",
];

/// Says that a name of a field or derived value means something else already.
pub(super) fn reserved(id: &Spanned<String>) -> Option<Diagnostic> {
    let name = id.value.as_str();
    if !RESERVED.contains(&name) {
        return None;
    }
    let message = format!("`{name}` cannot be the name of a field or derived value");
    let diagnostic = Diagnostic::new(Code::ReservedName, id.span, message);
    Some(diagnostic.note(format!("`{name}` has a meaning of its own")).help("choose another name"))
}

/// The shape of the records, with a field for each definition, even for one with a mistake, so
/// that conditions over it are not reported a second time.
pub(super) fn shape(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) -> Shape {
    unique(policy.fields.iter().map(|it| &it.id), "field", diagnostics);
    diagnostics.extend(policy.fields.iter().filter_map(|field| reserved(&field.id)));
    let mut fields = Fields { policy, positions: HashMap::new(), diagnostics };
    for (definition, position) in policy.fields.iter().zip(0_u16..) {
        fields.positions.entry(&definition.id.value).or_insert(FieldIndex(position));
    }
    fields.aliases();
    let list = policy.fields.iter().take(LIST_MAX).map(|it| fields.field(it)).collect();
    Shape { fields: list }
}

struct Fields<'a> {
    policy: &'a Policy,
    positions: HashMap<&'a str, FieldIndex>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Fields<'_> {
    fn field(&mut self, definition: &FieldDefinition) -> Field {
        let kind = self.kind(definition);
        self.attributes(definition, &kind);
        let own = Source { name: definition.id.value.clone(), power: 0 };
        let is_number = matches!(kind, Kind::Number { .. });
        let aliases = definition.from.iter().map(|alias| Source {
            name: alias.name.value.clone(),
            power: if is_number { power(alias.scaling) } else { 0 },
        });
        let field = Field {
            id: definition.id.value.clone(),
            required: definition.required,
            sources: [own].into_iter().chain(aliases).collect(),
            when_absent: definition.when_absent.as_ref().map(|text| text.value.clone()),
            kind,
        };
        self.when_absent(definition, &field);
        field
    }

    /// A name in two fields would give both the same value, which is never meant.
    fn aliases(&mut self) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for definition in &self.policy.fields {
            seen.entry(&definition.id.value).or_insert(definition.id.span);
        }
        for alias in self.policy.fields.iter().flat_map(|field| &field.from) {
            let name = &alias.name;
            if let Some(first) = seen.insert(&name.value, name.span) {
                let message = format!("`{}` is read by two fields", name.value);
                let diagnostic = Diagnostic::new(Code::DuplicateId, name.span, message)
                    .label(first, "also here")
                    .help("let one field read it, and derive what else you need");
                self.diagnostics.push(diagnostic);
            }
        }
    }

    fn bad(&mut self, span: Span, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::new(Code::BadField, span, message).help(help));
    }

    fn kind(&mut self, definition: &FieldDefinition) -> Kind {
        let number = |unit, scale| Kind::Number { unit, scale, ranges: definition.ranges };
        let word = definition.kind.value.as_str();
        match word {
            "text" => Kind::Text { ignore_case: definition.ignore_case },
            "integer" => number(Unit::Plain, 0),
            "money" => number(Unit::Money(self.currency(definition)), MONEY_SCALE),
            "flag" => Kind::Flag,
            "choice" => self.choice(definition),
            "country" => Kind::Country,
            "subdivision" => Kind::Subdivision { of: self.subdivision_of(definition) },
            "email" => Kind::Email,
            "domain" => Kind::Domain { of: self.domain_of(definition) },
            "date" => Kind::Date,
            "moment" => Kind::Moment,
            _ => match decimal_scale(word) {
                Some(scale) if scale <= SCALE_MAX => number(Unit::Plain, scale),
                _ => {
                    self.unknown_type(definition);
                    Kind::Text { ignore_case: false }
                }
            },
        }
    }

    fn unknown_type(&mut self, definition: &FieldDefinition) {
        let word = &definition.kind.value;
        if !is_read(&definition.kind) {
            return;
        }
        let message = format!("`{word}` is not a type");
        let diagnostic = Diagnostic::new(Code::BadField, definition.kind.span, message);
        let usual = match word.to_ascii_lowercase().as_str() {
            "number" | "int" | "float" => Some("integer` or `decimal(2)"),
            "string" | "str" => Some("text"),
            "boolean" | "bool" | "checkbox" => Some("flag"),
            "enum" | "list" | "select" | "picklist" => Some("choice"),
            "state" | "region" | "province" => Some("subdivision"),
            "datetime" | "time" | "timestamp" => Some("moment"),
            "url" | "website" => Some("domain"),
            "currency" | "amount" => Some("money"),
            "decimal" => Some("decimal(2)"),
            other => nearest(other, TYPES),
        };
        self.diagnostics.push(match usual {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("use one of {}", TYPES.join(", "))),
        });
    }

    fn currency(&mut self, definition: &FieldDefinition) -> String {
        let Some(currency) = &definition.currency else {
            let message =
                format!("money field `{}` does not say its currency", definition.id.value);
            self.bad(definition.span, message, "add `currency: USD` or another ISO 4217 code");
            return "USD".to_owned();
        };
        if !is_currency(&currency.value) {
            let message = format!("`{}` is not a currency", currency.value);
            self.bad(currency.span, message, "use an ISO 4217 code such as `USD` or `EUR`");
        }
        currency.value.clone()
    }

    fn choice(&mut self, definition: &FieldDefinition) -> Kind {
        if definition.values.is_empty() {
            let message = format!("choice field `{}` has no values", definition.id.value);
            self.bad(definition.span, message, "add `values: [..]`");
        }
        let mut seen: HashMap<String, Span> = HashMap::new();
        for value in &definition.values {
            let key = if definition.ignore_case {
                value.value.to_ascii_lowercase()
            } else {
                value.value.clone()
            };
            if let Some(first) = seen.insert(key, value.span) {
                let message = format!("value `{}` stands twice", value.value);
                let diagnostic = Diagnostic::new(Code::DuplicateId, value.span, message);
                self.diagnostics.push(diagnostic.label(first, "first here").help("remove one"));
            }
        }
        let values = definition.values.iter().map(|value| value.value.clone()).collect();
        Kind::Choice { values, ignore_case: definition.ignore_case }
    }

    fn subdivision_of(&mut self, definition: &FieldDefinition) -> SubdivisionOf {
        let Some(of) = &definition.of else { return SubdivisionOf::Nothing };
        if let Some(position) = self.positions.get(of.value.as_str()).copied() {
            if self.is_of_type(position, "country") {
                return SubdivisionOf::Field(position);
            }
            let message = format!("`{}` is not a country field", of.value);
            self.bad(of.span, message, "name a field of type `country`, or a country such as `US`");
            return SubdivisionOf::Nothing;
        }
        match country_code(&of.value) {
            Some(code) if code == of.value => SubdivisionOf::Country(code.to_owned()),
            _ => {
                self.unknown_of(of, "name a field of type `country`, or a country such as `US`");
                SubdivisionOf::Nothing
            }
        }
    }

    fn domain_of(&mut self, definition: &FieldDefinition) -> Option<FieldIndex> {
        let of = definition.of.as_ref()?;
        let Some(position) = self.positions.get(of.value.as_str()).copied() else {
            self.unknown_of(of, "name a field of type `email`");
            return None;
        };
        if !self.is_of_type(position, "email") {
            let message = format!("`{}` is not an email field", of.value);
            self.bad(of.span, message, "name a field of type `email`");
            return None;
        }
        Some(position)
    }

    /// Whether a field has this type, or one that was reported.
    fn is_of_type(&self, position: FieldIndex, kind: &str) -> bool {
        let definition = self.policy.fields.get(usize::from(position.0));
        definition.is_some_and(|field| field.kind.value == kind || !has_type(field))
    }

    fn unknown_of(&mut self, of: &Spanned<String>, otherwise: &str) {
        let message = format!("no field named `{}`", of.value);
        let diagnostic = Diagnostic::new(Code::UnknownField, of.span, message);
        let names = self.policy.fields.iter().map(|field| &field.id.value);
        self.diagnostics.push(help(diagnostic, &of.value, names, otherwise));
    }

    /// An attribute that its type does not read would be ignored in silence.
    fn attributes(&mut self, definition: &FieldDefinition, kind: &Kind) {
        if !has_type(definition) {
            return;
        }
        let is_number = matches!(kind, Kind::Number { .. });
        let is_money = matches!(kind, Kind::Number { unit: Unit::Money(_), .. });
        let is_choice = matches!(kind, Kind::Choice { .. });
        let is_text = matches!(kind, Kind::Text { .. });
        let is_part = matches!(kind, Kind::Subdivision { .. } | Kind::Domain { .. });
        let span = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.span);
        let first_value = definition.values.first().map(|value| value.span);
        let scaled = definition.from.iter().find(|alias| alias.scaling != Scaling::Units);
        let whole = Some(definition.span);
        let checks = [
            ("ranges", whole.filter(|_| definition.ranges), is_number, "numbers and money"),
            (
                "ignore case",
                whole.filter(|_| definition.ignore_case),
                is_text || is_choice,
                "text and choice",
            ),
            ("currency", span(&definition.currency), is_money, "money"),
            ("values", first_value, is_choice, "choice"),
            ("of", span(&definition.of), is_part, "subdivision and domain"),
            (
                "scaling in `from`",
                scaled.map(|alias| alias.name.span),
                is_number,
                "numbers and money",
            ),
        ];
        for (attribute, span, fits, types) in checks {
            if let Some(span) = span.filter(|_| !fits) {
                let message = format!(
                    "`{}` is `{}`, which has no {attribute}",
                    definition.id.value, definition.kind.value
                );
                let help = format!("it belongs to {types}: remove it, or change the type");
                self.bad(span, message, &help);
            }
        }
    }

    fn when_absent(&mut self, definition: &FieldDefinition, field: &Field) {
        let Some(text) = &definition.when_absent else { return };
        if field.required {
            let message = format!("`{}` is required and has a value when absent", field.id);
            self.bad(text.span, message, "remove `required` or `when absent`");
            return;
        }
        if let Value::Missing(why) = read_value(&field.kind, 0, Raw::Text(&text.value)) {
            // Which country the short form of a subdivision is of, the record tells.
            if why == Why::CountryNotKnown {
                return;
            }
            let message = format!("`{}` is not a value of `{}`", text.value, field.id);
            let diagnostic = Diagnostic::new(Code::ValueNotOfType, text.span, message);
            self.diagnostics.push(diagnostic.note(super::literals::say_why(why)));
        }
    }
}

/// Whether a field's type is one; if not, that was reported.
pub(super) fn has_type(definition: &FieldDefinition) -> bool {
    let word = definition.kind.value.as_str();
    match decimal_scale(word) {
        Some(scale) => scale <= SCALE_MAX,
        None => TYPES.contains(&word),
    }
}

/// The `n` of `decimal(n)`.
fn decimal_scale(word: &str) -> Option<u8> {
    word.strip_prefix("decimal(")?.strip_suffix(')')?.trim().parse().ok()
}

/// The power of ten of a scaling.
fn power(scaling: Scaling) -> u8 {
    match scaling {
        Scaling::Units => 0,
        Scaling::Thousands => 3,
        Scaling::Millions => 6,
        Scaling::Billions => 9,
    }
}
