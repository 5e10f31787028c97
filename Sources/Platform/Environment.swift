internal import CLinux
internal import Glibc

/// The environment of the process (`environ(7)`).
package enum Environment {
    /// Every variable, the first one of each name; what is no UTF-8 is repaired.
    ///
    /// Read anew each time. Nobody changes it while threads run: setenv(3) is not safe then.
    package static var all: [String: String] {
        var variables: [String: String] = [:]
        guard var next = unsafe clinux_environment() else { return [:] }
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
                let name = String(text[..<equals])
                if variables[name] == nil { variables[name] = String(text[text.utf8.index(after: equals)...]) }
            }
            unsafe next += 1
        }
        return variables
    }

    /// The value of a variable; nil where it is not set, or empty.
    package static func value(of name: String) -> String? {
        guard let value = unsafe getenv(name).map({ unsafe String(cString: $0) }), !value.isEmpty else { return nil }
        return value
    }
}
