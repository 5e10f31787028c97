import Codecs

/// A size as people read it, in powers of 1000, with a no-break space before the unit.
enum FileSize {
    /// `812 kB`, `2,4 MB` (English `2.4 MB`), `312 MB`, `1,2 GB`; below a thousand octets `1 kB`.
    static func text(_ size: Int64, _ language: Language) -> String {
        let size = max(size, 0)
        let units: [(name: String, octets: Int64)] = [("MB", 1_000_000), ("GB", 1_000_000_000)]
        guard size >= 999_500 else { return "\(max(1, rounded(size, 1000)))\u{A0}kB" }
        let unit = size >= 999_500_000 ? units[1] : units[0]
        let tenths = rounded(size, unit.octets / 10)
        guard tenths < 100 else { return "\(rounded(size, unit.octets))\u{A0}\(unit.name)" }
        let mark = language == .german ? "," : "."
        return "\(tenths / 10)\(mark)\(tenths % 10)\u{A0}\(unit.name)"
    }

    private static func rounded(_ size: Int64, _ unit: Int64) -> Int64 {
        size / unit + (size % unit * 2 >= unit ? 1 : 0)
    }
}
