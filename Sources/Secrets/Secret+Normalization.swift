// The standard library normalises strings for its own comparisons and shows NFC to swift-foundation by this SPI.
// FoundationEssentials offers no NFC, and all of Foundation weighs forty megabytes.
@_spi(_Unicode) import Swift

extension Secret {
    /// The same text in Unicode Normalization Form C (UAX #15).
    ///
    /// One computer types "ü" as one scalar and another as "u" and a dot pair: without this the password of the one
    /// would be wrong on the other. NFC can be longer than what was typed, at most threefold in UTF-8.
    package func normalized() -> Secret {
        guard unsafe withUnsafeBytes({ unsafe $0.contains { $0 >= 0x80 } }) else { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in reveal()._nfc {
            scalars.append(scalar)
        }
        return Secret(String(scalars))
    }
}
