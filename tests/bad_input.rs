//! What people and programs hand us that is wrong, and where it is held that each gets a clear
//! answer. The test below holds that every place named here exists.
//!
//! A place is a file, and after `#` words that stand in it.
//!
//! | what is wrong | places |
//! |---|---|
//! | a policy that is no YAML | `tests/document/refused/yaml-itself.txt` `tests/cases/diagnostics/not-yaml.md` |
//! | a policy that is empty | `tests/cases/diagnostics/empty-document.md` |
//! | a policy that is no text | `tests/document/refused_files.rs#fn bytes_that_are_no_text` |
//! | half a character in a JSON policy | `tests/cases/refused/half-a-character.md` |
//! | a key twice | `tests/cases/diagnostics/duplicate-key.md` |
//! | an anchor, an alias, a tag | `tests/document/refused/features-that-are-refused.txt#&` `tests/cases/diagnostics/yaml-feature.md` |
//! | an unknown key | `tests/cases/diagnostics/unknown-key.md` |
//! | an unknown field | `tests/cases/diagnostics/unknown-field.md` |
//! | an unknown person | `tests/cases/diagnostics/unknown-person.md` |
//! | an unknown pool | `tests/cases/diagnostics/unknown-pool.md` |
//! | names that follow from another mistake | `tests/cases/refused/people-not-readable.md` `tests/cases/refused/no-fields.md` |
//! | a condition cut by a comma | `tests/cases/diagnostics/condition-cut-by-comma.md` |
//! | a condition cut by ` #` | `tests/cases/diagnostics/condition-cut-by-hash.md` |
//! | a condition cut by `: ` | `tests/cases/diagnostics/condition-cut-by-colon.md` |
//! | `and` and `or` mixed | `tests/cases/diagnostics/mixed-and-or.md` |
//! | a number where a choice is due | `tests/cases/refused/number-for-a-choice.md` `tests/cases/values/choice-outside-the-list.md` |
//! | a time told by a clock | `tests/cases/refused/clock-in-condition.md` `tests/cases/refused/clock-word-in-cell.md` |
//! | an empty text, outer spaces | `tests/cases/refused/empty-text.md` `tests/cases/refused/begins-with-a-space.md` |
//! | a policy that is too large | `tests/limits.rs` |
//! | a CSV file without a column | `tests/document/refused_files.rs#has no column` |
//! | a short row | `tests/record/files_csv.rs#fn a_row_must_be_as_long_as_the_header` |
//! | a column twice | `tests/cases/refused/column-twice.md` `tests/record/files_csv.rs#fn a_header_names_each_column_once` |
//! | a byte order mark, CRLF | `tests/document/refused_files.rs#fn a_byte_order_mark_and_windows_lines_are_nothing` `tests/js/cli-input.test.mjs#byte order mark, CRLF` |
//! | quotes that stay open, quotes inside | `tests/record/files_csv.rs#fn an_open_quote_is_found_where_it_opens` `tests/record/files_csv.rs#fn cells_may_hold_commas_quotes_and_lines` |
//! | semicolons, tabs | `tests/record/files_csv.rs#fn other_separators_are_named` `tests/js/cli-input.test.mjs#semicolons.csv` |
//! | Latin-1, UTF-16 | `tests/cases/diagnostics/not-text.md` `tests/record/files_csv.rs#fn a_file_must_be_utf_8` `tests/js/cli-input.test.mjs#utf16.csv` |
//! | an empty cell | `tests/cases/diagnostics/empty-cell.md` `tests/cases/refused/look-up-row-without-value.md` |
//! | `10-Jan` | `tests/cases/diagnostics/spreadsheet-date.md` `tests/cases/values/spreadsheet-date.md` |
//! | `1,000` | `tests/record/numbers.rs#"1,000"` `tests/cases/diagnostics/cell-thousands-comma.md` |
//! | `$50M` | `tests/record/numbers.rs#"$50M"` `tests/cases/values/number-spellings.md` |
//! | `10k` | `tests/record/numbers.rs#"10k"` |
//! | `1.000,50` | `tests/cases/values/number-not-readable.md#1.000,50` `tests/language/bad_conditions.rs#1.000,50` |
//! | `51-200` | `tests/cases/values/range-not-allowed.md#51-200` `tests/record/ranges.rs#fn a_literal_is_no_range` |
//! | `1,000+` | `tests/cases/values/open-range.md#1,000+` `tests/language/bad_conditions.rs#1,000+` |
//! | `NaN` as text, as JSON | `tests/record/numbers.rs#"NaN"` `tests/record/files_json.rs#fn what_is_no_number_of_json_says_so_and_where` `tests/js/cli-input.test.mjs#nan.json` |
//! | `1e400` as text, as JSON | `tests/record/numbers.rs#"1e400"` `tests/record/files_json.rs#fn a_number_no_double_holds_spoils_itself_alone` `tests/js/cli-input.test.mjs#1e400` |
//! | keys the policy does not know | `tests/cases/fallback/unknown-keys.md` |
//! | `__proto__` | `tests/record/files_json.rs#fn names_are_only_names_and_the_last_of_two_counts` `tests/js/engine.test.mjs#only own properties are read` |
//! | lists, objects, `null` | `tests/record/files_json.rs#fn an_object_or_a_list_of_objects_is_read` `tests/js/engine.test.mjs#values of every JavaScript type` |
//! | texts of 10 MB | `tests/record/records.rs#fn a_huge_record_is_missing_in_parts` `tests/js/engine.test.mjs#repeat(10_000_000)` |
//! | lone surrogates | `tests/record/files_json.rs#fn half_a_surrogate_pair_becomes_the_replacement_character` `tests/js/engine.test.mjs#\ud800` |
//! | a file that is a folder | `tests/js/cli-input.test.mjs#is a folder` |
//! | a file that is empty | `tests/record/files_csv.rs#fn an_empty_file_is_no_table` `tests/js/cli-input.test.mjs#blank.json` |
//! | a file that may not be read | `tests/js/cli-input.test.mjs#a file without permission ends with 2` |
//! | an artifact that is cut | `tests/damage.rs#fn every_cut_is_refused` `tests/js/cli-input.test.mjs#artifact-cut` |
//! | an artifact that is flipped | `tests/damage.rs#fn damaged_artifacts_are_refused_or_decide` `tests/js/cli-input.test.mjs#artifact-damaged` |
//! | an artifact that is newer | `tests/js/cli-input.test.mjs#artifact-version` |
//! | an artifact of another kind | `tests/damage.rs#fn made_up_bytes_are_refused` `tests/js/cli-input.test.mjs#not-an-artifact` |
//! | an artifact beyond the limits | `tests/damage.rs#fn what_check_never_lets_through_is_refused` |

use std::fs;
use std::path::Path;

#[test]
fn every_place_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = fs::read_to_string(root.join("tests/bad_input.rs")).unwrap_or_default();
    let rows: Vec<&str> = source.lines().filter_map(|line| line.strip_prefix("//! | ")).collect();
    assert!(rows.len() > 40, "the table stands above");
    let mut wrong = Vec::new();
    for row in rows.iter().skip(1) {
        let (_, places) = row.trim_end_matches(" |").rsplit_once(" | ").unwrap_or_default();
        let places: Vec<&str> = places.split('`').filter(|part| !part.trim().is_empty()).collect();
        if places.is_empty() {
            wrong.push(format!("no place: {row}"));
        }
        for place in places {
            let (path, words) = place.split_once('#').unwrap_or((place, ""));
            match fs::read_to_string(root.join(path)) {
                Ok(text) if text.contains(words) => {}
                Ok(_) => wrong.push(format!("{path} does not say: {words}")),
                Err(error) => wrong.push(format!("{path}: {error}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
