//! The JavaScript door, called in a real wasm engine.
#![cfg(all(target_arch = "wasm32", target_os = "unknown"))]

use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_crate_links_and_runs() {
    assert_eq!(env!("CARGO_PKG_NAME"), "pointperson");
}
