/// Text that must not end up in a log, a page or a dump: a password, a token, a key of a relay.
///
/// Every automatic way to text (`description`, `debugDescription`, interpolation, `dump`, `Mirror`) shows `<secret>`;
/// the only way out is to ask for it by name with ``reveal()``.
///
/// The octets lie in one block that all copies share, and that block is overwritten when the last copy goes.
/// This does **not** cover: the `String` or array it was made from, what ``reveal()`` hands out, pages written to
/// swap, and core dumps. Turn the latter two off from outside (`LimitCORE=0`, no or encrypted swap).
package struct Secret: Sendable {
    private let storage: SecretStorage

    /// Takes the text as it is.
    package init(_ text: String) {
        storage = SecretStorage(copying: text.utf8)
    }

    /// Takes UTF-8 octets as they came from outside.
    ///
    /// - Returns: `nil` for ill-formed UTF-8, because repairing it would make different secrets equal.
    package init?(utf8 bytes: [UInt8]) {
        guard (try? UTF8Span(validating: bytes.span)) != nil else { return nil }
        storage = SecretStorage(copying: bytes)
    }

    /// The length in octets of UTF-8.
    package var octetCount: Int {
        storage.count
    }

    /// The text itself, in an ordinary `String` that nobody wipes.
    package func reveal() -> String {
        unsafe storage.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the octets of UTF-8 for the time of the call; the pointer must not outlive it.
    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe storage.withUnsafeBytes(body)
    }
}

extension Secret: Equatable {
    /// Compares octet by octet in constant time; only the lengths may be learned from the time it takes.
    ///
    /// Unlike `String`, canonically equivalent spellings differ here; see ``normalized()``.
    package static func == (left: Secret, right: Secret) -> Bool {
        left.storage.equals(right.storage)
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<secret>`.
    package var description: String { "<secret>" }

    /// Always `<secret>`.
    package var debugDescription: String { "<secret>" }

    /// A mirror without children.
    package var customMirror: Mirror {
        Mirror(self, children: EmptyCollection<Mirror.Child>())
    }
}
