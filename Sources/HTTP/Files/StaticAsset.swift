/// A small file kept in memory, such as the style sheet.
package struct StaticAsset: Sendable {
    package let bytes: [UInt8]
    package let mediaType: MediaType
    /// Strong, made from the content: the same octets have the same tag on every start and every machine.
    package let entityTag: EntityTag

    private let shared: [ResponseField]
    private let described: [ResponseField]

    /// Makes an asset.
    ///
    /// - Parameters:
    ///   - name: The file name, which decides the media type.
    ///   - bytes: The content.
    ///   - maxAge: How many seconds a cache may keep it without asking.
    package init(name: String, bytes: [UInt8], maxAge: Int64) {
        self.bytes = bytes
        mediaType = MediaType(fileName: name)
        entityTag = EntityTag(Self.fingerprint(bytes))
        shared = [
            ResponseField(.cacheControl, "public, max-age=\(max(maxAge, 0))"),
            ResponseField(.entityTag, entityTag.fieldValue),
        ]
        described = [
            ResponseField(.contentType, mediaType.text), ResponseField(.contentTypeOptions, "nosniff"),
        ]
    }

    /// The answer to a GET or HEAD: 200, 304 or 412.
    package func response(to head: RequestHead) -> Response {
        switch Preconditions.evaluate(head, Validators(entityTag: entityTag)) {
        case .proceed: Response(.ok, shared + described, body: .bytes(bytes))
        case .notModified: Response(.notModified, shared)
        case .preconditionFailed: Response(.preconditionFailed)
        }
    }

    /// 128 bits that change with the content: FNV-1a, and a multiplying hash that runs over it by another rule.
    ///
    /// Against accident, not against somebody who may write the files.
    private static func fingerprint(_ bytes: [UInt8]) -> (UInt64, UInt64) {
        var first: UInt64 = 0xCBF2_9CE4_8422_2325
        var second: UInt64 = UInt64(bytes.count) &+ 0x9E37_79B9_7F4A_7C15
        for octet in bytes {
            first = (first ^ UInt64(octet)) &* 0x0000_0100_0000_01B3
            second = (second &+ UInt64(octet) &+ 1) &* 0xBF58_476D_1CE4_E5B9
            second ^= second >> 29
        }
        return (first, second)
    }
}
