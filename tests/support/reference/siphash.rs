//! SipHash-c-d from the paper of Aumasson and Bernstein, with c = 1 and d = 3.

/// The hash of `bytes` under the key (`k0`, `k1`).
pub fn siphash_1_3(k0: u64, k1: u64, bytes: &[u8]) -> u64 {
    siphash(1, 3, k0, k1, bytes)
}

/// SipHash with `c` rounds for each word and `d` rounds at the end.
pub fn siphash(c: usize, d: usize, k0: u64, k1: u64, bytes: &[u8]) -> u64 {
    let mut v = [
        k0 ^ 0x736f_6d65_7073_6575,
        k1 ^ 0x646f_7261_6e64_6f6d,
        k0 ^ 0x6c79_6765_6e65_7261,
        k1 ^ 0x7465_6462_7974_6573,
    ];
    // The last word holds the bytes that are left, and the length modulo 256 as its last byte.
    let mut padded = bytes.to_vec();
    while padded.len() % 8 != 7 {
        padded.push(0);
    }
    padded.push((bytes.len() % 256) as u8);
    for eight in padded.chunks(8) {
        let word = u64::from_le_bytes(eight.try_into().expect("eight bytes"));
        v[3] ^= word;
        for _ in 0..c {
            round(&mut v);
        }
        v[0] ^= word;
    }
    v[2] ^= 0xff;
    for _ in 0..d {
        round(&mut v);
    }
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

fn round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[0] = v[0].rotate_left(32);
    v[2] = v[2].wrapping_add(v[3]);
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].wrapping_add(v[3]);
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].wrapping_add(v[1]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[2] = v[2].rotate_left(32);
}
