internal import Codecs
import Glibc
import Logging
internal import Nachlese
import Platform
import SystemPackage

/// Writes an event as one line of `key=value` pairs to standard error.
///
/// Whatever a value holds, the event stays one line: control bytes are written out. Under the journal, which has its
/// own clock, lines carry no time.
struct LogfmtHandler: LogHandler {
    var metadataProvider: Logger.MetadataProvider?
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    /// Whether lines begin with the time in UTC.
    let isTimed: Bool

    init(isTimed: Bool) {
        self.isTimed = isTimed
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var pairs = metadata
        if let provided = metadataProvider?.get() { pairs.merge(provided) { $1 } }
        if let own = event.metadata { pairs.merge(own) { $1 } }
        if let error = event.error { pairs["error"] = "\(error)" }
        var line = isTimed ? "time=\(WallClock.system.now.iso) " : ""
        line += "level=\(event.level.rawValue) msg=\(LogfmtHandler.value("\(event.message)"))"
        for (key, value) in pairs.sorted(by: { $0.key < $1.key }) {
            line += " \(LogfmtHandler.key(key))=\(LogfmtHandler.value("\(value)"))"
        }
        line += "\n"
        // One call for a line, so that lines of several threads do not mix; a log that cannot be written stops nobody.
        _ = try? FileDescriptor.standardError.writeAll(line.utf8)
    }

    private static func key(_ text: String) -> String {
        let bytes = text.utf8.map { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x3D ? $0 : 0x5F }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Bare where nothing in it needs quotes.
    private static func value(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D && $0 != 0x5C && $0 < 0x7F }
        if isPlain, !text.isEmpty { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            // A terminal may take it for a command, or it reorders the text around it.
            case _ where scalar.isControl || scalar.isLineSeparator || scalar.isBidirectionalControl:
                quoted += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
