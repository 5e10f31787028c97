import Codecs
import HTTP
import Nachlese
import Networking
import Secrets

/// One request with what is known about who sent it.
struct RequestContext {
    let head: RequestHead
    /// Where the client is, seen through the proxies that are believed.
    let client: SocketAddress
    /// Whether everybody seems to come from there, because a proxy does not say for whom it asks.
    let isNetworkShared: Bool
    let now: Timestamp
    var session: SignedInSession?
    /// Whether the browser believes to be signed in and is not.
    var isSessionOver = false
    var query = Form.empty

    /// From where a mail is asked for.
    func requester(key: SealingKey) -> Requester {
        guard !isNetworkShared else { return .unknown }
        let network = client.network
        return Requester(network: network.description, neighbourhood: network.neighbourhood, key: key)
    }

    var isPost: Bool { head.method == .post }
    var isReading: Bool { head.method == .get || head.method == .head }

    /// Who is signed in, and may act as a member; afterwards it goes on at the place.
    ///
    /// - Throws: `SiteError.signInNeeded`, `.ownPasswordNeeded`.
    func member(at place: ReturnTarget, _ settings: Settings) throws(SiteError) -> SignedInSession {
        guard let session else { throw .signInNeeded(next: place.parameter) }
        guard !session.mustChoosePassword(settings) else { throw .ownPasswordNeeded(next: place) }
        return session
    }
}

extension Form {
    /// Bytes of a form, at most: a declared length above it is refused before anything is read.
    private static let sizeLimit = 64 * 1024

    /// Reads the content of a request.
    ///
    /// - Throws: `SiteError` about what is no form of ours.
    init(reading content: RequestContent, of head: RequestHead) async throws {
        if let value = head.first(.contentType) {
            guard head.count(.contentType) == 1, let type = ContentType(value.span),
                type.essence == "application/x-www-form-urlencoded"
            else { throw SiteError.wrongContentType }
        }
        let bytes: [UInt8]
        do throws(RequestContent.Failure) {
            bytes = try await content.collect(upTo: Form.sizeLimit)
        } catch {
            switch error {
            case .refused(let error): throw SiteError.invalid(error)
            case .timedOut: throw SiteError.timedOut
            // Cut off before its end (RFC 9112 section 8): a client that closed only its own side reads the answer.
            case .disconnected: throw SiteError.malformed
            }
        }
        do throws(FormError) {
            let form = try Form(bytes.span, sizeLimit: Form.sizeLimit)
            // No form of ours sends a field twice; which of the two was meant cannot be known.
            guard !form.fields.contains(where: { form.isRepeated($0.name) }) else { throw FormError.tooManyFields }
            self = form
        } catch {
            throw error.status == .contentTooLarge ? SiteError.tooLarge : SiteError.malformed
        }
    }

    static var empty: Form {
        guard let form = try? Form([UInt8]().span) else { preconditionFailure("nothing is a form") }
        return form
    }

    /// As much of a typed e-mail address as an address can have; empty where there is none.
    func typedAddress(_ name: String) -> String {
        guard let typed = self[name] else { return "" }
        return typed.utf8.count <= 320 ? typed : String(typed.unicodeScalars.prefix(320))
    }

    /// The place to go on to that a field names.
    var next: ReturnTarget? { ReturnTarget(self["next"]) }
}
