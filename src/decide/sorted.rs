//! A list kept in order by insertion.
//!
//! The lists of a decision are short or arrive nearly sorted, and the library's sorts would be a
//! tenth of the runtime.

/// Puts `item` into a list whose keys strictly ascend, unless its key is there. Says whether it
/// was new.
pub(super) fn insert_once<T, K: Ord>(list: &mut Vec<T>, item: T, key: impl Fn(&T) -> K) -> bool {
    let mine = key(&item);
    match list.binary_search_by(|other| key(other).cmp(&mine)) {
        Ok(_) => false,
        Err(place) => {
            list.insert(place, item);
            true
        }
    }
}
