/// Writes response heads (RFC 9112 section 4 and 6.3).
package enum ResponseSerializer {
    /// Appends the head of `response` with exactly one framing.
    ///
    /// A response to HEAD keeps its `Content-Length` and loses its body; 1xx, 204 and 304 have neither.
    ///
    /// - Parameters:
    ///   - response: What to send.
    ///   - method: The method that is answered; `.get` when the request could not be read.
    ///   - version: The version of the request, which decides how keeping the connection is said.
    ///   - keepAlive: Whether the connection stays open afterwards.
    ///   - date: The `Date` value, from ``DateCache``.
    ///   - output: Where the bytes go.
    /// - Returns: The body that is to be sent behind the head.
    package static func appendHead(
        of response: Response, answering method: Method, version: Version = .http11, keepAlive: Bool,
        date: [UInt8], to output: inout [UInt8]
    ) -> Response.Body {
        output.append(known: "HTTP/1.1 ")
        if response.status == .ok {
            output.append(known: "200 OK\r\n")
        } else {
            output.append(decimal: Int64(response.status.code))
            output.append(Byte.space)
            output.append(text: response.status.reason)
            output.append(known: "\r\n")
        }
        if response.status.code >= 200 {
            output.append(known: "Date: ")
            output.append(contentsOf: date)
            output.append(known: "\r\n")
            if !keepAlive {
                output.append(known: "Connection: close\r\n")
            } else if version == .http10 {
                output.append(known: "Connection: keep-alive\r\n")
            }
        }
        output.append(contentsOf: response.prepared)
        for field in response.fields { field.append(to: &output) }
        if !response.status.forbidsContent {
            output.append(known: "Content-Length: ")
            output.append(decimal: response.body.count)
            output.append(known: "\r\n\r\n")
        } else {
            output.append(known: "\r\n")
        }
        return method == .head || response.status.forbidsContent ? .empty : response.body
    }
}

extension ResponseField {
    /// Appends the field line.
    func append(to output: inout [UInt8]) {
        output.append(text: name.text)
        output.append(known: ": ")
        output.append(text: value)
        output.append(known: "\r\n")
    }
}

extension [UInt8] {
    fileprivate mutating func append(text: String) {
        append(contentsOf: text.utf8)
    }

    /// Appends what the program itself says, as one block.
    fileprivate mutating func append(known text: StaticString) {
        unsafe append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number that is not negative.
    fileprivate mutating func append(decimal number: Int64) {
        guard number >= 10 else {
            append(UInt8(ascii: "0") + UInt8(clamping: number))
            return
        }
        append(decimal: number / 10)
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
