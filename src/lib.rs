//! pointperson: one policy file decides what a lead is, how ready it is and who owns it.

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod wasm;
