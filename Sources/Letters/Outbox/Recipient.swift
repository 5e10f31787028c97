package import Codecs
package import Mail
import SQLite

/// Who a mail goes to, and in which language.
package struct Recipient: Sendable {
    package typealias ID = Identifier<Recipient>

    /// Of the account, where the recipient has one.
    package let account: ID?
    package let name: String?
    package let address: EmailAddress
    package let language: Language

    package init(account: ID? = nil, name: String? = nil, address: EmailAddress, language: Language) {
        self.account = account
        self.name = name
        self.address = address
        self.language = language
    }

    var mailbox: Mailbox {
        get throws(InvalidHeaderText) { try Mailbox(name: name, address: address) }
    }
}
