import Secrets
import Testing

struct PasswordHashTests {
    static let salt = "AAECAwQFBgcICQoLDA0ODw"
    static let output = "LzfpGpD4KhsGHFJcHBtardlcLqOi9iY4MV2j/J3km5c"

    @Test func `what is written is what was read`() throws {
        let text = "$scrypt$ln=4,r=8,p=1$\(Self.salt)$\(Self.output)"
        let hash = try PasswordHash(text)
        #expect(hash.text == text)
        #expect(hash.parameters == ScryptParameters(logN: 4, r: 8, p: 1))
    }

    @Test func `its description shows neither salt nor output`() throws {
        let hash = try PasswordHash("$scrypt$ln=4,r=8,p=1$\(Self.salt)$\(Self.output)")
        var dumped = ""
        dump(hash, to: &dumped)
        for text in ["\(hash)", String(reflecting: hash), dumped, "\([hash])"] {
            #expect(text.contains("<scrypt ln=4,r=8,p=1>"))
            #expect(!text.contains("LzfpG") && !text.contains("AAECA"))
        }
    }

    @Test(
        arguments: [
            ("", .otherScheme), ("scrypt", .otherScheme), ("$argon2id$v=19$x$y", .otherScheme),
            ("x$scrypt$ln=4,r=8,p=1$S$O", .otherScheme), ("$SCRYPT$ln=4,r=8,p=1$S$O", .otherScheme),
            ("$scrypt$", .wrongParts), ("$scrypt$ln=4,r=8,p=1$S", .wrongParts),
            ("$scrypt$ln=4,r=8,p=1$S$O$", .wrongParts),
            ("$scrypt$v=1$ln=4,r=8,p=1$S$O", .wrongParts), ("$$$$$$$$$$$", .otherScheme),
            ("$scrypt$ln=4,r=8$S$O", .malformedParameters), ("$scrypt$r=8,ln=4,p=1$S$O", .malformedParameters),
            ("$scrypt$ln=04,r=8,p=1$S$O", .malformedParameters), ("$scrypt$ln=+4,r=8,p=1$S$O", .malformedParameters),
            ("$scrypt$ln=-4,r=8,p=1$S$O", .malformedParameters), ("$scrypt$ln=,r=8,p=1$S$O", .malformedParameters),
            ("$scrypt$ln=4,r=8,p=1,$S$O", .malformedParameters), ("$scrypt$ln=4,r=8,p=0$S$O", .malformedParameters),
            ("$scrypt$ln=4, r=8,p=1$S$O", .malformedParameters),
            ("$scrypt$ln=\u{FF14},r=8,p=1$S$O", .malformedParameters),
            ("$scrypt$ln=99999999999999999999999,r=8,p=1$S$O", .malformedParameters),
            ("$scrypt$ln=999999999,r=999999999,p=999999999$S$O", .parametersOutOfBounds),
            ("$scrypt$ln=21,r=8,p=1$S$O", .parametersOutOfBounds),
            ("$scrypt$ln=16,r=1,p=1$S$O", .parametersOutOfBounds),
            ("$scrypt$ln=4,r=8,p=1$$O", .malformedSalt), ("$scrypt$ln=4,r=8,p=1$S==$O", .malformedSalt),
            ("$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0OD$O", .malformedSalt),
            ("$scrypt$ln=4,r=8,p=1$S$", .malformedOutput), ("$scrypt$ln=4,r=8,p=1$S$S", .malformedOutput),
            ("$scrypt$ln=4,r=8,p=1$S$O=", .malformedOutput), ("$scrypt$ln=4,r=8,p=1$S$O\n", .malformedOutput),
        ] as [(String, PasswordHash.FormatError)])
    func `anything else is refused with its reason`(pattern: String, expected: PasswordHash.FormatError) {
        let parts = pattern.split(separator: "$", omittingEmptySubsequences: false).map { part in
            switch part {
            case "S": Self.salt
            case "S==": Self.salt + "=="
            case "O", "O=", "O\n": Self.output + part.dropFirst()
            default: String(part)
            }
        }
        #expect(throws: expected) { try PasswordHash(parts.joined(separator: "$")) }
    }
}
