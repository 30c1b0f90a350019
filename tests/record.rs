//! Reading: what forms, CRMs and files send, and the typed values that come of it.

mod record {
    mod contacts;
    #[cfg(feature = "author")]
    mod files_csv;
    #[cfg(feature = "author")]
    mod files_json;
    mod numbers;
    mod ranges;
    mod records;
    mod support;
    mod times;
}
