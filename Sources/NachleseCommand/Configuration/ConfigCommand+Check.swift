import ArgumentParser
import Glibc
import Nachlese
import NachleseServer
import Networking

extension ConfigCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the settings without starting anything.",
            discussion: """
                EXAMPLE
                  nachlese config check --data /var/lib/nachlese
                """)

        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let settings = try workspace.settings()
            _ = try ListenAddresses(settings)
            _ = try TrustedProxies(settings)
            _ = try settings.senderAddress
            let redirects = try workspace.redirects()
            let route = MailRoute(settings, folder: workspace.folder)
            try route.check()
            let files = settings.tlsFiles(in: workspace.folder)
            if !files.isEmpty {
                let certificates = try TLSServerContext(files).certificates
                for warning in CertificateWarning.all(certificates, files, now: Int64(time(nil))) {
                    Output.note("Warning: \(warning)")
                }
            }
            for warning in try RedirectTargets.warnings(of: redirects, in: workspace) {
                Output.note("Warning: \(warning)")
            }
            for warning in route.warnings { Output.note("Warning: \(warning)") }
            Output.note(
                "The settings are in order: listening on \(settings.text(of: .listen)), \(settings.baseURL), mails "
                    + "\(route.summary).")
        }
    }
}
