import ArgumentParser
import Codecs
import Letters
import Mail
import Nachlese
import NachleseServer
import Platform
import SystemPackage

/// `nachlese config`: the settings in force.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Settings: nachlese.conf in the data folder, NACHLESE_… over it.",
        subcommands: [Show.self, Check.self])
}

extension ConfigCommand {
    struct Show: Command {
        static let configuration = CommandConfiguration(
            abstract: "Show every setting as it is in force, defaults included.",
            discussion: """
                EXAMPLE
                  nachlese config show
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let settings = try Workspace(data, context).settings()
            let values = SettingKey.allCases.map { ($0.rawValue, settings.text(of: $0)) }
            try context.write(
                listing,
                .array(values.map { .object(["key": .string($0), "value": .string($1)]) }),
                or: values.map { "\($0) = \($1)" }.joined(separator: "\n"))
        }
    }

    struct Check: Command {
        static let configuration = CommandConfiguration(
            abstract: "Check the settings without starting anything.",
            discussion: """
                EXAMPLE
                  nachlese config check --data /var/lib/nachlese
                """)

        @OptionGroup var data: DataOptions

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let settings = try workspace.settings()
            let route = workspace.route(settings)
            let warnings = try ConfigurationCheck(workspace.folder, settings: settings, route: route)
                .run(now: context.clock.now, database: workspace.openForReadingIfThere())
            for warning in warnings { context.note("Warning: \(warning)") }
            context.note(
                "The settings are in order: listening on \(settings.text(of: .listen)), \(settings.baseURL), mails "
                    + "\(route.summary).")
        }
    }
}

extension Settings {
    /// What is in force for a key, written as in `nachlese.conf`; empty where nothing is.
    func text(of key: SettingKey) -> String {
        switch key {
        case .listen: listen.joined(separator: ", ")
        case .publicURL: "\(baseURL)"
        case .serviceName: serviceName
        case .officeName: office.name
        case .officeStreet: office.street
        case .officeCity: office.city
        case .officeNote: office.note
        case .officePhone: office.phone
        case .officeFax: office.fax
        case .officeWebsite: office.website
        case .officeEmail: office.email?.description ?? ""
        case .mailFrom: (try? senderAddress)?.description ?? ""
        case .bounceAddress: bounceAddress?.description ?? ""
        case .mailsPerMinute: "\(mailsPerMinute)"
        case .mailsPerDay: "\(mailsPerDay)"
        case .mailHTML: mailHTML.rawValue
        case .tellRevoked: tellRevoked.rawValue
        case .minimumPasswordLength: "\(minimumPasswordLength)"
        case .ownPassword: ownPassword.rawValue
        case .initialPasswordDays: "\(initialPasswordDays)"
        case .requestedCredentialsPerHour: "\(requestedCredentialsPerHour)"
        case .guestDays: "\(guestDays)"
        case .undoMinutes: "\(undoMinutes)"
        case .announceMinutes: "\(announceMinutes)"
        case .remindDays: "\(remindDays)"
        case .officeLanguage: officeLanguage.rawValue
        case .accessCodesPerHour: "\(accessCodesPerHour)"
        case .trustedProxies: trustedProxies.joined(separator: ", ")
        case .forwardedField: forwardedField.rawValue
        case .proxyProtocol: proxyProtocol.rawValue
        case .tlsCertificate: tlsCertificates.joined(separator: ", ")
        case .tlsKey: tlsKeys.joined(separator: ", ")
        case .redirectListen: redirectListen.joined(separator: ", ")
        case .hstsDays: "\(hstsDays)"
        case .connections: "\(connections)"
        case .connectionsPerNetwork: "\(connectionsPerNetwork)"
        case .connectionsPerAddress: "\(connectionsPerAddress)"
        case .mailTransport: mailTransport.rawValue
        case .smtpHost: smtp.host
        case .smtpPort: "\(smtp.port ?? smtp.security.port)"
        case .smtpSecurity: smtp.security.rawValue
        case .smtpUser: smtp.user
        case .smtpPasswordFile: smtp.passwordFile?.string ?? ""
        case .smtpAuthorities: smtp.authorities?.string ?? ""
        case .smtpHelloName: "\(ownMailName)"
        case .smtpTimeout: "\(smtp.timeout)"
        case .sendmailPath: sendmailPath.string
        }
    }
}
