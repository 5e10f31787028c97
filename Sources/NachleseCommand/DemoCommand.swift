import ArgumentParser
import FoundationEssentials
import Glibc
import Nachlese
import NachleseServer
import Platform
import SystemPackage

/// `nachlese demo`: everything at once in a throw-away folder.
struct DemoCommand: ServingCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Serve an example series with one account, in a folder that is gone afterwards.",
        discussion: """
            EXAMPLES
              nachlese demo
              nachlese demo --listen 127.0.0.1:9000

            It prints the address, the user name and the password as the mail says them, and where that mail lies.
            """)

    @OptionGroup var serving: ServingOptions

    func run(in context: CommandContext) async throws {
        let folder = try DemoFolder(context)
        defer { folder.remove() }
        let workspace = Workspace(DataFolder(folder.path), context)
        try folder.write(Demo.settings(listen: serving.listen.map(\.text)), to: workspace.folder.settings)
        var settings = try workspace.settings()
        // Whatever the environment says, nothing leaves this machine.
        settings.mailTransport = .folder
        settings.smtp = SMTPSettings()
        let service = Service(
            workspace.folder, settings: settings, workers: serving.workers, clock: workspace.clock)
        try await service.run { address, settings in
            // Only now it is known that the address can be had, and which one it is.
            let mail = try await Demo(folder: folder, workspace: workspace, settings: settings).fill()
            let login = try DemoMail(at: mail)
            try context.write(
                """
                The demo lies in \(workspace.folder.path) until it ends (Ctrl-C).
                Address:   \(address)/modules/\(Demo.module)
                User name: \(login.userName)
                Password:  \(login.password)
                Mail:      \(mail)
                Nachlese is ready at \(address)
                """)
        }
    }
}

/// What a person reads out of the mail that the demo wrote.
struct DemoMail {
    let userName: String
    let password: String

    init(at path: FilePath) throws {
        let bytes = try FileDescriptor.readAll(of: path, limit: 64 * 1024)
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map {
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

/// A new folder in the temporary folder, mode 0700, that goes away with everything in it.
struct DemoFolder {
    let path: FilePath

    init(_ context: CommandContext) throws(FileFailure) {
        let parent = context.variable("TMPDIR") ?? "/tmp"
        do throws(Errno) {
            path = try Folder.createTemporary(named: "nachlese-demo-", in: FilePath(parent))
        } catch {
            throw FileFailure(subject: "no folder can be made in \(parent)", cause: error)
        }
    }

    /// Writes a text into the folder.
    func write(_ text: String, to file: FilePath) throws {
        try write(Array(text.utf8), to: file)
    }

    /// Writes a file into the folder.
    func write(_ bytes: [UInt8], to file: FilePath) throws {
        let descriptor = try FileDescriptor.open(
            file, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
    }

    /// Removes one file of the folder.
    func remove(_ file: FilePath) {
        try? FileManager.default.removeItem(atPath: file.string)
    }

    /// Removes the folder; what cannot be removed is left to the system, which clears its temporary folder.
    func remove() {
        try? FileManager.default.removeItem(atPath: path.string)
    }
}
