import Codecs
package import SystemPackage

extension WordingShelf {
    /// Every fault of what lies in the folder.
    package var faults: [WordingFault] {
        unknownFiles
            + WordingName.all.compactMap { name in
                WordingShelf.fault(of: folder.read(name.fileName), as: name, file: path(of: name).string)
            }
    }

    /// What is wrong with a file that somebody names; nil when nothing is.
    ///
    /// - Throws: `Errno.noSuchFileOrDirectory`.
    package static func fault(ofFileAt path: FilePath) throws(Errno) -> WordingFault? {
        let fileName = path.lastComponent?.string ?? ""
        let content = WordingFolder.read(at: path)
        if content == .missing { throw .noSuchFileOrDirectory }
        guard let name = WordingName(fileName: fileName) else { return unknown(fileName, file: path.string) }
        return fault(of: content, as: name, file: path.string)
    }

    /// Files of names that no mail has.
    var unknownFiles: [WordingFault] {
        folder.names.filter { WordingName(fileName: $0) == nil }.map { name in
            WordingShelf.unknown(name, file: folder.path.appending(name).string)
        }
    }

    private static func unknown(_ name: String, file: String) -> WordingFault {
        let nearest = Spelling.nearest(to: name, among: WordingName.all.map(\.fileName))
        return WordingFault(file: file, .unknownName(nearest: nearest))
    }

    private static func fault(of content: WordingFolder.Content, as name: WordingName, file: String) -> WordingFault? {
        switch content {
        case .missing: return nil
        case .refused(let reason): return WordingFault(file: file, reason)
        case .octets(let octets):
            do throws(WordingFault) {
                _ = try WordingReader.read(octets, as: name, file: file)
                return nil
            } catch {
                return error
            }
        }
    }
}
