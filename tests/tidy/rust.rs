//! Just enough of Rust to read it: text without comments and literals, tokens, modules.

use std::collections::BTreeMap;

/// A word or a sign, and its line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub line: usize,
    pub text: String,
}

/// The text with comments and the insides of literals blanked. Lines stay where they are.
pub fn mask(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut out = String::with_capacity(text.len());
    let mut index = 0;
    while index < chars.len() {
        let end = literal_end(&at, index, chars.len());
        if end <= index {
            out.push(at(index));
            index += 1;
            continue;
        }
        let is_comment = at(index) == '/';
        for inside in index..end.min(chars.len()) {
            let letter = at(inside);
            let edge = !is_comment && (inside == index || inside + 1 == end);
            out.push(if letter == '\n' || edge { letter } else { ' ' });
        }
        index = end;
    }
    out
}

/// Where the comment or literal that begins at `index` ends; `index` if none begins.
fn literal_end(at: &impl Fn(usize) -> char, index: usize, len: usize) -> usize {
    let find = |from: usize, wanted: &dyn Fn(usize) -> bool| {
        (from..len).find(|&index| wanted(index)).unwrap_or(len)
    };
    match (at(index), at(index + 1)) {
        ('/', '/') => find(index, &|index| at(index) == '\n'),
        ('/', '*') => {
            let mut depth = 0;
            let mut next = index;
            while next < len {
                match (at(next), at(next + 1)) {
                    ('/', '*') => depth += 1,
                    ('*', '/') => depth -= 1,
                    _ => {
                        next += 1;
                        continue;
                    }
                }
                next += 2;
                if depth == 0 {
                    break;
                }
            }
            next
        }
        ('"', _) => {
            let mut next = index + 1;
            while next < len && at(next) != '"' {
                next += if at(next) == '\\' { 2 } else { 1 };
            }
            next + 1
        }
        ('r', '"' | '#') if index == 0 || !is_word(at(index - 1)) || at(index - 1) == 'b' => {
            let hashes = (index + 1..len).take_while(|&index| at(index) == '#').count();
            if at(index + 1 + hashes) != '"' {
                return index;
            }
            let closes =
                |end: usize| at(end) == '"' && (1..=hashes).all(|hash| at(end + hash) == '#');
            find(index + 2 + hashes, &closes) + 1 + hashes
        }
        ('\'', '\\') => find(index + 3, &|index| at(index) == '\'') + 1,
        ('\'', _) if at(index + 2) == '\'' => index + 3,
        _ => index,
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Words, `::` and single signs of a masked text.
pub fn tokens(masked: &str) -> Vec<Token> {
    let mut out = Vec::new();
    for (number, line) in masked.lines().enumerate() {
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter.is_whitespace() {
                continue;
            }
            let mut text = String::from(letter);
            let goes_on = |text: &str, next: char| {
                if is_word(letter) { is_word(next) } else { text == ":" && next == ':' }
            };
            while let Some(next) = letters.next_if(|&next| goes_on(&text, next)) {
                text.push(next);
            }
            out.push(Token { line: number + 1, text });
        }
    }
    out
}

/// The text of the token at `index`; empty past the end.
pub fn word(tokens: &[Token], index: usize) -> &str {
    tokens.get(index).map_or("", |token| token.text.as_str())
}

/// The index after the bracket that closes the one at `open`.
pub fn after_group(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for index in open..tokens.len() {
        match word(tokens, index) {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// The tokens of a file, each with whether it belongs to the author side or to tests alone.
pub fn gated_tokens(text: &str) -> Vec<(Token, bool)> {
    let tokens = tokens(&mask(text));
    let lines: Vec<&str> = text.lines().collect();
    let mut gated = vec![false; tokens.len()];
    let mut index = 0;
    while index < tokens.len() {
        let inner = usize::from(word(&tokens, index + 1) == "!");
        if word(&tokens, index) != "#" || word(&tokens, index + 1 + inner) != "[" {
            index += 1;
            continue;
        }
        let after = after_group(&tokens, index + 1 + inner);
        let attribute = attribute_text(&tokens, &lines, index, after);
        let end = match word(&tokens, index + 2 + inner) {
            "cfg" if gates(&attribute) && inner == 1 => tokens.len(),
            "cfg" if gates(&attribute) => item_end(&tokens, after),
            "cfg_attr" if gates(&attribute) => after,
            _ => index,
        };
        for flag in gated.iter_mut().take(end).skip(index) {
            *flag = true;
        }
        index = after.max(end);
    }
    tokens.into_iter().zip(gated).collect()
}

fn attribute_text(tokens: &[Token], lines: &[&str], from: usize, after: usize) -> String {
    let line = |index: usize| tokens.get(index).map_or(0, |token| token.line);
    let first = line(from).saturating_sub(1);
    let many = line(after.saturating_sub(1)).saturating_sub(first);
    lines.iter().skip(first).take(many).copied().collect::<Vec<_>>().join(" ")
}

fn gates(attribute: &str) -> bool {
    let author = attribute.contains("feature = \"author\"");
    (author || attribute.contains("(test)") || attribute.contains("(test,"))
        && !attribute.contains("not(")
}

/// The index after the item, field or variant that begins at `start`.
fn item_end(tokens: &[Token], start: usize) -> usize {
    let mut index = start;
    while word(tokens, index) == "#" {
        index = after_group(tokens, index + 1);
    }
    const ITEMS: [&str; 12] = [
        "pub", "fn", "impl", "mod", "use", "struct", "enum", "trait", "type", "const", "static",
        "let",
    ];
    let is_item = ITEMS.contains(&word(tokens, index));
    while index < tokens.len() {
        match word(tokens, index) {
            ";" => return index + 1,
            "," if !is_item => return index + 1,
            "{" => return after_group(tokens, index),
            "(" | "[" => index = after_group(tokens, index),
            ")" | "]" | "}" => return index,
            _ => index += 1,
        }
    }
    index
}

/// Every file that `mod` lines reach from `src/lib.rs`, and whether it is built only for authors
/// or tests.
pub fn reached(files: &[(String, String)]) -> BTreeMap<String, bool> {
    let texts: BTreeMap<&str, &str> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut reached = BTreeMap::new();
    let mut open = vec![("src/lib.rs".to_owned(), false)];
    while let Some((path, is_gated)) = open.pop() {
        let Some(text) = texts.get(path.as_str()) else { continue };
        if reached.insert(path.clone(), is_gated).is_some() {
            continue;
        }
        let folder = module_folder(&path);
        let (tokens, gates): (Vec<Token>, Vec<bool>) = gated_tokens(text).into_iter().unzip();
        for (index, gate) in gates.iter().enumerate() {
            if word(&tokens, index) == "mod" && word(&tokens, index + 2) == ";" {
                let name = word(&tokens, index + 1);
                open.push((format!("{folder}/{name}.rs"), is_gated || *gate));
                open.push((format!("{folder}/{name}/mod.rs"), is_gated || *gate));
            }
        }
    }
    reached
}

/// The folder in which the modules of a file stand.
fn module_folder(path: &str) -> String {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let own = stem.strip_suffix("/mod").or_else(|| stem.strip_suffix("/lib"));
    own.unwrap_or(stem).to_owned()
}

#[test]
fn literals_and_comments_are_blanked() {
    let text = "a // b\nc /* d /* e */ f */ g \"h \\\" i\" r#\"j \" k\"# 'l' '\\'' &'m n b\"o\"";
    let words: Vec<String> = tokens(&mask(text)).into_iter().map(|token| token.text).collect();
    let letters: String = words.concat().chars().filter(|it| it.is_alphabetic()).collect();
    assert_eq!(letters, "acgrmnb", "{words:?}");
    assert_eq!(mask(text).lines().count(), 2);
}

#[test]
fn what_is_for_authors_alone_is_known() {
    let text = "
        #[cfg(feature = \"author\")] use a::{b, c};
        use d;
        #[cfg_attr(feature = \"author\", derive(e))]
        struct F { #[cfg(feature = \"author\")] g: H<I>, j: K }
        #[cfg(not(feature = \"author\"))] fn l() {}
        #[cfg(test)] mod tests { use m; }
        fn n<O, P>() {}";
    let tokens = gated_tokens(text).into_iter();
    let free: Vec<String> = tokens.filter(|it| !it.1).map(|it| it.0.text).collect();
    for name in ["b", "c", "e", "g", "I", "m"] {
        assert!(!free.contains(&name.to_owned()), "{name} is gated: {free:?}");
    }
    for name in ["d", "F", "j", "K", "l", "n", "P"] {
        assert!(free.contains(&name.to_owned()), "{name} is not gated: {free:?}");
    }
}
