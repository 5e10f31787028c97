import ArgumentParser
import Nachlese
import NachleseServer
import Networking
import SystemPackage
import Website

/// `nachlese serve`: the site, until a signal stops it.
struct ServeCommand: ServingCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the site until SIGTERM or Ctrl-C; an empty data folder is enough.",
        discussion: """
            EXAMPLES
              nachlese serve
              nachlese serve --data /var/lib/nachlese
              nachlese serve --listen 127.0.0.1:8087 --listen '[::1]:8087'
              NACHLESE_PUBLIC_URL=https://slides.example.org \\
                  nachlese serve --listen '*:8087'

            What runs is finished after the first signal, for at most 30 seconds; a second one ends it at once.
            """)

    @OptionGroup var serving: ServingOptions
    @OptionGroup var data: DataOptions

    func run(in context: CommandContext) async throws {
        let workspace = try Workspace(data, context)
        let passed = try PassedSocket.all(context.environment)
        let settings = try serving.applied(to: workspace.settings(), besides: passed)
        let service = Service(
            workspace.folder, settings: settings, workers: serving.workers, clock: workspace.clock)
        try await service.run { address, _ in
            try context.write("Nachlese is ready at \(address)")
        }
    }
}

extension RedirectFile.Failure: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .unreadable(let path, let cause): FileFailure(subject: "\(path) cannot be read", cause: cause).exitStatus
        case .notAFile, .tooLong, .refused: .configuration
        }
    }

    var sentence: String {
        switch self {
        case .unreadable(let path, let cause): FileFailure(subject: "\(path) cannot be read", cause: cause).sentence
        case .notAFile, .tooLong, .refused: description
        }
    }
}

extension TLSError: CommandFailure {
    var exitStatus: ExitStatus { .configuration }

    var sentence: String {
        let advice =
            switch reason {
            case .unreadable(.permissionDenied): "let the user that runs the server read it"
            case .unreadable: "check the paths in 'tls-certificate' and 'tls-key'"
            case .tooLarge, .noCertificate:
                "'tls-certificate' names a file with the certificate, then those that lead to its authority"
            case .noKey: "'tls-key' names the file with the certificate's private key"
            case .encryptedKey: "'openssl pkey -in KEY -out NEW' writes it without one"
            case .keyMismatch: "name keys in 'tls-key' in the order of 'tls-certificate'"
            case .damaged: "put an undamaged copy in its place"
            case .refused: "have one issued with a stronger key, of the kind EC P-256 or RSA with 2048 bits or more"
            }
        return "TLS: \(self); \(advice)"
    }
}

/// An address on which nobody can listen, with what the system or the server threw.
private struct ListenFailure: CommandFailure {
    let address: SocketAddress
    let cause: any Error

    var exitStatus: ExitStatus {
        switch cause as? Errno {
        case .notSocket: .configuration
        case .permissionDenied, .notPermitted: .notPermitted
        default: .unavailable
        }
    }

    var sentence: String {
        switch cause as? Errno {
        case .addressInUse:
            return "another program listens on \(address) already; end it, or choose another address with --listen"
        case .addressNotAvailable:
            return "\(address) is no address of this machine; choose another one with --listen"
        case .notSocket: return "\(address) is there already and is no socket; choose another path"
        case .permissionDenied, .notPermitted:
            let reason = address.isInternet ? "ports below 1024 need a privilege" : "the folder must be writable"
            return "listening on \(address) is not permitted; \(reason)"
        default: return "cannot listen on \(address): \(cause)"
        }
    }
}

extension ServiceError: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .cannotListen(let address, let cause): ListenFailure(address: address, cause: cause).exitStatus
        case .dataFolder(let path, let cause):
            FileFailure(subject: "the data folder \(path) cannot be made", cause: cause).exitStatus
        case .passedSockets: .configuration
        }
    }

    var sentence: String {
        switch self {
        case .cannotListen(let address, let cause): ListenFailure(address: address, cause: cause).sentence
        case .dataFolder(let path, let cause):
            FileFailure(subject: "the data folder \(path) cannot be made", cause: cause).sentence
        case .passedSockets(let text): text
        }
    }
}
