import SystemPackage

/// What a person reads out of the mail that the demo wrote.
struct DemoMail {
    let userName: String
    let password: String

    init(at path: FilePath) throws {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        let octets = try file.closeAfter {
            var octets = [UInt8](repeating: 0, count: 64 * 1024)
            let count = try octets.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            return octets.prefix(count)
        }
        let lines = octets.split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, as: UTF8.self)
        }
        func value(behind label: String) throws(Complaint) -> String {
            guard let line = lines.first(where: { $0.utf8.starts(with: label.utf8) }) else {
                throw Complaint(.failed, "the demo's mail \(path) has no line '\(label)'")
            }
            return String(line.utf8.dropFirst(label.utf8.count)) ?? ""
        }
        userName = try value(behind: "Benutzername: ")
        password = try value(behind: "Passwort: ")
    }
}
