import Mail
import TestSupport

/// An answer as it came over the wire.
struct Reply {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    init(_ bytes: [UInt8]) throws {
        let end = try (0...max(0, bytes.count - 4)).first { bytes[$0...].starts(with: "\r\n\r\n".utf8) }.unwrapped()
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n").map(String.init)
        status = try lines.first.flatMap { Int($0.split(separator: " ")[1]) }.unwrapped()
        fields = try lines.dropFirst().map { line in
            let colon = try line.firstIndex(of: ":").unwrapped()
            return (line[..<colon].lowercased(), String(line[line.index(colon, offsetBy: 2)...]))
        }
        body = Array(bytes[(end + 4)...])
    }

    subscript(_ name: String) -> String? { all(name).first }

    func all(_ name: String) -> [String] {
        fields.filter { $0.name == name.lowercased() }.map(\.value)
    }

    /// The value of a hidden field of the page.
    func hidden(_ name: String) -> String? {
        text.split(separator: "name=\"\(name)\" value=\"").dropFirst().first?.split(separator: "\"").first.map(
            String.init)
    }

    /// `name=value` of the cookie that was set.
    var cookie: String? {
        self["Set-Cookie"]?.split(separator: ";").first.map(String.init)
    }
}
