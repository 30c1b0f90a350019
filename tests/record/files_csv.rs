//! CSV files as people save them.

use pointperson::record::files::{
    Encoding, FileError, FileProblem, OwnedRaw, Sheet, SheetCell, read_csv,
};
use pointperson::record::{Kind, Raw};

use super::support::{INTEGER, Random, field, number, shape, word};

fn texts(row: &[SheetCell]) -> Vec<&str> {
    row.iter().map(|cell| cell.text.as_str()).collect()
}

fn rows(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet.rows.iter().map(|row| texts(row)).collect()
}

fn refused(bytes: &[u8]) -> (FileProblem, usize, usize) {
    match read_csv(bytes) {
        Ok(sheet) => (FileProblem::NotObject { found: format!("{sheet:?}") }, 0, 0),
        Err(FileError { at, problem }) => (problem, at.line, at.column),
    }
}

#[test]
fn cells_may_hold_commas_quotes_and_lines() {
    let text = "\u{FEFF}id, name ,note\r\n\
                1,\"Lind, Bo\",\"says \"\"hi\"\"\"\r\n\r\n  \r\n2,,\"a\r\nb\"\r\n";
    let sheet = read_csv(text.as_bytes()).unwrap();
    assert_eq!(texts(&sheet.header), ["id", "name", "note"]);
    assert_eq!(rows(&sheet), [["1", "Lind, Bo", "says \"hi\""], ["2", "", "a\r\nb"]]);
    let text = text.trim_start_matches('\u{FEFF}');
    let name = &sheet.rows[0][1];
    assert_eq!((text.get(name.at.clone()), name.verbatim), (Some("Lind, Bo"), true));
    let note = &sheet.rows[0][2];
    assert_eq!((text.get(note.at.clone()), note.verbatim), (Some("says \"\"hi\"\""), false));
    assert_eq!(sheet.rows[1][1].at.len(), 0);
}

#[test]
fn rows_become_records() {
    let sheet = read_csv(b"id,size,__proto__,extra\n7,\"1,000\",x,y\n,,,\n").unwrap();
    let records: Vec<_> = sheet.records().collect();
    assert_eq!(records[0].get("__proto__"), Raw::Text("x"));
    assert_eq!(records[0].get("constructor"), Raw::Absent);
    assert_eq!(records[0].fields[1], ("size".to_owned(), OwnedRaw::Text("1,000".to_owned())));
    let shape =
        shape(vec![field("size", INTEGER), field("__proto__", Kind::Text { ignore_case: false })]);
    let record = records[0].read(&shape);
    assert_eq!(record.id.as_deref(), Some("7"));
    assert_eq!(record.values, [number(1_000), word("x")]);
    let empty = records[1].read(&shape);
    assert!(empty.id.is_none() && empty.values.iter().all(|value| value.is_missing()));
}

#[test]
fn a_row_must_be_as_long_as_the_header() {
    let short = refused(b"a,b,c\n1,2,3\n\n4,5\n");
    assert_eq!(short, (FileProblem::RowLength { row: 2, found: 2, expected: 3 }, 4, 1));
    let long = read_csv(b"a,b\n1,Lind, Bo\n").unwrap_err();
    assert_eq!(long.problem, FileProblem::RowLength { row: 1, found: 3, expected: 2 });
    assert_eq!(long.to_string(), "line 2, column 1: row 1 has 3 cells, the header has 2");
    assert_eq!((long.code(), long.help().is_some()), ("csv-row-length", true));
}

#[test]
fn a_header_names_each_column_once() {
    assert_eq!(refused(b"a,,c\n1,2,3"), (FileProblem::HeaderEmpty { column: 2 }, 1, 3));
    let twice = FileProblem::HeaderTwice { name: "a".to_owned(), first: 1, second: 3 };
    assert_eq!(refused(b"a,b, a\n1,2,3"), (twice, 1, 5));
    assert!(read_csv(b"a,A\n1,2").is_ok());
}

#[test]
fn an_open_quote_is_found_where_it_opens() {
    assert_eq!(refused(b"a,b\n1,\"x\n2,y\n"), (FileProblem::QuoteOpen, 2, 3));
    assert_eq!(refused(b"\""), (FileProblem::QuoteOpen, 1, 1));
    assert_eq!(refused(b"\"\"\""), (FileProblem::QuoteOpen, 1, 1));
}

#[test]
fn other_separators_are_named() {
    let semicolons = FileProblem::OtherSeparator { found: ';' };
    assert_eq!(refused(b"a;b;c\n1;2;3,5\n"), (semicolons, 1, 1));
    assert_eq!(refused(b"a\tb\n1\t2\n"), (FileProblem::OtherSeparator { found: '\t' }, 1, 1));
    assert!(read_csv(b"a;b,c\n1,2\n").is_ok());
}

#[test]
fn a_file_must_be_utf_8() {
    let latin = FileProblem::NotUtf8 { byte: 0xED, looks_like: Encoding::Latin1 };
    let error = read_csv(b"id,name\n1,Bo\n2,Ana D\xEDaz\n").unwrap_err();
    assert_eq!((&error.problem, error.at.line, error.at.column), (&latin, 3, 8));
    let said = "line 3, column 8: byte 0xED is not UTF-8; \
                the file looks like Latin-1 or Windows-1252";
    assert_eq!(error.to_string(), said);
    let wide = FileProblem::NotUtf8 { byte: 0xFF, looks_like: Encoding::Utf16 };
    assert_eq!(refused(b"\xFF\xFEa\0,\0b\0"), (wide, 1, 1));
}

#[test]
fn an_empty_file_is_no_table() {
    for bytes in [&b""[..], b"\n\n", b" \r\n", b"\xEF\xBB\xBF"] {
        assert_eq!(refused(bytes), (FileProblem::Empty, 1, 1));
    }
    let header = read_csv(b"a,b\n").unwrap();
    assert!(header.rows.is_empty());
}

/// The places and the texts of cells come from two passes; here they are held together.
#[test]
fn every_cell_stands_where_it_says() {
    let mut random = Random(6);
    let mut taken = 0;
    for _ in 0..100_000 {
        let length = random.below(14);
        let body: String = (0..length).map(|_| random.letter("ab\",\n\ré ")).collect();
        for (header, columns) in [("x\n", 1), ("x,y\n", 2), ("x,y,z\n", 3)] {
            let text = format!("{header}{body}");
            let Ok(sheet) = read_csv(text.as_bytes()) else { continue };
            let mut reader = csv::ReaderBuilder::new();
            let reader = reader.flexible(true).from_reader(text.as_bytes());
            let records = reader.into_records().map(Result::unwrap);
            let expected: Vec<_> = records
                .filter(|row| row.len() > 1 || !row[0].trim_ascii().is_empty())
                .map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            assert_eq!(rows(&sheet), expected, "{text:?}");
            for cell in sheet.rows.iter().flatten() {
                let there = text.get(cell.at.clone()).unwrap();
                assert_eq!(cell.verbatim, there == cell.text, "{text:?} {cell:?}");
                taken += 1;
            }
            assert!(sheet.rows.iter().all(|row| row.len() == columns));
        }
    }
    assert!(taken > 10_000, "{taken}");
}
