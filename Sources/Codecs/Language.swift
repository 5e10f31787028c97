internal import SQLite

/// The languages everything for people is written in.
package enum Language: String, DatabaseValue, CaseIterable, Sendable {
    case german = "de"
    case english = "en"
}
