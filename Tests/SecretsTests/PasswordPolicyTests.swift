import Secrets
import Testing

struct PasswordPolicyTests {
    static let policy = PasswordPolicy(
        common: CommonPasswords(["passwort123456", "ichliebedich", "Geh\u{65}im\u{65}s-W\u{6F}rt-u\u{308}"]),
        serviceName: "Nachlese")

    static func objections(_ password: String) -> [PasswordObjection] {
        policy.objections(to: Secret(password), userName: "T-Muster", eMail: "erika.beispiel@example.org")
    }

    @Test(arguments: [
        "correct horse", "drei Äpfel im Korb", "zwölf Zeichen", "😀🎓🚀🌍🍎🍌🍒🍓🥝🍍🥥🥑", "Spreewaldgurken",
        "korrektpferdkorrektpferd", "tuesday blankets", "Erika wohnt hier", "asdf Straße 12 Weimar",
    ])
    func `a good one is taken`(password: String) {
        #expect(Self.objections(password).isEmpty)
    }

    @Test(
        arguments: [
            ("", [.tooShort(minimum: 12)]),
            ("kurz", [.tooShort(minimum: 12)]),
            ("elf Zeichen", [.tooShort(minimum: 12)]),
            ("u\u{308}lf Zeichen", [.tooShort(minimum: 12)]),
            ("🎓🎓🎓🎓🎓🎓🎓🎓🎓🎓🎓", [.tooShort(minimum: 12), .repetition, .sequence]),
            ("Passwort123456", [.common]),
            ("geheimes-wort-\u{FC}", [.common]),
            ("mein T-Muster hat es", [.containsUserName]),
            ("MEINTMUSTERHATES", [.containsUserName]),
            ("t.m.u.s.t.e.r....", [.containsUserName]),
            ("Erika.Beispiel!", [.containsEMail]),
            ("erikabeispiel 7", [.containsEMail]),
            ("die nachLESE-Seite", [.containsServiceName]),
            ("aaaaaaaaaaaa", [.repetition, .sequence]),
            ("abcabcabcabc", [.repetition, .sequence]),
            ("abxabxabxabxa", [.repetition]),
            ("hunter2hunter2", [.repetition]),
            ("ab ab ab ab ab", [.repetition]),
            ("123456789012", [.sequence]),
            ("012345678910", [.sequence]),
            ("987654321000", [.sequence]),
            ("qwertzuiopü123", [.sequence]),
            ("QWERTYUIOP12", [.sequence]),
            ("poiuztrewq12", [.sequence]),
            ("asdfghjklöä1", [.sequence]),
            ("1qay2wsx3edc", [.sequence]),
            ("abcdefgh12345678", [.sequence]),
            ("abcdefghijkl", [.sequence]),
            ("aaaaaaaaaaab", [.sequence]),
        ] as [(String, [PasswordObjection])])
    func `a bad one is refused with every reason`(password: String, expected: [PasswordObjection]) {
        #expect(Self.objections(password) == expected)
    }

    @Test func `the length is bounded in bytes before anything else is looked at`() {
        #expect(Self.objections(String(repeating: "a", count: 1025)) == [.tooLong(maximumBytes: 1024)])
        #expect(Self.objections(String(repeating: "ü", count: 513)) == [.tooLong(maximumBytes: 1024)])
        #expect(!Self.objections(String(repeating: "ü", count: 512)).contains(.tooLong(maximumBytes: 1024)))
    }

    @Test func `a name of one or two letters is found nowhere`() {
        let objections = Self.policy.objections(to: Secret("jo wanders far"), userName: "jo", eMail: "jo@example.org")
        #expect(objections.isEmpty)
    }

    @Test func `an address without a name and a missing name object to nothing`() {
        let objections = Self.policy.objections(to: Secret("correct horse"), userName: "", eMail: "@example.org")
        #expect(objections.isEmpty)
    }

    @Test func `the minimum is a setting`() {
        let policy = PasswordPolicy(minimumLength: 15, common: CommonPasswords([]), serviceName: "")
        let short = policy.objections(to: Secret("fourteen signs"), userName: "", eMail: "")
        #expect(short == [.tooShort(minimum: 15)])
        #expect(policy.objections(to: Secret("fifteen letters"), userName: "", eMail: "").isEmpty)
    }

    @Test func `a list is read line by line`() {
        let bytes = Array("Sommer2017\r\n\nschalke04\nletzte".utf8) + [0x0A, 0xFF, 0x0A]
        let common = CommonPasswords(lines: bytes)
        #expect(common.count == 3)
        #expect(common.contains(Secret("sommer2017")))
        #expect(common.contains(Secret("SCHALKE04")))
        #expect(common.contains(Secret("letzte")))
        #expect(!common.contains(Secret("")))
        #expect(!common.contains(Secret("schalke0")))
    }
}
