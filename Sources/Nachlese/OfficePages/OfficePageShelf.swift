package import Codecs
package import Letters
package import SQLite
package import SystemPackage

/// The texts of the office's pages: files in `pages` of the data folder, and what was adopted of them.
///
/// A changed file without a fault is adopted; from a broken one nothing is taken, and what was adopted before stays;
/// where the file is gone, the text is gone. What is in force stands in the database, so that the site reads no files.
package struct OfficePageShelf: Sendable {
    /// What there is of a page.
    package struct Found: Sendable {
        package let name: OfficePageName
        /// What is in force once the file, as it is now, is adopted; nil where nothing is.
        package let page: OfficePage?
        /// Why the file, as it is now, is not in force.
        package let fault: OfficePageFault?
        fileprivate let step: Step
    }

    fileprivate enum Step: Equatable {
        case nothing
        case adopt
        case forget
    }

    private let folder: WordingFolder

    package init(_ data: DataFolder) {
        folder = WordingFolder(data.pages, limit: OfficePageReader.maximumOctets)
    }

    /// Where a page's file lies, or would lie.
    package func path(of name: OfficePageName) -> FilePath { folder.path.appending(name.fileName) }

    /// What there is now; nothing is adopted.
    ///
    /// `database`: nil where there is none yet.
    package func look(for name: OfficePageName, now: Timestamp, in database: Database?) throws -> Found {
        let adopted = try database.flatMap { try OfficePage.find(name, in: $0) }
        let file = path(of: name).string
        switch folder.read(name.fileName) {
        case .missing: return Found(name: name, page: nil, fault: nil, step: adopted == nil ? .nothing : .forget)
        case .refused(let reason):
            return Found(
                name: name, page: adopted, fault: OfficePageFault(file: file, .file(reason)), step: .nothing)
        case .octets(let octets):
            do throws(OfficePageFault) {
                let source = try OfficePageReader.read(octets, file: file)
                // Compared by octets: two texts that look alike may still differ.
                if let adopted, Array(adopted.source.utf8) == Array(source.utf8) {
                    return Found(name: name, page: adopted, fault: nil, step: .nothing)
                }
                let page = OfficePage(name: name, source: source, adoptedAt: now)
                return Found(name: name, page: page, fault: nil, step: .adopt)
            } catch {
                return Found(name: name, page: adopted, fault: error, step: .nothing)
            }
        }
    }

    /// Whether some file is to be adopted, or its text to be forgotten.
    package func isStale(now: Timestamp, in database: Database) throws -> Bool {
        try OfficePageName.all.contains { try look(for: $0, now: now, in: database).step != .nothing }
    }

    /// Adopts all that can be adopted.
    ///
    /// - Returns: what cannot, and files of unknown names.
    package func review(now: Timestamp, in transaction: borrowing Transaction) throws -> [OfficePageFault] {
        var faults = unknownFiles
        for name in OfficePageName.all {
            let found = try look(for: name, now: now, in: transaction.database)
            switch found.step {
            case .nothing: break
            case .adopt: try found.page?.save(in: transaction)
            case .forget: try OfficePage.remove(name, in: transaction)
            }
            if let fault = found.fault { faults.append(fault) }
        }
        return faults
    }

    /// Every fault of what lies in the folder.
    package var faults: [OfficePageFault] {
        unknownFiles
            + OfficePageName.all.compactMap { name in
                OfficePageShelf.fault(of: folder.read(name.fileName), file: path(of: name).string)
            }
    }

    /// What is wrong with a file that somebody names; nil when nothing is.
    ///
    /// - Throws: `Errno.noSuchFileOrDirectory`.
    package static func fault(ofFileAt path: FilePath) throws(Errno) -> OfficePageFault? {
        let content = WordingFolder.read(at: path, limit: OfficePageReader.maximumOctets)
        if content == .missing { throw .noSuchFileOrDirectory }
        let fileName = path.lastComponent?.string ?? ""
        guard OfficePageName(fileName: fileName) != nil else { return unknown(fileName, file: path.string) }
        return fault(of: content, file: path.string)
    }

    /// Writes a text into the folder, for the office to go on with.
    ///
    /// - Throws: `Errno`, `.fileExists` when there is anything of that name.
    package func begin(_ name: OfficePageName, with source: String) throws(Errno) {
        try folder.write(Array(source.utf8), to: name.fileName)
    }

    private var unknownFiles: [OfficePageFault] {
        folder.names.filter { OfficePageName(fileName: $0) == nil }.map { name in
            OfficePageShelf.unknown(name, file: folder.path.appending(name).string)
        }
    }

    private static func unknown(_ name: String, file: String) -> OfficePageFault {
        let nearest = Spelling.nearest(to: name, among: OfficePageName.all.map(\.fileName))
        return OfficePageFault(file: file, .unknownName(nearest: nearest))
    }

    private static func fault(of content: WordingFolder.Content, file: String) -> OfficePageFault? {
        switch content {
        case .missing: return nil
        case .refused(let reason): return OfficePageFault(file: file, .file(reason))
        case .octets(let octets):
            do throws(OfficePageFault) {
                _ = try OfficePageReader.read(octets, file: file)
                return nil
            } catch {
                return error
            }
        }
    }
}
