extension BidirectionalCollection {
    /// What is left without the elements at both ends for which the closure holds.
    @inlinable package func trimming(while isOuter: (Element) -> Bool) -> SubSequence {
        drop(while: isOuter).trimmingEnd(while: isOuter)
    }

    /// What is left without the elements at the end for which the closure holds.
    @inlinable package func trimmingEnd(while isOuter: (Element) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex {
            let last = index(before: end)
            guard isOuter(self[last]) else { break }
            end = last
        }
        return self[startIndex..<end]
    }
}

extension StringProtocol {
    /// The text without the scalars at both ends for which the closure holds; by scalars, since a character can be a
    /// blank with an accent.
    package func trimmingScalars(while isOuter: (Unicode.Scalar) -> Bool) -> String {
        String(String.UnicodeScalarView(unicodeScalars.trimming(while: isOuter)))
    }
}

extension [UInt8] {
    /// The bytes without a UTF-8 byte order mark before them.
    package var withoutByteOrderMark: ArraySlice<UInt8> {
        starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
    }
}
