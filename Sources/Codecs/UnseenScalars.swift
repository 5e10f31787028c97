// What is not seen in a text and yet changes how it is read: each list once.
extension Unicode.Scalar {
    /// Whether it is a control character: C0, DEL or C1, tabulators and line ends among them.
    package var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }

    /// Whether it is the line or the paragraph separator of Unicode.
    package var isLineSeparator: Bool { value == 0x2028 || value == 0x2029 }

    /// Whether it turns the direction of writing: the property Bidi_Control of Unicode (UAX #9).
    package var isBidirectionalControl: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// The mark of byte order, a zero-width no-break space within a text.
    package var isByteOrderMark: Bool { value == 0xFEFF }

    /// Whether it is seen nowhere: soft hyphen, zero-width space and joiners, invisible operators, marks of byte order
    /// and of annotations, tags.
    ///
    /// Joiners have their place in words of some scripts and in emoji; elsewhere they make two texts look alike.
    package var isInvisibleFormat: Bool {
        switch value {
        case 0xAD, 0x200B...0x200D, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }

    /// Whether it can do harm in a line that people write: a control character, or what ends a line, turns the direction
    /// of writing or marks the order of bytes.
    package var isUnsafeInLine: Bool { isControl || isLineSeparator || isBidirectionalControl || isByteOrderMark }

    /// Whether it is white space, or a format character such as word processors and messengers leave at edges.
    package var isWhitespaceOrFormat: Bool {
        // The tables of Unicode are slow, and most text is ASCII.
        if value < 0x80 { return ASCII.isWhitespace(UInt8(value)) }
        return properties.isWhitespace || properties.generalCategory == .format
    }
}
