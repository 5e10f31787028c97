import HTTP

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

    func apply(to answer: Answer) -> Response {
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
