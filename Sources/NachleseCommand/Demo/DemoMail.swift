import Mail
import SystemPackage

/// What a person reads out of the mail that the demo wrote.
struct DemoMail {
    let userName: String
    let password: String

    init(at path: FilePath) throws {
        let octets = try FileDescriptor.readAll(of: path, limit: 64 * 1024)
        let lines = octets.split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, as: UTF8.self)
        }
        func value(behind label: String) throws(CommandError) -> String {
            guard let line = lines.first(where: { $0.utf8.starts(with: label.utf8) }) else {
                throw CommandError(.failed, "the demo's mail \(path) has no line '\(label)'")
            }
            return String(line.utf8.dropFirst(label.utf8.count)) ?? ""
        }
        userName = try value(behind: "Benutzername: ")
        password = try value(behind: "Passwort: ")
    }
}
