import Codecs

/// The fields of one header block as it came from outside: unfolded (RFC 5322 section 2.2.3), bounded, and lenient.
///
/// A line that is no field is skipped, since a returned mail is written by whoever gave up on it.
struct MIMEFields: Sendable {
    /// So many fields are kept; more are passed over.
    static let mostFields = 500

    /// So many octets of a field's value are kept.
    static let longestValue = 4096

    private var fields: [(name: [UInt8], value: [UInt8])] = []
    /// Whether a continuation line belongs to the newest field kept.
    private var goesOn = false

    /// Whether nothing was taken.
    var isEmpty: Bool { fields.isEmpty }

    /// Takes the next line of the block, without its line end.
    mutating func take(_ line: ArraySlice<UInt8>) {
        if let first = line.first, ASCII.isBlank(first) {
            if goesOn { append([UInt8(ascii: " ")] + line.trimming(while: ASCII.isBlank)) }
            return
        }
        goesOn = false
        guard fields.count < Self.mostFields, let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        let name = line[..<colon].trimming(while: ASCII.isBlank)
        guard !name.isEmpty, name.count <= 100, name.allSatisfy({ (0x21...0x7E).contains($0) }) else { return }
        fields.append((name.map { ASCII.lowercased($0) }, []))
        goesOn = true
        append(line[(colon + 1)...].trimming(while: ASCII.isBlank))
    }

    /// The values of all fields of a name, which is given in lower case.
    func values(of name: String) -> [[UInt8]] {
        fields.filter { $0.name.elementsEqual(name.utf8) }.map(\.value)
    }

    /// The value of the first field of a name, which is given in lower case.
    func value(of name: String) -> [UInt8]? {
        fields.first { $0.name.elementsEqual(name.utf8) }?.value
    }

    private mutating func append(_ octets: ArraySlice<UInt8>) {
        guard let last = fields.indices.last else { return }
        fields[last].value += octets.prefix(Self.longestValue - fields[last].value.count)
    }
}
