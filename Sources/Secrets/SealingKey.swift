import Glibc
import Platform
import SystemPackage

/// A key of 32 bytes that seals what must be stored but not be readable in the database, as mails with credentials.
///
/// AES-256-GCM with a random nonce of 96 bits; with that, one key serves for 2^32 sealings (NIST SP 800-38D,
/// section 8.3). What is sealed is its nonce, the ciphertext and the tag of 16 bytes, in this order.
package struct SealingKey: Sendable {
    /// How many bytes a key has.
    package static let byteCount = 32

    /// By how many bytes the sealed form is longer: nonce and tag.
    package static let overhead = nonceByteCount + tagByteCount

    private static let nonceByteCount = 12
    private static let tagByteCount = 16

    private let storage: SecretStorage

    /// A new key from the system's generator (getrandom(2)).
    package init() {
        storage = SecretStorage(copying: randomBytes(Self.byteCount))
    }

    /// Takes an existing key.
    ///
    /// - Returns: `nil` unless there are exactly 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        storage = SecretStorage(copying: bytes)
    }

    /// Encrypts and authenticates.
    ///
    /// - Parameters:
    ///   - plaintext: what to hide, at most 2^31 - 1 bytes with the overhead.
    ///   - context: what it belongs to, as the row's table and id; the same must be given to open it.
    /// - Returns: the sealed form, longer by ``overhead``.
    /// - Throws: ``SealingError/tooLong`` or an error of OpenSSL.
    package func seal(_ plaintext: [UInt8], context: [UInt8]) throws(SealingError) -> [UInt8] {
        let nonce = randomBytes(Self.nonceByteCount)
        guard Self.fits(plaintext), Self.fits(context) else { throw .tooLong }
        do throws(CryptoError) {
            var cipher = try AESGCM(.encrypt, key: storage, nonce: nonce)
            try cipher.authenticate(context)
            let ciphertext = try cipher.update(plaintext)
            return try nonce + ciphertext + cipher.tag(byteCount: Self.tagByteCount)
        } catch {
            throw .crypto(error)
        }
    }

    /// Checks and decrypts.
    ///
    /// - Throws: ``SealingError/notAuthentic`` for another key, another context or a single changed bit.
    package func open(_ sealed: [UInt8], context: [UInt8]) throws(SealingError) -> [UInt8] {
        guard sealed.count >= Self.overhead else { throw .notAuthentic }
        guard Self.fits(sealed), Self.fits(context) else { throw .tooLong }
        let plaintext: [UInt8]
        let authentic: Bool
        do throws(CryptoError) {
            var cipher = try AESGCM(.decrypt, key: storage, nonce: Array(sealed.prefix(Self.nonceByteCount)))
            try cipher.authenticate(context)
            plaintext = try cipher.update(
                Array(sealed.dropFirst(Self.nonceByteCount).dropLast(Self.tagByteCount)))
            authentic = try cipher.check(tag: Array(sealed.suffix(Self.tagByteCount)))
        } catch {
            throw .crypto(error)
        }
        guard authentic else { throw .notAuthentic }
        return plaintext
    }

    private static func fits(_ bytes: [UInt8]) -> Bool {
        bytes.count <= Int(Int32.max) - overhead
    }

    /// A keyed tag of a secret: its HMAC-SHA-256 (RFC 2104) with a key that is derived from this one for the purpose, so
    /// that it says nothing about what is sealed.
    ///
    /// `purpose`: what the tag is for; the same secret has another tag for another purpose.
    /// - Returns: 32 bytes.
    package func tag(of secret: Secret, purpose: String) -> [UInt8] {
        let derived = HMACSHA256.authenticate(Array(purpose.utf8), key: storage.revealed)
        return HMACSHA256.authenticate(Array(secret.reveal().utf8), key: derived)
    }

    /// Why a key file could not be read or made.
    package struct FileError: Error, Equatable, CustomStringConvertible {
        /// What is wrong.
        package enum Reason: Error, Equatable {
            /// The system refused the named call with this `errno`; `ENOENT` from `open` means there is no file.
            case system(call: String, errno: Int32)
            /// It is a folder, a device or a pipe. A symbolic link is refused by `open` with `ELOOP`.
            case notAFile
            /// Others than its owner may do something with it; these are its permission bits.
            case tooOpen(mode: UInt32)
            /// It has not exactly 32 bytes.
            case wrongLength(bytes: Int)
        }

        /// The file.
        package let path: String

        /// What is wrong.
        package let reason: Reason

        package var description: String {
            switch reason {
            case .system(let call, let errno): "key file \(path): \(call) failed (errno \(errno))"
            case .notAFile: "key file \(path): not a regular file"
            case .tooOpen(let mode):
                "key file \(path): mode \(String(mode, radix: 8)) lets others than the owner at it; run chmod 600"
            case .wrongLength(let bytes): "key file \(path): \(bytes) octets instead of \(SealingKey.byteCount)"
            }
        }
    }

    /// Reads the key from a file of 32 raw bytes that nobody but its owner may touch.
    package init(contentsOf path: String) throws(FileError) {
        do throws(FileError.Reason) {
            let file = try Self.call("open") { () throws(Errno) in
                try Descriptor(opening: FilePath(path), .readOnly, options: [.noFollow, .nonBlocking])
            }
            let status = try Self.call("fstat") { () throws(Errno) in try FileStatus(of: file) }
            guard status.kind == .file else { throw .notAFile }
            guard !status.isOpenToOthers else { throw .tooOpen(mode: status.permissions.rawValue) }
            guard status.size == Self.byteCount else { throw .wrongLength(bytes: Int(status.size)) }
            let bytes = try Self.call("read") { () throws(Errno) in try file.contents(limit: Self.byteCount) }
            guard bytes.count == Self.byteCount else { throw .wrongLength(bytes: bytes.count) }
            storage = SecretStorage(copying: bytes)
        } catch {
            throw FileError(path: path, reason: error)
        }
    }

    /// Reads the key from a file, which is made with a new key and mode 0600 if it is not there.
    ///
    /// When several processes make it at once, all of them end with the key of one. What was made lasts (fsync of
    /// file and folder) before this returns.
    package init(contentsOfOrCreating path: String) throws(FileError) {
        do throws(FileError) {
            try self.init(contentsOf: path)
        } catch {
            guard case .system(_, ENOENT) = error.reason else { throw error }
            do throws(FileError.Reason) {
                try SealingKey().write(to: path)
            } catch {
                throw FileError(path: path, reason: error)
            }
            try self.init(contentsOf: path)
        }
    }

    private func write(to path: String) throws(FileError.Reason) {
        let place = FilePath(path)
        let file = try Self.call("open") { () throws(Errno) in try AtomicFile(in: Folder.parent(of: place)) }
        let bytes = storage.revealed
        try Self.call("write") { () throws(Errno) in try file.write(bytes.span) }
        do throws(Errno) {
            try file.publish(as: place, onConflict: .fail)
        } catch .fileExists {
            // Another process was quicker; its key is the one.
        } catch {
            throw .system(call: "link", errno: error.rawValue)
        }
    }

    private static func call<Value: ~Copyable>(
        _ name: String, _ body: () throws(Errno) -> Value
    ) throws(FileError.Reason) -> Value {
        do throws(Errno) {
            return try body()
        } catch {
            throw .system(call: name, errno: error.rawValue)
        }
    }
}

extension SealingKey: Redacted {
    package var description: String { "<sealing key>" }
}

/// Why something could not be sealed or opened.
package enum SealingError: Error, Equatable, CustomStringConvertible {
    /// It is longer than one call of OpenSSL takes, 2^31 - 1 bytes.
    case tooLong
    /// It was not sealed with this key and context, or it was changed since.
    case notAuthentic
    /// OpenSSL could not do it.
    case crypto(CryptoError)

    package var description: String {
        switch self {
        case .tooLong: "too long to be sealed or opened"
        case .notAuthentic: "not sealed with this key for this purpose, or changed since"
        case .crypto(let error): error.description
        }
    }
}
