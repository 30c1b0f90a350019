//! Reading: what forms, CRMs and files send, and the typed values that come of it.

mod record {
    mod contacts;
    mod numbers;
    mod ranges;
    mod records;
    mod support;
    mod times;
}
