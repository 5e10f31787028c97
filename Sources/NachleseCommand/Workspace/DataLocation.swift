import FoundationEssentials
import SystemPackage

/// Where the data folder is: the option, else `$NACHLESE_DATA`, else the XDG data folder
/// (XDG Base Directory Specification 0.8).
struct DataLocation {
    let path: FilePath

    init(option: String?, environment: [String: String] = ProcessInfo.processInfo.environment) throws(CommandError) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let option {
            guard !option.isEmpty else { throw CommandError(.usage, "--data needs the path of a folder") }
            path = FilePath(option)
        } else if let data = value("NACHLESE_DATA") {
            path = FilePath(data)
        } else if let data = value("XDG_DATA_HOME"), data.utf8.first == UInt8(ascii: "/") {
            path = FilePath(data).appending("nachlese")
        } else if let home = value("HOME") {
            path = FilePath(home).appending(".local").appending("share").appending("nachlese")
        } else {
            throw CommandError(.configuration, "no data folder is known: name one with --data or NACHLESE_DATA")
        }
    }
}
