//! The policy's hash: SHA-256 over what it says, whatever it looks like.

use crate::diagnostic::Sources;
use crate::policy::{Policy, print};
use sha2::{Digest, Sha256};

/// SHA-256 over the canonical print and, sorted by name, every file the policy names: each text
/// with its name before it and both with their lengths, carriage returns removed.
pub(super) fn hash(policy: &Policy, sources: &Sources) -> [u8; 32] {
    let document = print(policy);
    let files = sources.iter().skip(1);
    let mut texts: Vec<(&str, String)> =
        files.map(|file| (file.name.as_str(), file.text.replace('\r', ""))).collect();
    texts.sort_unstable();
    let mut hasher = Sha256::new();
    for (name, text) in [("", document)].iter().chain(&texts) {
        for part in [name.as_bytes(), text.as_bytes()] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().into()
}
