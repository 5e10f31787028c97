internal import Codecs

/// The fields of an `application/x-www-form-urlencoded` body or query (URL Standard section 5.1), or of what else a form
/// is sent as: see ``FormUpload``.
package struct Form: Sendable, Equatable {
    /// One field as it was sent, decoded.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The fields in the order they were sent.
    package let fields: [Field]

    /// A form that was read in another coding.
    init(fields: [Field]) {
        self.fields = fields
    }

    /// Reads a form.
    ///
    /// - Parameters:
    ///   - bytes: The body or query, without a question mark.
    ///   - countLimit: The most fields.
    ///   - sizeLimit: The most bytes.
    /// - Throws: ``FormError``; nothing is repaired.
    package init(_ bytes: Span<UInt8>, countLimit: Int = 64, sizeLimit: Int = 65_536) throws(FormError) {
        guard bytes.count <= sizeLimit else { throw .tooLarge }
        var fields: [Field] = []
        var position = 0
        while position <= bytes.count {
            let end = bytes.firstIndex(of: UInt8(ascii: "&"), in: position..<bytes.count) ?? bytes.count
            defer { position = end + 1 }
            guard end > position else { continue }
            guard fields.count < countLimit else { throw .tooManyFields }
            let equals = bytes.firstIndex(of: UInt8(ascii: "="), in: position..<end) ?? end
            fields.append(
                Field(
                    name: try Self.decode(bytes, position..<equals),
                    value: try Self.decode(bytes, min(equals + 1, end)..<end)))
        }
        self.fields = fields
    }

    /// The first value of that name; names are compared byte by byte.
    package subscript(name: String) -> String? {
        fields.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// Every value of that name in the order sent.
    package func all(_ name: String) -> [String] {
        fields.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
    }

    /// Whether more than one field has that name, which no form of ours sends.
    package func isRepeated(_ name: String) -> Bool { all(name).count > 1 }

    /// Writes fields as a query; blanks become `%20`, which a path and a form both read as a blank.
    package static func encode(_ fields: [Field]) -> String {
        fields.map { "\(PercentEncoding.queryValue($0.name))=\(PercentEncoding.queryValue($0.value))" }
            .joined(separator: "&")
    }

    private static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(FormError) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            var byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "+") {
                byte = Byte.space
            } else if byte == Byte.percent {
                guard position + 1 < range.upperBound, let high = Hex.value(of: bytes[position]),
                    let low = Hex.value(of: bytes[position + 1])
                else { throw .badPercentEscape }
                byte = high << 4 | low
                position += 2
            }
            guard byte != 0 else { throw .nul }
            decoded.append(byte)
        }
        guard let text = decoded.span.text(0..<decoded.count) else { throw .invalidUTF8 }
        return text
    }
}

/// Why a form could not be read; always the client's fault, status 400 or 413.
package enum FormError: Error, Hashable {
    /// More bytes than allowed: 413.
    case tooLarge
    /// More fields than allowed.
    case tooManyFields
    /// A percent sign without two hexadecimal digits behind it.
    case badPercentEscape
    /// A name or value is not UTF-8.
    case invalidUTF8
    /// A name or value holds NUL.
    case nul

    /// The status to answer with.
    package var status: Status { self == .tooLarge ? .contentTooLarge : .badRequest }
}

extension FormError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge: "the form is too large"
        case .tooManyFields: "the form has too many fields"
        case .badPercentEscape: "the form holds a bad percent escape"
        case .invalidUTF8: "the form is not UTF-8"
        case .nul: "the form holds NUL"
        }
    }
}

extension RequestTarget {
    /// The decoded query, empty when there is none.
    ///
    /// - Throws: ``FormError`` for bad escapes, bad UTF-8, NUL, or more than 64 items.
    package func queryItems() throws(FormError) -> Form {
        try Form(Array((query ?? "").utf8).span)
    }
}
