/// A size for people: `2.4 MB`, where a MB is a million octets.
struct FileSize: CustomStringConvertible {
    let octets: Int64

    init(_ octets: Int64) {
        self.octets = octets
    }

    var description: String {
        if octets < 1000 { return "\(octets) B" }
        if octets < 1_000_000 { return "\((octets + 500) / 1000) kB" }
        let tenths = octets / 100_000 + (octets % 100_000 >= 50_000 ? 1 : 0)
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
