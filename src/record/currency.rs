//! Currencies: the codes of ISO 4217 and the four signs people put before or after an amount.
//!
//! There is no conversion: money of another currency than the field's is missing with a reason.

/// The active codes of ISO 4217 for money people hold (no metals, funds or test codes), sorted.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB \
BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR \
FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES \
KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR \
MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR \
SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH \
UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// The signs of money, and the currencies each may stand for.
pub const MONEY_SIGNS: [(char, &[&str]); 4] = [
    ('$', &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"]),
    ('€', &["EUR"]),
    ('£', &["GBP"]),
    ('¥', &["JPY", "CNY"]),
];

/// Whether `code`, in any case, is a currency of ISO 4217.
pub fn is_currency(code: &str) -> bool {
    code.len() == 3 && CODES.split(' ').any(|known| known.eq_ignore_ascii_case(code))
}

/// Whether `sign` is a sign of money at all.
pub fn is_money_sign(sign: char) -> bool {
    MONEY_SIGNS.iter().any(|(known, _)| *known == sign)
}

/// Whether an amount with `sign` may be meant in `currency`.
pub fn money_sign_fits(sign: char, currency: &str) -> bool {
    MONEY_SIGNS.iter().any(|(known, fits)| *known == sign && fits.contains(&currency))
}
