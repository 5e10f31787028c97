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
            let values = Setting.all.map { ($0.key, $0.text(in: settings)) }
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
                "The settings are in order: listening on \(Setting.of(\.listen).text(in: settings)), \(settings.baseURL), "
                    + "mails \(route.summary).")
        }
    }
}
