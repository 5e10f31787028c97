import Catalogue
import Codecs
import Nachlese
import Networking

/// Why an argument is refused; the argument parser puts the argument before it.
struct BadArgument: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Slug {
    /// Reads a slug that was typed.
    @Sendable static func read(_ text: String) throws -> Slug {
        guard let slug = Slug(text) else {
            throw BadArgument(
                "it is a part of an address: a-z, 0-9 and single hyphens, at most \(maximumLength) signs, such as 2017-iv"
            )
        }
        return slug
    }
}

extension Label {
    /// Reads one line that was typed and may not be empty.
    @Sendable static func read(_ text: String) throws -> Label {
        try read(text, allowsEmpty: false)
    }

    /// Reads one line that was typed; nothing at all is a value, too.
    @Sendable static func readOptional(_ text: String) throws -> Label {
        try read(text, allowsEmpty: true)
    }

    private static func read(_ text: String, allowsEmpty: Bool) throws -> Label {
        do throws(Label.Fault) {
            return try Label(text, allowsEmpty: allowsEmpty)
        } catch {
            switch error {
            case .empty: throw BadArgument("it needs some text")
            case .tooLong(let bytes): throw BadArgument("it is longer than \(bytes) octets")
            }
        }
    }
}

extension Language {
    /// Reads a language that was typed.
    @Sendable static func read(_ text: String) throws -> Language {
        guard let language = Language(rawValue: text) else { throw BadArgument("write 'de' or 'en'") }
        return language
    }
}

extension LanguageTag {
    /// Reads the tag of a language that was typed.
    @Sendable static func read(_ text: String) throws -> LanguageTag {
        guard let tag = LanguageTag(text) else {
            throw BadArgument("write the tag of a language, such as de, en, fr or pl")
        }
        return tag
    }
}

extension CalendarDate {
    /// Reads a day that was typed.
    @Sendable static func read(_ text: String) throws -> CalendarDate {
        guard let date = CalendarDate(text) else {
            throw BadArgument("write a day that exists, such as 2017-02-02 or 2.2.2017")
        }
        return date
    }
}

extension ListenAddress {
    /// Reads an address that was typed.
    @Sendable static func read(_ text: String) throws -> ListenAddress {
        do throws(SocketAddressError) {
            let address = ListenAddress(text)
            _ = try address.value
            return address
        } catch {
            throw BadArgument("\(error)")
        }
    }
}
