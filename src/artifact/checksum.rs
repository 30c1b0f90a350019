//! CRC-32 as in IEEE 802.3 (reflected, polynomial `0xEDB88320`): finds damage, not malice.

const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ 0xEDB8_8320 } else { value >> 1 };
            bit += 1;
        }
        #[expect(clippy::indexing_slicing, reason = "computed while compiling; byte < 256")]
        {
            table[byte] = value;
        }
        byte += 1;
    }
    table
}

/// The checksum of `bytes`.
pub fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        let low = (crc as u8) ^ byte;
        (crc >> 8) ^ TABLE.get(usize::from(low)).copied().unwrap_or(0)
    };
    !bytes.iter().fold(!0, step)
}

#[cfg(test)]
mod tests {
    #[test]
    fn gives_the_check_value_of_the_standard() {
        assert_eq!(super::crc32(b"123456789"), 0xCBF4_3926);
    }
}
