import Glibc

extension SealingKey {
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
            /// It has not exactly 32 octets.
            case wrongLength(octets: Int)
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
            case .wrongLength(let octets): "key file \(path): \(octets) octets instead of \(SealingKey.octetCount)"
            }
        }
    }

    /// Reads the key from a file of 32 raw octets that nobody but its owner may touch.
    package init(contentsOf path: String) throws(FileError) {
        do throws(FileError.Reason) {
            let file = try OpenFile(path: path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
            let status = try file.status()
            guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
            guard status.st_mode & 0o077 == 0 else { throw .tooOpen(mode: status.st_mode & 0o7777) }
            guard status.st_size == Self.octetCount else { throw .wrongLength(octets: Int(status.st_size)) }
            let octets = try file.read(upTo: Self.octetCount)
            guard octets.count == Self.octetCount else { throw .wrongLength(octets: octets.count) }
            storage = SecretStorage(copying: octets)
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

    // The name appears only by link(2), which never replaces a file, when the content already lasts.
    private func write(to path: String) throws(FileError.Reason) {
        let temporary = "\(path).\(Hex.encode(randomOctets(8)))"
        let file = try OpenFile(path: temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        defer { _ = unsafe unlink(temporary) }
        try file.setMode(0o600)
        try file.write(unsafe storage.withUnsafeBytes { unsafe Array($0) })
        try file.synchronize()
        guard unsafe link(temporary, path) == 0 || errno == EEXIST else { throw .system(call: "link", errno: errno) }
        try OpenFile(path: Self.folder(of: path), flags: O_RDONLY | O_DIRECTORY).synchronize()
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return String(path[...slash])
    }
}
