import Codecs
import Secrets
import Testing

struct ScryptTests {
    // RFC 7914, section 12.
    @Test(arguments: [
        (
            "", "", 4, 1, 1,
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", 10, 8, 16,
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", 14, 8, 1,
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func `it agrees with the RFC`(
        password: String, salt: String, logN: Int, r: Int, p: Int, output: String
    ) throws {
        let parameters = try #require(ScryptParameters(logN: logN, r: r, p: p))
        let derived = try Scrypt.derive(
            from: Secret(password), salt: Array(salt.utf8), parameters: parameters, count: 64)
        #expect(Hex.encode(derived) == output)
    }

    @Test func `too little memory is an error and no output`() throws {
        let error = try #require(throws: CryptoError.self) {
            try Scrypt.derive(
                from: Secret("x"), salt: [1], parameters: .recommended, count: 32, memoryLimit: 32 << 20)
        }
        #expect(error.operation == .scrypt)
        #expect(error.code != 0)
    }

    @Test func `the memory is what OpenSSL asks for, to the byte`() throws {
        let parameters = try #require(ScryptParameters(logN: 5, r: 3, p: 7))
        #expect(throws: Never.self) {
            try Scrypt.derive(
                from: Secret("x"), salt: [1], parameters: parameters, count: 32, memoryLimit: parameters.memory)
        }
        #expect(throws: CryptoError.self) {
            try Scrypt.derive(
                from: Secret("x"), salt: [1], parameters: parameters, count: 32, memoryLimit: parameters.memory - 1)
        }
    }
}

struct ScryptParametersTests {
    @Test func `the recommended ones are the row of 32 MiB`() {
        let recommended = ScryptParameters.recommended
        #expect((recommended.logN, recommended.r, recommended.p) == (15, 8, 3))
        #expect((32 << 20...33 << 20).contains(recommended.memory))
        #expect(ScryptParameters(logN: 15, r: 8, p: 3) == recommended)
    }

    @Test(arguments: [
        (0, 8, 1), (-1, 8, 1), (64, 8, 1), (Int.max, 8, 1), (Int.min, 8, 1), (10, 0, 1), (10, -8, 1), (10, 8, 0),
        (10, Int.max, 1), (10, 8, Int.max), (Int.max, Int.max, Int.max), (16, 1, 1), (18, 8, 1), (20, 8, 1),
        (24, 1024, 1024), (15, 8, 17), (17, 16, 1),
    ])
    func `what is hostile or impossible is refused`(logN: Int, r: Int, p: Int) {
        #expect(ScryptParameters(logN: logN, r: r, p: p) == nil)
    }

    @Test(arguments: [(17, 8, 1), (16, 8, 2), (15, 8, 3), (14, 8, 5), (13, 8, 10), (1, 1, 1), (15, 1, 1), (15, 8, 16)])
    func `what is on the list of OWASP or merely weak can be read`(logN: Int, r: Int, p: Int) {
        #expect(ScryptParameters(logN: logN, r: r, p: p) != nil)
    }

    @Test(arguments: [
        (15, 8, 3, false), (15, 8, 2, true), (14, 8, 6, true), (14, 8, 5, true), (16, 8, 2, false), (17, 8, 1, false),
        (15, 8, 4, false), (4, 8, 1, true), (16, 8, 1, true),
    ])
    func `less work or less memory is weaker`(logN: Int, r: Int, p: Int, weaker: Bool) throws {
        let parameters = try #require(ScryptParameters(logN: logN, r: r, p: p))
        #expect(parameters.isWeaker(than: .recommended) == weaker)
    }
}

extension ScryptParameters {
    /// Far too weak for anything but a fast test.
    static func cheap() throws -> ScryptParameters {
        try #require(ScryptParameters(logN: 4, r: 8, p: 1))
    }
}
