internal import Mail
internal import SQLite

extension AccessRequest.Draft {
    /// All of it in one text, to tell one from another.
    var content: String {
        [
            email.description, name.text, organisation.text, language.rawValue, door.rawValue,
            module?.description ?? "", message.text,
        ].map { "\($0.utf8.count):\($0)" }.joined()
    }

    /// Reads seven columns of what was typed into the form.
    init(row: borrowing Row, at column: Int) throws {
        self.init(
            door: try row[column], source: .form, email: try EmailAddress(try row[column + 1]),
            name: try Label(try row[column + 2]), organisation: try Label(try row[column + 3], allowsEmpty: true),
            language: try row[column + 4], module: try row[column + 5],
            message: AccessMessage(try row[column + 6]))
    }
}
