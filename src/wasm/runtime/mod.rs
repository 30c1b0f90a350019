//! Load an artifact, put a record and facts, decide.
//!
//! A call from JavaScript is a short conversation: [`begin`], one `put_…` for every source that
//! has a value, `fact_…` for everything told, then one of [`decide`], [`decision_bytes`] and
//! [`explain`], which forgets all that was put. The JavaScript side reads the caller's object to
//! the end before it calls [`begin`], so a getter that throws or calls back never meets a
//! conversation half held.
//!
//! Engines are named by handles, counted from 1; 0 says that loading failed, and [`last_error`]
//! says why. An empty answer says that the handle names no engine.

mod describe;
mod packed;

use std::cell::RefCell;
use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::artifact::{self, Program};
use crate::decide::{self as decide_floor, Facts, OwnerFact};
use crate::explain as explain_floor;
use crate::record::{self, Raw, Record, TEXT_BYTES_MAX};

/// One put value, held until the next `begin`.
#[derive(Clone, Debug, Default)]
enum Held {
    #[default]
    Absent,
    Null,
    Text(String),
    Number(f64),
    Flag(bool),
    Other,
    TooLong,
}

/// Everything between two calls.
struct Door {
    /// Handle `n` is entry `n - 1`; `None` is free.
    engines: Vec<Option<Program>>,
    slots: Vec<Held>,
    id: Option<String>,
    facts: Facts,
    error: String,
    /// Stands for any text that is too long to be worth copying: one byte more than the limit.
    /// Made when the first one comes.
    too_long: String,
}

impl Door {
    const EMPTY: Self = Door {
        engines: Vec::new(),
        slots: Vec::new(),
        id: None,
        facts: Facts { now: None, account_owner: None, current_owner: None, away: None },
        error: String::new(),
        too_long: String::new(),
    };
}

thread_local! {
    // Never dropped: there is no end of the thread, and code for one would stand in every call.
    static DOOR: ManuallyDrop<RefCell<Door>> =
        const { ManuallyDrop::new(RefCell::new(Door::EMPTY)) };
}

/// Runs `work` on the door; `otherwise` answers if somebody is inside already.
fn with_door<T>(otherwise: T, work: impl FnOnce(&mut Door) -> T) -> T {
    DOOR.with(|door| match door.try_borrow_mut() {
        Ok(mut door) => work(&mut door),
        Err(_) => otherwise,
    })
}

/// The version of this package, as `Cargo.toml` has it.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Loads an artifact and gives its handle, or 0; then [`last_error`] tells why.
#[wasm_bindgen]
#[must_use]
pub fn engine_load(bytes: &[u8]) -> u32 {
    let loaded = artifact::read(bytes);
    with_door(0, |door| match loaded {
        Ok(program) => door.keep(program),
        Err(error) => {
            door.error = describe::read_error(&error);
            0
        }
    })
}

/// Why the last [`engine_load`] gave 0, as JSON: `code`, `message`, `expected`, `found`.
#[wasm_bindgen]
#[must_use]
pub fn last_error() -> String {
    with_door(String::new(), |door| door.error.clone())
}

/// Forgets an engine. A handle that names none is ignored.
#[wasm_bindgen]
pub fn engine_free(handle: u32) {
    with_door((), |door| {
        if let Some(slot) = position(handle).and_then(|at| door.engines.get_mut(at)) {
            *slot = None;
        }
    });
}

/// What an engine reads and whom it names, as JSON; empty for a handle that names none.
#[wasm_bindgen]
#[must_use]
pub fn engine_describe(handle: u32) -> String {
    with_door(String::new(), |door| door.engine(handle).map_or_else(String::new, describe::program))
}

/// Starts a record for an engine. What an earlier conversation left unfinished is forgotten.
#[wasm_bindgen]
pub fn begin(handle: u32) {
    with_door((), |door| {
        door.forget();
        let fields = door.engine(handle).map_or(&[][..], |program| &program.shape.fields);
        let count = fields.iter().map(|field| field.sources.len()).sum();
        door.slots.resize(count, Held::Absent);
    });
}

#[inline(never)]
fn put(slot: u32, held: Held) {
    with_door((), |door| {
        if let Some(place) = usize::try_from(slot).ok().and_then(|at| door.slots.get_mut(at)) {
            *place = held;
        }
    });
}

/// Puts a text; a slot the policy does not have is ignored, here and below.
#[wasm_bindgen]
pub fn put_text(slot: u32, text: String) {
    put(slot, Held::Text(text));
}

/// Puts a number.
#[wasm_bindgen]
pub fn put_number(slot: u32, number: f64) {
    put(slot, Held::Number(number));
}

/// Puts yes or no.
#[wasm_bindgen]
pub fn put_flag(slot: u32, flag: bool) {
    put(slot, Held::Flag(flag));
}

/// Puts `null`.
#[wasm_bindgen]
pub fn put_null(slot: u32) {
    put(slot, Held::Null);
}

/// Puts a value no field can hold: a list, an object, a big integer.
#[wasm_bindgen]
pub fn put_other(slot: u32) {
    put(slot, Held::Other);
}

/// Puts a text that is longer than any field may be, without the text.
#[wasm_bindgen]
pub fn put_too_long(slot: u32) {
    with_door((), |door| {
        if door.too_long.is_empty() {
            door.too_long = String::from_utf8(vec![b'x'; TEXT_BYTES_MAX + 1]).unwrap_or_default();
        }
    });
    put(slot, Held::TooLong);
}

/// Puts the record's own id.
#[wasm_bindgen]
pub fn put_id(id: String) {
    with_door((), |door| door.id = Some(id));
}

/// Tells `now`, in milliseconds since 1970-01-01T00:00:00Z. What is no whole number is cut to one;
/// what is no number is not told.
#[wasm_bindgen]
pub fn fact_now(milliseconds: f64) {
    if milliseconds.is_finite() {
        with_door((), |door| door.facts.now = Some(whole(milliseconds)));
    }
}

/// Tells an owner: 0 is `accountOwner`, 1 is `currentOwner`. `nobody` tells that there is none.
#[wasm_bindgen]
pub fn fact_owner(which: u32, nobody: bool, owner: String) {
    let told = if nobody { OwnerFact::Nobody } else { OwnerFact::Somebody(owner) };
    with_door((), |door| match which {
        0 => door.facts.account_owner = Some(told),
        1 => door.facts.current_owner = Some(told),
        _ => {}
    });
}

/// Tells that nobody is away. [`fact_away`] adds to it.
#[wasm_bindgen]
pub fn fact_away_none() {
    with_door((), |door| door.facts.away = Some(Vec::new()));
}

/// Tells that one person, by id, is away.
#[wasm_bindgen]
pub fn fact_away(person: String) {
    with_door((), |door| door.facts.away.get_or_insert_default().push(person));
}

/// Decides what was put: the decision as numbers, laid out as `packed` says.
#[wasm_bindgen]
#[must_use]
pub fn decide(handle: u32) -> Vec<f64> {
    answer(handle, |program, record, facts| {
        packed::packed(&decide_floor::decide(program, record, facts))
    })
}

/// Decides what was put: the decision's canonical bytes.
#[wasm_bindgen]
#[must_use]
pub fn decision_bytes(handle: u32) -> Vec<u8> {
    answer(handle, |program, record, facts| {
        let decision = decide_floor::decide(program, record, facts);
        decide_floor::decision_bytes(program, &decision, facts)
    })
}

/// Explains the decision about what was put: JSON lines `{ code, ids, text }`.
#[wasm_bindgen]
#[must_use]
pub fn explain(handle: u32) -> Vec<u8> {
    answer(handle, |program, record, facts| {
        explain_floor::explanation_bytes(&explain_floor::explain(program, record, facts))
    })
}

/// Ends a conversation: gives what `work` makes of it and forgets it.
fn answer<T>(handle: u32, work: impl FnOnce(&Program, &Record, &Facts) -> Vec<T>) -> Vec<T> {
    with_door(Vec::new(), |door| {
        #[cfg(feature = "trap")]
        if door.id.as_deref() == Some("trap") {
            core::arch::wasm32::unreachable();
        }
        let answer = door.engine(handle).map(|program| {
            let record = door.record(program);
            work(program, &record, &door.facts)
        });
        door.forget();
        answer.unwrap_or_default()
    })
}

impl Door {
    fn keep(&mut self, program: Program) -> u32 {
        let at = match self.engines.iter().position(Option::is_none) {
            Some(at) => at,
            None => {
                self.engines.push(None);
                self.engines.len().saturating_sub(1)
            }
        };
        match (self.engines.get_mut(at), u32::try_from(at.saturating_add(1))) {
            (Some(slot), Ok(handle)) => {
                *slot = Some(program);
                handle
            }
            _ => {
                self.error =
                    describe::error_text("too-many-engines", "too many engines are loaded", "", "");
                0
            }
        }
    }

    fn engine(&self, handle: u32) -> Option<&Program> {
        self.engines.get(position(handle)?)?.as_ref()
    }

    /// Forgets everything put and told.
    fn forget(&mut self) {
        self.slots.clear();
        self.id = None;
        self.facts = Facts::default();
    }

    fn record(&self, program: &Program) -> Record {
        let raws: Vec<_> = self.slots.iter().map(|held| held.raw(&self.too_long)).collect();
        record::read_slots(&program.shape, self.id.as_deref(), &raws)
    }
}

impl Held {
    fn raw<'a>(&'a self, too_long: &'a str) -> Raw<'a> {
        match self {
            Held::Absent => Raw::Absent,
            Held::Null => Raw::Null,
            Held::Text(text) => Raw::Text(text),
            Held::Number(number) => Raw::Number(*number),
            Held::Flag(flag) => Raw::Flag(*flag),
            Held::Other => Raw::Other,
            Held::TooLong => Raw::Text(too_long),
        }
    }
}

/// Where a handle's engine stands in the table.
fn position(handle: u32) -> Option<usize> {
    usize::try_from(handle.checked_sub(1)?).ok()
}

/// A finite number without its fraction; the ends of `i64` beyond them.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which is what is wanted")]
fn whole(number: f64) -> i64 {
    number as i64
}
