/// What somebody may have meant who typed something else.
package enum Spelling {
    /// The name with the fewest changes of a byte (Levenshtein distance).
    package static func nearest(to name: String, among names: [String]) -> String {
        let typed = Array(name.utf8.prefix(100))
        func distance(_ other: [UInt8]) -> Int {
            var row = Array(0...other.count)
            for (i, byte) in typed.enumerated() {
                var diagonal = row[0]
                row[0] = i + 1
                for (j, candidate) in other.enumerated() {
                    let substitution = diagonal + (byte == candidate ? 0 : 1)
                    diagonal = row[j + 1]
                    row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
                }
            }
            return row[other.count]
        }
        return names.min { distance(Array($0.utf8)) < distance(Array($1.utf8)) } ?? ""
    }
}
