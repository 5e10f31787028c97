/// A response as a value; ``ResponseSerializer`` turns it into octets.
package struct Response: Sendable {
    package var status: Status
    /// The fields in the order they are sent; framing, `Connection` and `Date` come from the serializer.
    package private(set) var fields: [ResponseField]
    package var body: Body
    /// Set when the handler wants to be told how much of the body has reached the client.
    package var deliveryTag: DeliveryTag?
    /// The lines of further fields, written out before: for an answer that is given many times.
    let prepared: [UInt8]

    package init(_ status: Status, _ fields: [ResponseField] = [], body: Body = .empty) {
        self.status = status
        self.fields = fields
        self.body = body
        prepared = []
    }

    /// The same response with its fields written out, so that sending it again and again costs less.
    ///
    /// Its fields cannot be looked at any more.
    package func preparingFields() -> Response {
        var lines = prepared
        for field in fields { field.append(to: &lines) }
        var response = Response(status: status, prepared: lines, body: body)
        response.deliveryTag = deliveryTag
        return response
    }

    private init(status: Status, prepared: [UInt8], body: Body) {
        self.status = status
        self.fields = []
        self.body = body
        self.prepared = prepared
    }

    /// Adds a field behind those that are there, also when one of that name is.
    package mutating func append(_ name: ResponseField.Name, _ value: String) {
        fields.append(ResponseField(name, value))
    }

    /// Puts one field of that name in the place of all that are there.
    package mutating func set(_ name: ResponseField.Name, _ value: String) {
        fields.removeAll { $0.name == name }
        append(name, value)
    }

    /// The value of the first field of that name.
    package subscript(name: ResponseField.Name) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// What follows the head.
    package enum Body: Sendable {
        case empty
        case bytes([UInt8])
        case file(FileRegion)
        case parts(FileParts)

        /// The number of octets, never negative.
        package var count: Int64 {
            switch self {
            case .empty: 0
            case .bytes(let bytes): Int64(bytes.count)
            case .file(let region): region.count
            case .parts(let parts): parts.count
            }
        }
    }
}
