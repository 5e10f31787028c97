// swift-tools-version: 6.2
import PackageDescription

/// One strict list for every target; nothing opts out of it.
let strict: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let strictC: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// The targets are the architecture: each may import the ones above it in this list, never one below.
let package = Package(
    name: "nachlese",
    products: [.executable(name: "nachlese", targets: ["nachlese"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        .target(name: "CLinux", cSettings: strictC),
        .target(
            name: "CResources", exclude: ["Demo", "Pages", "Passwords", "Wordings"],
            cSettings: strictC + [.disableWarning("c23-extensions")]),
        .target(name: "CSQLite", cSettings: strictC, linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "COpenSSL", cSettings: strictC,
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),

        .target(name: "Codecs", swiftSettings: strict),
        .target(name: "Platform", dependencies: ["CLinux", "Codecs", system], swiftSettings: strict),
        .target(name: "Resources", dependencies: ["CResources"], swiftSettings: strict),
        .target(name: "SQLite", dependencies: ["CSQLite", "Codecs", "Platform", system], swiftSettings: strict),
        .target(name: "Secrets", dependencies: ["COpenSSL", "Codecs", "Platform", system], swiftSettings: strict),
        .target(
            name: "Networking", dependencies: ["CLinux", "COpenSSL", "Codecs", "Platform", system],
            swiftSettings: strict),
        .target(
            name: "HTTP", dependencies: ["Codecs", "Platform", "Networking", logging, system], swiftSettings: strict),
        .target(
            name: "Mail", dependencies: ["Codecs", "Platform", "Secrets", "Networking", system], swiftSettings: strict),
        .target(
            name: "Catalogue", dependencies: ["Codecs", "Platform", "SQLite", "Secrets", system], swiftSettings: strict),
        .target(
            name: "Members", dependencies: ["Codecs", "Platform", "SQLite", "Secrets", "Mail", "Catalogue"],
            swiftSettings: strict),
        .target(
            name: "Letters", dependencies: ["Codecs", "Platform", "Resources", "SQLite", "Secrets", "Mail", system],
            swiftSettings: strict),
        .target(
            name: "Nachlese",
            dependencies: [
                "Codecs", "Platform", "Resources", "SQLite", "Secrets", "Networking", "Mail", "Catalogue", "Members",
                "Letters", system,
            ],
            swiftSettings: strict),
        .target(
            name: "Website",
            dependencies: [
                "Codecs", "Platform", "Resources", "Secrets", "Networking", "HTTP", "Mail",
                "Catalogue", "Members", "Letters", "Nachlese", logging, system,
            ],
            swiftSettings: strict),
        .target(
            name: "NachleseServer",
            dependencies: [
                "Codecs", "Platform", "Resources", "SQLite", "Secrets", "Networking", "HTTP", "Mail",
                "Catalogue", "Members", "Letters", "Nachlese", "Website", logging, system,
            ],
            swiftSettings: strict),
        .target(
            name: "NachleseCommand",
            dependencies: [
                "Codecs", "Platform", "Resources", "SQLite", "Secrets", "Networking", "Mail",
                "Catalogue", "Members", "Letters", "Nachlese", "Website", "NachleseServer", argumentParser, system,
            ],
            swiftSettings: strict),
        .executableTarget(name: "nachlese", dependencies: ["NachleseCommand"], swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["COpenSSL", system], path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "CodecsTests", dependencies: ["TestSupport", "Codecs"], swiftSettings: strict),
        .testTarget(
            name: "PlatformTests", dependencies: ["TestSupport", "Platform", system], swiftSettings: strict),
        .testTarget(name: "ResourcesTests", dependencies: ["Resources"], swiftSettings: strict),
        .testTarget(
            name: "SQLiteTests", dependencies: ["TestSupport", "Codecs", "Platform", "SQLite", system],
            swiftSettings: strict),
        .testTarget(
            name: "SecretsTests", dependencies: ["TestSupport", "Codecs", "Platform", "Secrets", system],
            swiftSettings: strict),
        .testTarget(
            name: "NetworkingTests",
            dependencies: ["TestSupport", "COpenSSL", "Codecs", "Platform", "Networking", system],
            swiftSettings: strict),
        .testTarget(
            name: "HTTPTests",
            dependencies: ["TestSupport", "Codecs", "Platform", "HTTP", "Networking", logging, system],
            swiftSettings: strict),
        .testTarget(
            name: "MailTests",
            dependencies: ["TestSupport", "Codecs", "Platform", "Secrets", "Networking", "Mail", system],
            swiftSettings: strict),
        .target(
            name: "DomainTestSupport",
            dependencies: [
                "TestSupport", "Codecs", "Platform", "SQLite", "Secrets", "Mail", "Catalogue", "Members", "Letters",
                "Nachlese",
                system,
            ],
            path: "Tests/DomainTestSupport", swiftSettings: strict),
        .testTarget(
            name: "CatalogueTests",
            dependencies: [
                "TestSupport", "DomainTestSupport", "Codecs", "Platform", "SQLite",
                "Catalogue", "Nachlese", system,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MembersTests",
            dependencies: [
                "TestSupport", "DomainTestSupport", "Codecs", "SQLite", "Secrets", "Mail",
                "Catalogue", "Members", "Letters", "Nachlese",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LettersTests",
            dependencies: [
                "TestSupport", "DomainTestSupport", "Codecs", "Platform", "Resources", "SQLite", "Secrets", "Mail",
                "Members", "Letters", "Nachlese", system,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "NachleseTests",
            dependencies: [
                "TestSupport", "DomainTestSupport", "Codecs", "Platform", "SQLite", "Secrets", "Networking", "Mail",
                "Resources", "Catalogue", "Members", "Letters", "Nachlese", system,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WebsiteTests",
            dependencies: [
                "TestSupport", "Codecs", "Platform", "Website", "Resources", "SQLite", "Secrets", "Networking", "HTTP",
                "Mail", "Catalogue", "Members", "Letters", "Nachlese", logging, system,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "NachleseServerTests",
            dependencies: [
                "TestSupport", "Platform", "SQLite", "Nachlese", "Website", "NachleseServer", logging, system,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "NachleseCommandTests",
            dependencies: [
                "TestSupport", "Codecs", "Platform", "Secrets", "Mail", "Catalogue", "Members", "Letters", "Nachlese",
                "NachleseServer", "NachleseCommand", system,
            ],
            swiftSettings: strict),
    ]
)
