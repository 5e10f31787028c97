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
            name: "CResources", exclude: ["Demo", "Passwords"],
            cSettings: strictC + [.disableWarning("c23-extensions")]),
        .target(name: "CSQLite", cSettings: strictC, linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "COpenSSL", cSettings: strictC,
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),

        .target(name: "Resources", dependencies: ["CResources"], swiftSettings: strict),
        .target(name: "Locking", swiftSettings: strict),
        .target(name: "SQLite", dependencies: ["CSQLite", system], swiftSettings: strict),
        .target(name: "Secrets", dependencies: ["COpenSSL", "Locking"], swiftSettings: strict),
        .target(name: "Networking", dependencies: ["CLinux", "COpenSSL", "Locking", system], swiftSettings: strict),
        .target(name: "HTTP", dependencies: ["Locking", "Networking", logging, system], swiftSettings: strict),
        .target(name: "Mail", dependencies: ["Secrets", "Networking", system], swiftSettings: strict),
        .target(
            name: "Nachlese", dependencies: ["Locking", "Resources", "SQLite", "Secrets", "Mail", logging, system],
            swiftSettings: strict),
        .target(
            name: "Website",
            dependencies: [
                "Locking", "Resources", "SQLite", "Secrets", "Networking", "HTTP", "Mail", "Nachlese", logging, system,
            ],
            swiftSettings: strict),
        .target(
            name: "NachleseCommand",
            dependencies: [
                "CLinux", "Locking", "Resources", "SQLite", "Secrets", "Networking", "HTTP", "Mail", "Nachlese",
                "Website",
                argumentParser, logging, system,
            ],
            swiftSettings: strict),
        .executableTarget(name: "nachlese", dependencies: ["NachleseCommand"], swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["COpenSSL", system], path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "ResourcesTests", dependencies: ["Resources"], swiftSettings: strict),
        .testTarget(name: "SQLiteTests", dependencies: ["TestSupport", "SQLite", system], swiftSettings: strict),
        .testTarget(
            name: "SecretsTests", dependencies: ["TestSupport", "Locking", "Secrets", system], swiftSettings: strict),
        .testTarget(
            name: "NetworkingTests", dependencies: ["TestSupport", "COpenSSL", "Locking", "Networking", system],
            swiftSettings: strict),
        .testTarget(
            name: "HTTPTests", dependencies: ["TestSupport", "Locking", "HTTP", "Networking", logging, system],
            swiftSettings: strict),
        .testTarget(
            name: "MailTests", dependencies: ["TestSupport", "Secrets", "Networking", "Mail", system],
            swiftSettings: strict),
        .testTarget(
            name: "NachleseTests",
            dependencies: [
                "TestSupport", "Locking", "Resources", "Nachlese", "SQLite", "Secrets", "Mail", logging, system,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WebsiteTests",
            dependencies: [
                "TestSupport", "Locking", "Website", "Resources", "SQLite", "Secrets", "Networking", "HTTP", "Mail",
                "Nachlese",
                logging, system,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "NachleseCommandTests",
            dependencies: ["TestSupport", "Locking", "NachleseCommand", "Nachlese", "Secrets", system],
            swiftSettings: strict),
    ]
)
