//! The JavaScript door.

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of this package, as `Cargo.toml` has it.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
