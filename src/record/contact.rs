//! E-mail addresses and host names.
//!
//! Both are lower-cased in ASCII as a whole: every mail host that matters folds the local part,
//! and an owner must not change because somebody typed a capital.

use super::text::split_at_text;

/// Reads an e-mail address: one `@`, a local part, a host of at least two labels.
///
/// Quoted local parts are refused: in practice they are `"Ana" <ana@example.com>` and the like.
pub(super) fn email(text: &str) -> Option<String> {
    let (local, host) = text.split_once('@')?;
    let is_local = |letter: char| {
        !letter.is_ascii_whitespace()
            && !letter.is_ascii_control()
            && !matches!(letter, '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '[' | '\\' | ']')
    };
    let is_email = !local.is_empty() && local.chars().all(is_local) && is_host(host);
    is_email.then(|| text.to_ascii_lowercase())
}

/// The host of an e-mail address that was read before; of any other text, what follows its last
/// `@`, or all of it.
pub fn host_of_email(email: &str) -> &str {
    email.rsplit_once('@').map_or(email, |(_, host)| host)
}

/// Reads a host name from itself or from an address: `https://www.Acme.com:8080/about` is
/// `acme.com`.
pub(super) fn domain(text: &str) -> Option<String> {
    let rest = split_at_text(text, "://").map_or(text, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let rest = host_of_email(rest);
    let host = match rest.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => rest,
    };
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    // `www.com` is a name of its own.
    let short = host.strip_prefix("www.").filter(|short| short.contains('.'));
    let host = short.map(str::to_owned).unwrap_or(host);
    is_host(&host).then_some(host)
}

/// At least two labels of letters, digits and hyphens. A last label of digits alone means an IP
/// address, which is nobody's company.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.chars().all(is_host_letter);
    let last = text.rsplit('.').next().unwrap_or("");
    text.contains('.')
        && text.split('.').all(is_label)
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters outside ASCII are told from punctuation and spaces by their blocks, which is coarse
/// but needs no Unicode table.
fn is_host_letter(letter: char) -> bool {
    match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => true,
        '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3004}' => false,
        '\u{FE00}'..='\u{FE6F}' | '\u{FEFF}'..='\u{FF0F}' | '\u{FFF0}'..='\u{FFFF}' => false,
        _ => !letter.is_ascii(),
    }
}
