extension PasswordPolicy {
    // The digits twice over, because "7890123" goes on after the nine. Rows of QWERTZ, QWERTY and AZERTY, then the
    // columns, slanting, which hands walk as often as the rows.
    private static let walks: [[Unicode.Scalar]] = [
        "01234567890123456789", "abcdefghijklmnopqrstuvwxyz",
        "qwertzuiopü", "asdfghjklöä", "yxcvbnm",
        "qwertyuiop", "zxcvbnm",
        "azertyuiop", "qsdfghjklm", "wxcvbn",
        "1qay2wsx3edc4rfv5tgb6zhn7ujm8ik,9ol.", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    ].flatMap { [Array($0.unicodeScalars), $0.unicodeScalars.reversed()] }

    /// Whether it is one piece again and again, the last perhaps cut off, and that piece alone would be too short.
    func isRepetition(_ scalars: [Unicode.Scalar]) -> Bool {
        let longest = min(scalars.count / 2, minimumLength - 1)
        guard longest > 0 else { return false }
        return (1...longest).contains { period in
            scalars.dropFirst(period).elementsEqual(scalars.dropLast(period))
        }
    }

    /// Whether it falls into pieces of which each has, on the average, three or more neighbouring scalars.
    static func isSequence(_ scalars: [Unicode.Scalar]) -> Bool {
        var pieces = 0
        var rest = scalars[...]
        while !rest.isEmpty {
            let run = longestRun(rest)
            rest = rest.dropFirst(run >= 3 ? run : 1)
            pieces += 1
        }
        return scalars.count >= 3 && pieces <= scalars.count / 3
    }

    private static func longestRun(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        let same = scalars.prefix { $0 == scalars.first }.count
        return walks.reduce(same) { longest, walk in
            walk.indices.reduce(longest) { longest, start in
                max(longest, zip(walk[start...], scalars).prefix { $0 == $1 }.count)
            }
        }
    }
}
