import Testing

@testable import HTTP

struct MultipartBoundaryTests {
    private static let longest = String(repeating: "x", count: 70)

    @Test(
        "The boundary is read from Content-Type",
        arguments: [
            (
                "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
                "----WebKitFormBoundary7MA4YWxkTrZu0gW"
            ),
            ("Multipart/Form-Data;Boundary=\"a b\"", "a b"),
            ("multipart/form-data; charset=utf-8; boundary=x", "x"),
            ("multipart/form-data; boundary=\"'()+_,-./:=?\"", "'()+_,-./:=?"),
            ("multipart/form-data; boundary=\(longest)", longest),
        ])
    func reads(_ field: String, _ expected: String) throws {
        #expect(try MultipartBoundary(contentType: HTTPTests.field(field)).bytes == bytes(expected))
    }

    @Test(
        "What is no boundary is refused",
        arguments: [
            ("", .notMultipart),
            ("text/plain; boundary=x", .notMultipart),
            ("multipart/mixed; boundary=x", .notMultipart),
            ("multipart/form-data; boundary=x; boundary=y", .notMultipart),
            ("multipart/form-data; boundary=", .notMultipart),
            ("multipart/form-data; boundary=a:b", .notMultipart),
            ("multipart/form-data", .missingBoundary),
            ("multipart/form-data; bound=x", .missingBoundary),
            ("multipart/form-data; boundary=\"\"", .invalidBoundary),
            ("multipart/form-data; boundary=\"x \"", .invalidBoundary),
            ("multipart/form-data; boundary=x*", .invalidBoundary),
            ("multipart/form-data; boundary=\"x\u{FC}\"", .invalidBoundary),
            ("multipart/form-data; boundary=\"x\\\"\"", .invalidBoundary),
            ("multipart/form-data; boundary=\(longest)x", .invalidBoundary),
        ] as [(String, MultipartError)])
    func refuses(_ field: String, _ expected: MultipartError) {
        #expect(throws: expected) { _ = try MultipartBoundary(contentType: HTTPTests.field(field)) }
    }

    @Test("No field is no multipart")
    func absent() {
        #expect(throws: MultipartError.notMultipart) { _ = try MultipartBoundary(contentType: nil) }
    }
}
