//! Countries, stored as the alpha-2 code of ISO 3166-1.

use super::countries::{COUNTRIES, OTHER_NAMES};

/// The alpha-2 code of the country that `text` names: by alpha-2 (`de`), alpha-3 (`DEU`), English
/// short name (`Germany`) or a usual other name (`UK`, `South Korea`), in any ASCII case.
pub fn country_code(text: &str) -> Option<&'static str> {
    let text = text.trim_ascii();
    let upper = |byte: &u8| byte.to_ascii_uppercase();
    let position = match text.as_bytes() {
        [first, second] => {
            let code = [upper(first), upper(second)];
            COUNTRIES.binary_search_by(|(known, _, _)| known.cmp(&code)).ok()
        }
        [first, second, third] => {
            let code = [upper(first), upper(second), upper(third)];
            COUNTRIES.iter().position(|(_, known, _)| *known == code)
        }
        _ => COUNTRIES.iter().position(|(_, _, name)| name.eq_ignore_ascii_case(text)),
    };
    let row = match position {
        Some(position) => COUNTRIES.get(position),
        None => by_other_name(text),
    };
    row.and_then(|(code, _, _)| std::str::from_utf8(code).ok())
}

/// The English short name of the country with this alpha-2 code, written in capitals.
pub fn country_name(code: &str) -> Option<&'static str> {
    let at = COUNTRIES.binary_search_by(|(known, _, _)| known.as_slice().cmp(code.as_bytes()));
    at.ok().and_then(|at| COUNTRIES.get(at)).map(|(_, _, name)| *name)
}

fn by_other_name(text: &str) -> Option<&'static ([u8; 2], [u8; 3], &'static str)> {
    let (code, _) = OTHER_NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(text))?;
    COUNTRIES.iter().find(|(known, _, _)| known == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_sorted() {
        assert_eq!(COUNTRIES.len(), 249);
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(OTHER_NAMES.is_sorted_by(|a, b| a.0 <= b.0));
        for (code, alpha3, name) in COUNTRIES {
            let code = std::str::from_utf8(&code).unwrap();
            assert_eq!(country_code(code), Some(code));
            assert_eq!(country_code(std::str::from_utf8(&alpha3).unwrap()), Some(code));
            assert_eq!(country_code(&name.to_ascii_uppercase()), Some(code));
            assert_eq!(country_name(code), Some(name));
        }
        for (code, name) in OTHER_NAMES {
            assert_eq!(country_code(name).map(str::as_bytes), Some(code.as_slice()), "{name}");
        }
    }
}
