extension Unicode.Scalar {
    /// Whether it turns the direction of writing and is not seen itself: the property Bidi_Control of Unicode (UAX #9).
    package var isBidirectionalControl: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
