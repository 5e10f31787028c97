import Catalogue
import SQLite

/// The modules by the names that people write into a list: the slug, or the number when only one module has it.
struct ModuleNames {
    private var slugs: [Slug: Module.ID] = [:]
    private var numbers: [String: [Module.ID]] = [:]

    init(in database: Database) throws {
        try database.forEach("SELECT id, slug, number FROM module ORDER BY id") { row in
            let id = try row.read(Module.ID.self)
            slugs[try row.read()] = id
            numbers[ParticipantColumn.folded(try row.read()), default: []].append(id)
        }
    }

    /// The module that is meant by a slug, a number, or `Modul IV`.
    ///
    /// - Throws: `.unknownModule`, `.ambiguousModule`.
    func module(_ written: String) throws(ParticipantFault) -> Module.ID {
        if let slug = Slug(written.lowercased()), let id = slugs[slug] { return id }
        var number = ParticipantColumn.folded(written)
        // Beside the word alone, which may be a number of its own.
        for word in ["module", "modul"] where number.utf8.count > word.utf8.count && numbers[number] == nil {
            guard number.utf8.starts(with: word.utf8) else { continue }
            number = String(Substring(number.utf8.dropFirst(word.utf8.count)))
        }
        guard let found = numbers[number], !number.isEmpty else { throw .unknownModule(written) }
        guard found.count == 1 else { throw .ambiguousModule(written) }
        return found[0]
    }
}
