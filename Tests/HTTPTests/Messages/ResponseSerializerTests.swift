import Testing

@testable import HTTP

struct ResponseSerializerTests {
    private func serialize(
        _ response: Response, _ method: HTTP.Method = .get, _ version: Version = .http11, keepAlive: Bool = true
    ) -> (head: String, body: Int64) {
        var output = Array("before".utf8)
        let body = ResponseSerializer.appendHead(
            of: response, answering: method, version: version, keepAlive: keepAlive, date: Array("D".utf8),
            to: &output)
        return (String(decoding: output.dropFirst(6), as: UTF8.self), body.count)
    }

    @Test("A response has its date, its fields in order and one framing")
    func ordinary() {
        var response = Response(.ok, [ResponseField(.contentType, "text/plain")], body: .bytes([1, 2, 3]))
        response.append(.setCookie, "a=1")
        response.append(.setCookie, "b=2")
        let (head, body) = serialize(response)
        #expect(
            head
                == "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: text/plain\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 3\r\n\r\n"
        )
        #expect(body == 3)
    }

    @Test("HEAD keeps the length and loses the body")
    func head() {
        let (head, body) = serialize(Response(.ok, body: .bytes(Array(repeating: 1, count: 12_345))), .head)
        #expect(head.contains("Content-Length: 12345\r\n"))
        #expect(body == 0)
    }

    @Test("1xx, 204 and 304 have neither length nor body", arguments: [Status.continue, .noContent, .notModified])
    func withoutContent(_ status: Status) {
        let (head, body) = serialize(Response(status, body: .bytes([1])))
        #expect(!head.contains("Content-Length"))
        #expect(head.hasSuffix("\r\n\r\n"))
        #expect(body == 0)
    }

    @Test("100 Continue is a status line alone")
    func interim() {
        #expect(serialize(Response(.continue), keepAlive: false).head == "HTTP/1.1 100 Continue\r\n\r\n")
    }

    @Test("An empty body has the length 0")
    func empty() {
        #expect(serialize(Response(.seeOther)).head.contains("\r\nContent-Length: 0\r\n\r\n"))
    }

    @Test("Keeping the connection is said where the version does not imply it")
    func connection() {
        #expect(!serialize(Response(.ok)).head.contains("Connection"))
        #expect(serialize(Response(.ok), keepAlive: false).head.contains("\r\nConnection: close\r\n"))
        #expect(serialize(Response(.ok), .get, .http10).head.contains("\r\nConnection: keep-alive\r\n"))
        #expect(
            serialize(Response(.ok), .get, .http10, keepAlive: false).head.contains("\r\nConnection: close\r\n"))
    }

    @Test("Control octets in a value become blanks, so that no field can be smuggled in")
    func injection() {
        let field = ResponseField(.location, "/a\r\nSet-Cookie: evil=1\u{0}\u{7F}\t\u{E4}")
        #expect(field.value == "/a  Set-Cookie: evil=1   \u{E4}")
        #expect(field.value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    }

    @Test(
        "A name is a token, and none the serializer writes itself",
        arguments: ["", "a b", "a:", "a\r\n", "\u{E4}", "Content-Length", "TRANSFER-ENCODING", "connection", "Date"])
    func names(_ text: String) {
        #expect(ResponseField.Name(text) == nil)
    }

    @Test("A valid name of one's own is taken, and set replaces")
    func ownNames() throws {
        let name = try #require(ResponseField.Name("X-Own"))
        var response = Response(.ok)
        response.append(name, "1")
        response.append(name, "2")
        response.set(name, "3")
        #expect(response.fields == [ResponseField(name, "3")])
        #expect(response[name] == "3")
    }

    @Test("Every status has a reason")
    func reasons() {
        for status in [Status.ok, .gone, .misdirectedRequest, .insufficientStorage, .httpVersionNotSupported] {
            #expect(!status.reason.isEmpty)
        }
    }
}
