import Codecs
import Testing

@testable import HTTP

struct PreconditionsTests {
    private static let modified: Int64 = 784_111_777
    /// Noon of 24 November 2026.
    private static let now: Int64 = 1_795_521_600
    private static let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let before = "Sun, 06 Nov 1994 08:49:36 GMT"
    private static let after = "Sun, 06 Nov 1994 08:49:38 GMT"

    private func evaluate(
        _ method: String, _ fields: [String], weak: Bool = false
    ) throws -> Preconditions.Verdict {
        let tag = EntityTag("v1", isWeak: weak)
        let head = try RequestHead.make(method, "/", fields)
        return Preconditions.evaluate(
            head, Validators(entityTag: tag, lastModified: Self.modified), now: Self.now)
    }

    @Test(
        "Conditions are evaluated in the order of RFC 9110 section 13.2.2",
        arguments: [
            ("GET", [], .proceed),
            ("GET", ["If-None-Match: \"v1\""], .notModified),
            ("HEAD", ["If-None-Match: \"v1\""], .notModified),
            ("POST", ["If-None-Match: \"v1\""], .preconditionFailed),
            ("GET", ["If-None-Match: W/\"v1\""], .notModified),
            ("GET", ["If-None-Match: \"v2\""], .proceed),
            ("GET", ["If-None-Match: \"v2\", W/\"x,y\" ,\"v1\""], .notModified),
            ("GET", ["If-None-Match: \"v2\"", "If-None-Match: \"v1\""], .notModified),
            ("GET", ["If-None-Match: *"], .notModified),
            ("PUT", ["If-None-Match: *"], .preconditionFailed),
            ("GET", ["If-None-Match: v1"], .proceed),
            ("GET", ["If-None-Match: \"v1"], .proceed),
            ("GET", ["If-None-Match: \"v1\"x"], .proceed),
            ("GET", ["If-None-Match: w/\"v1\""], .proceed),
            ("GET", ["If-None-Match:"], .proceed),
            ("GET", ["If-None-Match: \"v2\"", "If-Modified-Since: \(date)"], .proceed),
            ("GET", ["If-Modified-Since: \(date)"], .notModified),
            ("GET", ["If-Modified-Since: \(after)"], .notModified),
            ("GET", ["If-Modified-Since: \(before)"], .proceed),
            ("POST", ["If-Modified-Since: \(after)"], .proceed),
            ("GET", ["If-Modified-Since: yesterday"], .proceed),
            ("GET", ["If-Modified-Since: \(after)", "If-Modified-Since: \(after)"], .proceed),
            ("GET", ["If-Match: \"v1\""], .proceed),
            ("GET", ["If-Match: *"], .proceed),
            ("GET", ["If-Match: \"v2\""], .preconditionFailed),
            ("GET", ["If-Match: W/\"v1\""], .preconditionFailed),
            ("GET", ["If-Match: garbage"], .preconditionFailed),
            ("GET", ["If-Match: \"v2\", \"v1\""], .proceed),
            ("GET", ["If-Match: \"v1\"", "If-None-Match: \"v1\""], .notModified),
            ("GET", ["If-Match: \"v2\"", "If-None-Match: \"v1\""], .preconditionFailed),
            ("GET", ["If-Unmodified-Since: \(date)"], .proceed),
            ("GET", ["If-Unmodified-Since: \(before)"], .preconditionFailed),
            ("GET", ["If-Unmodified-Since: nonsense"], .proceed),
            ("GET", ["If-Match: \"v1\"", "If-Unmodified-Since: \(before)"], .proceed),
            ("GET", ["If-Match: \"v2\"", "If-Unmodified-Since: \(after)"], .preconditionFailed),
            ("GET", ["If-Match: x", "If-Unmodified-Since: \(after)"], .preconditionFailed),
            ("GET", ["If-Match:"], .preconditionFailed),
            ("GET", ["If-Match: \"v2\"", "If-Match: \"v1\""], .proceed),
            ("GET", ["If-Match: *, \"v2\""], .preconditionFailed),
            ("POST", ["If-Match: \"v2\""], .preconditionFailed),
            ("POST", ["If-Unmodified-Since: \(before)"], .preconditionFailed),
            ("GET", ["If-Unmodified-Since: \(before)", "If-Unmodified-Since: \(before)"], .proceed),
            ("GET", ["If-Unmodified-Since: \(before)", "If-None-Match: \"v1\""], .preconditionFailed),
            ("GET", ["If-Unmodified-Since: \(date)", "If-None-Match: \"v1\""], .notModified),
            ("GET", ["If-Unmodified-Since: \(date)", "If-Modified-Since: \(date)"], .notModified),
            ("GET", ["If-None-Match: *", "If-Modified-Since: \(before)"], .notModified),
            ("GET", ["If-None-Match: x", "If-Modified-Since: \(after)"], .proceed),
            ("GET", ["If-None-Match:", "If-Modified-Since: \(after)"], .proceed),
            ("POST", ["If-None-Match: \"v2\"", "If-Modified-Since: \(after)"], .proceed),
            // The two obsolete forms (RFC 9110 section 5.6.7), and a date that no clock has reached yet.
            ("GET", ["If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT"], .notModified),
            ("GET", ["If-Modified-Since: Sunday, 06-Nov-94 08:49:36 GMT"], .proceed),
            ("GET", ["If-Modified-Since: Saturday, 06-Nov-04 08:49:37 GMT"], .notModified),
            // A year of two digits lies near now, up to 50 years ahead.
            ("GET", ["If-Modified-Since: Friday, 06-Nov-76 08:49:37 GMT"], .notModified),
            ("GET", ["If-Modified-Since: Thursday, 31-Dec-76 08:49:37 GMT"], .proceed),
            ("GET", ["If-Unmodified-Since: Friday, 06-Nov-76 08:49:37 GMT"], .proceed),
            ("GET", ["If-Unmodified-Since: Thursday, 31-Dec-76 08:49:37 GMT"], .preconditionFailed),
            ("GET", ["If-Modified-Since: Sun Nov  6 08:49:37 1994"], .notModified),
            ("GET", ["If-Unmodified-Since: Sun Nov  6 08:49:36 1994"], .preconditionFailed),
            ("GET", ["If-Unmodified-Since: Sunday, 06-Nov-94 08:49:36 GMT"], .preconditionFailed),
            ("GET", ["If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT"], .notModified),
            ("GET", ["If-Unmodified-Since: Fri, 31 Dec 9999 23:59:59 GMT"], .proceed),
            ("GET", ["If-Modified-Since: \(before), \(after)"], .proceed),
        ] as [(String, [String], Preconditions.Verdict)])
    func order(_ method: String, _ fields: [String], _ expected: Preconditions.Verdict) throws {
        #expect(try evaluate(method, fields) == expected)
    }

    @Test("A weak tag of ours matches weakly only")
    func weak() throws {
        #expect(try evaluate("GET", ["If-None-Match: \"v1\""], weak: true) == .notModified)
        #expect(try evaluate("GET", ["If-Match: W/\"v1\""], weak: true) == .preconditionFailed)
    }

    @Test("Without validators only * can match")
    func withoutValidators() throws {
        let none = Validators(entityTag: nil)
        #expect(Preconditions.evaluate(try .make("GET", "/", ["If-Match: \"v1\""]), none) == .preconditionFailed)
        #expect(Preconditions.evaluate(try .make("GET", "/", ["If-Match: *"]), none) == .proceed)
        #expect(Preconditions.evaluate(try .make("GET", "/", ["If-None-Match: *"]), none) == .notModified)
        #expect(Preconditions.evaluate(try .make("GET", "/", ["If-Modified-Since: \(Self.date)"]), none) == .proceed)
    }

    @Test(
        "If-Range needs this very version",
        arguments: [
            ([], true), (["If-Range: \"v1\""], true), (["If-Range: \"v2\""], false), (["If-Range: W/\"v1\""], false),
            (["If-Range: \"v1\" x"], false), (["If-Range: \"v1\", \"v2\""], false), (["If-Range: \(date)"], true),
            (["If-Range: \(before)"], false), (["If-Range: \(after)"], false), (["If-Range: x"], false),
            (["If-Range:"], false), (["If-Range: \"v1\"", "If-Range: \"v1\""], false), (["If-Range: *"], false),
        ])
    func ifRange(_ fields: [String], _ expected: Bool) throws {
        let validators = Validators(entityTag: EntityTag("v1"), lastModified: Self.modified)
        #expect(Preconditions.rangeApplies(try .make("GET", "/", fields), validators, now: Self.now) == expected)
    }

    @Test(
        "A date of If-Range counts a minute after the change and not before",
        arguments: [(-86_400, false), (0, false), (1, false), (59, false), (60, true), (61, true), (1_000_000, true)])
    func ifRangeDate(_ age: Int64, _ expected: Bool) throws {
        let validators = Validators(entityTag: EntityTag("v1"), lastModified: Self.modified)
        let now = Self.modified + age
        let (dated, tagged) = try (
            RequestHead.make("GET", "/", ["If-Range: \(Self.date)"]), RequestHead.make("GET", "/", ["If-Range: \"v1\""])
        )
        #expect(Preconditions.rangeApplies(dated, validators, now: now) == expected)
        #expect(Preconditions.rangeApplies(tagged, validators, now: now))
    }

    @Test("A tag holds no quote, blank or control octet", arguments: ["a\"b", "a b", "a\r\n", "a\u{7F}", "\t"])
    func tags(_ opaque: String) {
        #expect(EntityTag(opaque) == nil)
    }

    @Test("Tags compare as RFC 9110 section 8.8.3.2 has it")
    func comparison() throws {
        let (strong, weak) = (try #require(EntityTag("1")), try #require(EntityTag("1", isWeak: true)))
        let other = try #require(EntityTag("2"))
        #expect(strong.matchesStrongly(strong) && strong.matchesWeakly(weak) && weak.matchesWeakly(weak))
        #expect(!weak.matchesStrongly(weak) && !weak.matchesStrongly(strong) && !strong.matchesStrongly(weak))
        #expect(!strong.matchesWeakly(other) && !strong.matchesStrongly(other))
        #expect(weak.fieldValue == "W/\"1\"" && strong.fieldValue == "\"1\"")
    }
}
