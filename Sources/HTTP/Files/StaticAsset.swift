package import Codecs

/// A small file kept in memory, such as the style sheet, with its compressed forms where there are any.
package struct StaticAsset: Sendable {
    /// One form of the content.
    private struct Form {
        let bytes: [UInt8]
        let entityTag: EntityTag
        /// What a 304 repeats of the 200 (RFC 9110 section 15.4.5).
        let shared: [ResponseField]
        let described: [ResponseField]
    }

    private let plain: Form
    private let coded: [ContentCoding: Form]
    /// The codings there are, the smallest form first.
    private let codings: [ContentCoding]

    /// The tag of the plain form; each coded form has one of its own.
    ///
    /// Strong, made from the content: the same bytes have the same tag on every start and every machine.
    package var entityTag: EntityTag { plain.entityTag }

    /// Makes an asset.
    ///
    /// - Parameters:
    ///   - name: The file name, which decides the media type.
    ///   - bytes: The content.
    ///   - coded: The same content in other codings.
    package init(name: String, bytes: [UInt8], coded: [ContentCoding: [UInt8]] = [:]) {
        self.init(MediaType(fileName: name), bytes: bytes, coded: coded)
    }

    /// Makes an asset that has no name.
    ///
    /// - Parameters:
    ///   - mediaType: What it is.
    ///   - bytes: The content.
    ///   - coded: The same content in other codings.
    package init(_ mediaType: MediaType, bytes: [UInt8], coded: [ContentCoding: [UInt8]] = [:]) {
        func form(_ coding: ContentCoding, _ bytes: [UInt8]) -> Form {
            let tag = EntityTag(Self.fingerprint(bytes))
            var shared = [ResponseField(.entityTag, tag.fieldValue)]
            if !coded.isEmpty { shared.append(ResponseField(.vary, "Accept-Encoding")) }
            var described = [
                ResponseField(.contentType, mediaType.text), ResponseField(.contentTypeOptions, "nosniff"),
            ]
            if coding != .identity { described.append(ResponseField(.contentEncoding, coding.rawValue)) }
            return Form(bytes: bytes, entityTag: tag, shared: shared, described: described)
        }
        plain = form(.identity, bytes)
        self.coded = Dictionary(uniqueKeysWithValues: coded.map { ($0.key, form($0.key, $0.value)) })
        codings = coded.sorted { ($0.value.count, $0.key.rawValue) < ($1.value.count, $1.key.rawValue) }.map(\.key)
    }

    /// The answer to a GET or HEAD: 200, 304 or 412, in the form that the client likes best.
    package func response(to head: RequestHead, cacheControl: String) -> Response {
        let form = coded[AcceptEncoding(head).best(of: codings)] ?? plain
        let caching = [ResponseField(.cacheControl, cacheControl)]
        return switch Preconditions.evaluate(head, Validators(entityTag: form.entityTag)) {
        case .proceed: Response(.ok, caching + form.shared + form.described, body: .bytes(form.bytes))
        case .notModified: Response(.notModified, caching + form.shared)
        case .preconditionFailed: Response(.preconditionFailed)
        }
    }

    /// 128 bits that change with the content: FNV-1a, and a multiplying hash that runs over it by another rule.
    ///
    /// Against accident, not against somebody who may write the files.
    private static func fingerprint(_ bytes: [UInt8]) -> (UInt64, UInt64) {
        var first: UInt64 = 0xCBF2_9CE4_8422_2325
        var second: UInt64 = UInt64(bytes.count) &+ 0x9E37_79B9_7F4A_7C15
        for byte in bytes {
            first = (first ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            second = (second &+ UInt64(byte) &+ 1) &* 0xBF58_476D_1CE4_E5B9
            second ^= second >> 29
        }
        return (first, second)
    }
}

/// The assets of the site, found by their path below `/assets/`.
package struct StaticAssets: Sendable {
    private let assets: [String: StaticAsset]

    /// Takes the files as name and content, once at start; of two with one name the later counts.
    ///
    /// Names are such as `site.css` or `icons/key.svg`. A file named like another with `.br` or `.gz` behind it is the
    /// compressed form of that other, and no asset by itself.
    package init(_ files: [(name: String, bytes: [UInt8])]) {
        let contents = Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
        let suffixes: [(ContentCoding, String)] = [(.brotli, ".br"), (.gzip, ".gz")]
        var assets: [String: StaticAsset] = [:]
        for (name, bytes) in contents {
            let isCoded = suffixes.contains { name.hasSuffix($1) && contents[String(name.dropLast($1.count))] != nil }
            guard !isCoded else { continue }
            var coded: [ContentCoding: [UInt8]] = [:]
            for (coding, suffix) in suffixes { coded[coding] = contents[name + suffix] }
            assets[name] = StaticAsset(name: name, bytes: bytes, coded: coded)
        }
        self.assets = assets
    }

    /// The asset of that name.
    package subscript(name: String) -> StaticAsset? { assets[name] }

    /// The names, sorted.
    package var names: [String] { assets.keys.sorted() }
}
