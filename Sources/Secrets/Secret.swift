import COpenSSL
// The standard library normalises strings for its own comparisons and shows NFC to swift-foundation by this SPI.
// FoundationEssentials offers no NFC, and all of Foundation weighs forty megabytes.
@_spi(_Unicode) import Swift

/// A value that every automatic way to text (`description`, interpolation, `dump`, `Mirror`) shows by its kind alone.
package protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// Text that must not end up in a log, a page or a dump: a password, a token, a key of a relay.
///
/// Every automatic way to text (`description`, `debugDescription`, interpolation, `dump`, `Mirror`) shows `<secret>`;
/// the only way out is to ask for it by name with ``reveal()``.
///
/// The bytes lie in one block that all copies share, and that block is overwritten when the last copy goes.
/// This does **not** cover: the `String` or array it was made from, what ``reveal()`` hands out, pages written to
/// swap, and core dumps. Turn the latter two off from outside (`LimitCORE=0`, no or encrypted swap).
package struct Secret: Sendable {
    private let storage: SecretStorage

    /// Takes the text as it is.
    package init(_ text: String) {
        storage = SecretStorage(copying: text.utf8)
    }

    /// Takes UTF-8 bytes as they came from outside.
    ///
    /// - Returns: `nil` for ill-formed UTF-8, because repairing it would make different secrets equal.
    package init?(utf8 bytes: [UInt8]) {
        guard (try? UTF8Span(validating: bytes.span)) != nil else { return nil }
        storage = SecretStorage(copying: bytes)
    }

    /// The length in bytes of UTF-8.
    package var byteCount: Int {
        storage.count
    }

    /// The text itself, in an ordinary `String` that nobody wipes.
    package func reveal() -> String {
        unsafe storage.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the bytes of UTF-8 for the time of the call; the pointer must not outlive it.
    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe storage.withUnsafeBytes(body)
    }

    /// The same text in Unicode Normalization Form C (UAX #15).
    ///
    /// One computer types "ü" as one scalar and another as "u" and a dot pair: without this the password of the one
    /// would be wrong on the other. NFC can be longer than what was typed, at most threefold in UTF-8.
    package func normalized() -> Secret {
        guard unsafe withUnsafeBytes({ unsafe $0.contains { $0 >= 0x80 } }) else { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in reveal()._nfc {
            scalars.append(scalar)
        }
        return Secret(String(scalars))
    }
}

extension Secret: Equatable {
    /// Compares byte by byte in constant time; only the lengths may be learned from the time it takes.
    ///
    /// Unlike `String`, canonically equivalent spellings differ here; see ``normalized()``.
    package static func == (left: Secret, right: Secret) -> Bool {
        left.storage.equals(right.storage)
    }
}

extension Secret: Redacted {
    package var description: String { "<secret>" }
}

/// Bytes that are overwritten before their memory is given back.
@safe
final class SecretStorage: Sendable {
    // Written by `init` alone, read-only from then on.
    nonisolated(unsafe) private let memory: UnsafeMutableRawBufferPointer

    /// Copies the bytes straight from the collection, without a copy between.
    init(copying bytes: some Collection<UInt8>) {
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        unsafe memory.copyBytes(from: bytes)
    }

    deinit {
        // A plain loop of zeros may be optimised away; see OPENSSL_cleanse(3).
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        unsafe memory.deallocate()
    }

    /// How many bytes are held.
    var count: Int {
        unsafe memory.count
    }

    /// An ordinary copy, which nobody wipes.
    var revealed: [UInt8] {
        unsafe Array(memory)
    }

    /// Lends the bytes for the time of the call; the pointer must not outlive it.
    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(memory))
    }

    /// Compares the bytes in constant time; unequal lengths answer at once.
    func equals(_ other: SecretStorage) -> Bool {
        unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs in
                unsafe constantTimeEquals(mine, theirs)
            }
        }
    }
}
