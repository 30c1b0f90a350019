//! A list kept in order by insertion.
//!
//! The lists of a decision are short or arrive nearly sorted, and the library's sorts would be a
//! tenth of the runtime.

/// Puts `item` into a strictly ascending list, unless it is there. Says whether it was new.
pub(super) fn insert_once<T: Ord>(list: &mut Vec<T>, item: T) -> bool {
    match list.binary_search(&item) {
        Ok(_) => false,
        Err(place) => {
            list.insert(place, item);
            true
        }
    }
}
