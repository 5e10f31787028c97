import Codecs
import HTTP

/// A response together with the rules a browser is to keep for it.
struct SiteResponse {
    /// What a browser may do with the content.
    enum Rules {
        case page
        /// Something people uploaded: nothing in it may ever run here.
        case file
        /// A PDF shown by the browser's own viewer. Some viewers refuse to work in a sandbox; they run no script of
        /// a document in the origin it came from.
        case shownPDF
        case asset
        case plain
        /// The fields that say so are among the response's already.
        case written
    }

    var response: Response
    var rules: Rules
}

extension SiteResponse {
    /// The answer to OPTIONS (RFC 9110 section 9.3.7).
    static func options(_ methods: [Method]) -> SiteResponse {
        let fields = [ResponseField(.allow, list(methods)), ResponseField(.cacheControl, "no-store")]
        return SiteResponse(response: Response(.noContent, fields), rules: .plain)
    }

    /// Methods as the value of `Allow` (RFC 9110 section 10.2.1).
    static func list(_ methods: [Method]) -> String {
        methods.map(\.name).joined(separator: ", ")
    }

    static func redirect(_ status: Status = .seeOther, to location: String) -> SiteResponse {
        let fields = [ResponseField(.location, location), ResponseField(.cacheControl, "no-store")]
        return SiteResponse(response: Response(status, fields), rules: .plain)
    }

    static func plain(_ status: Status, _ text: String) -> SiteResponse {
        let fields = [
            ResponseField(.contentType, MediaType.plainText.text), ResponseField(.cacheControl, "no-store"),
        ]
        return SiteResponse(response: Response(status, fields, body: .bytes(Array(text.utf8))), rules: .plain)
    }
}

/// The fields that tell browsers what must not happen, added to every answer in one place.
struct SecurityFields: Sendable {
    private let page: [ResponseField]
    private let file: [ResponseField]
    private let shownPDF: [ResponseField]
    private let asset: [ResponseField]
    private let plain: [ResponseField]
    private static let noSniffing = ResponseField(.contentTypeOptions, "nosniff")

    /// Fields that ask browsers to come by https only for so long (RFC 6797); zero asks for nothing.
    init(hsts: Duration) {
        let always =
            hsts > .zero ? [ResponseField(.strictTransportSecurity, "max-age=\(hsts.components.seconds)")] : []
        // `same-origin` and not `no-referrer`: under the latter browsers send `Origin: null` with our own forms.
        let common =
            always + [
                ResponseField(.referrerPolicy, "same-origin"),
                ResponseField(.crossOriginResourcePolicy, "same-origin"),
            ]
        page =
            common + [
                ResponseField(
                    .contentSecurityPolicy,
                    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
                        + "base-uri 'none'; frame-ancestors 'none'"),
                ResponseField(.crossOriginOpenerPolicy, "same-origin"),
                ResponseField(
                    .permissionsPolicy,
                    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
            ]
        let unindexed = ResponseField.Name("X-Robots-Tag").map { [ResponseField($0, "noindex")] } ?? []
        file =
            common + unindexed + [
                ResponseField(.contentSecurityPolicy, "default-src 'none'; sandbox"),
                ResponseField(.vary, "Cookie"),
            ]
        shownPDF =
            common + unindexed + [
                ResponseField(
                    .contentSecurityPolicy,
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
                ResponseField(.vary, "Cookie"),
            ]
        asset = common + [ResponseField(.contentSecurityPolicy, "default-src 'none'; sandbox")]
        plain = common + [ResponseField(.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'")]
    }

    func apply(to answer: SiteResponse) -> Response {
        if answer.rules == .written { return answer.response }
        let added =
            switch answer.rules {
            case .page: page
            case .file: file
            case .shownPDF: shownPDF
            case .asset: asset
            case .plain, .written: plain
            }
        var response = Response(answer.response.status, answer.response.fields + added, body: answer.response.body)
        response.deliveryTag = answer.response.deliveryTag
        if response[.contentTypeOptions] == nil {
            response.append(SecurityFields.noSniffing.name, SecurityFields.noSniffing.value)
        }
        return response
    }
}

extension MediaType {
    /// Whether a browser can show such a file by itself, and may.
    var isViewable: Bool { self == .pdf || (isSafeInline && text.utf8.starts(with: "image/".utf8)) }
}
