import ArgumentParser
import Nachlese

extension ConfigCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every setting as it is in force, defaults included.",
            discussion: """
                EXAMPLE
                  nachlese config show
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let settings = try Workspace(data).settings()
            let values = SettingKey.allCases.map { ($0.rawValue, settings.text(of: $0)) }
            try listing.write(
                .array(values.map { .object(["key": .string($0), "value": .string($1)]) }),
                or: values.map { "\($0) = \($1)" }.joined(separator: "\n"))
        }
    }
}
