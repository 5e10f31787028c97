import Codecs

extension CalendarDate {
    /// Reads a day that was typed.
    @Sendable static func read(_ text: String) throws -> CalendarDate {
        guard let date = CalendarDate(text) else {
            throw BadArgument("write a day that exists, such as 2017-02-02 or 2.2.2017")
        }
        return date
    }
}
