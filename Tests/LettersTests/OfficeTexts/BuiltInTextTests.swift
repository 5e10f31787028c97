import Codecs
import Letters
import Resources
import Testing

/// The texts that are part of the program are read like those of the office.
struct BuiltInTextTests {
    @Test func `there is a wording of each mail in each language, and nothing else`() {
        #expect(Resource.wordings.map(\.name) == WordingName.all.map(\.fileName).sorted())
    }

    @Test func `there is a draft of each page in each language, and nothing else`() {
        #expect(Resource.pageDrafts.map(\.name) == OfficePageName.all.map(\.fileName).sorted())
    }

    @Test(arguments: WordingName.all) func `a wording is in order, and written in its language`(
        name: WordingName
    ) throws {
        let file = try #require(Resource.wordings.first { $0.name == name.fileName })
        let wording = try Wording.read(file.bytes, as: name, file: name.fileName)
        #expect(Array(wording.source.utf8) == file.bytes)
        #expect(wording.source.hasPrefix(name.language == .german ? "Betreff: " : "Subject: "))
        #expect(Wording.builtIn(name) == wording)
    }
}
