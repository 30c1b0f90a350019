//! Parts of countries, stored in the full form of ISO 3166-2: `US-CA`.
//!
//! The form is checked and the country must exist. That `US-QQ` is no state is not noticed: the
//! list of parts changes every year and would be the largest thing in the runtime.

use super::Why;
use super::country::country_code;

/// Reads `US-CA` in any case, or `CA` where `country`, an alpha-2 code, is known.
pub(super) fn subdivision(text: &str, country: Option<&str>) -> Result<String, Why> {
    let (given, part) = match text.split_once('-') {
        Some((given, part)) if given.len() == 2 => (country_code(given), part),
        Some(_) => return Err(Why::SubdivisionNotReadable),
        None => (country, text),
    };
    let is_part = matches!(part.len(), 1..=3) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_part {
        return Err(Why::SubdivisionNotReadable);
    }
    let is_full = part.len() < text.len();
    match (given, country) {
        (None, _) if is_full => Err(Why::SubdivisionNotReadable),
        (None, _) => Err(Why::CountryNotKnown),
        (Some(given), Some(country)) if given != country => Err(Why::OtherCountry),
        (Some(given), _) => {
            let mut code = String::with_capacity(6);
            code.push_str(given);
            code.push('-');
            code.extend(part.chars().map(|letter| letter.to_ascii_uppercase()));
            Ok(code)
        }
    }
}
