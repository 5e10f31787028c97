import Codecs
import Nachlese

/// Until when an account is to last, as it was typed.
enum AccountEnd {
    case never
    case lastDay(CalendarDate)

    /// Reads a day, or `never`.
    @Sendable static func read(_ text: String) throws -> AccountEnd {
        if text == "never" { return .never }
        guard let date = CalendarDate(text) else {
            throw BadArgument("write a day that exists, such as 2017-02-02 or 2.2.2017, or 'never'")
        }
        return .lastDay(date)
    }

    /// The end of the last day, Central European Time.
    ///
    /// - Throws: `CommandError` when it has passed.
    func end(now: Timestamp) throws(CommandError) -> AccountChange.End {
        switch self {
        case .never: return .never
        case .lastDay(let date):
            let end = LocalTime.end(of: date)
            guard now < end else {
                throw CommandError(
                    .badInput,
                    "\(date) has passed; give a day to come with --until, or end the account at once with "
                        + "'nachlese account revoke'")
            }
            return .at(end)
        }
    }
}
