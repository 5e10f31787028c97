import ArgumentParser
import FoundationEssentials
import Nachlese
import NachleseServer

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

    func run() async throws {
        let folder = try DemoFolder()
        defer { folder.remove() }
        let workspace = Workspace(DataFolder(folder.path))
        try folder.write(Demo.settings(listen: serving.listen), to: workspace.folder.settings)
        var settings = try workspace.settings()
        // Whatever the environment says, nothing leaves this machine.
        settings.mailTransport = .folder
        settings.smtp = SMTPSettings()
        let service = Service(workspace, settings: settings, workers: serving.workers)
        try await service.run { address, settings in
            // Only now it is known that the address can be had, and which one it is.
            let mail = try await Demo(folder: folder, workspace: workspace, settings: settings).fill()
            let login = try DemoMail(at: mail)
            try Output.write(
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
