/// The languages everything for people is written in.
package enum Language: String, CaseIterable, Sendable {
    case german = "de"
    case english = "en"
}
