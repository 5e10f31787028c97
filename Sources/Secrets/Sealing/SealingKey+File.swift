import Glibc
import Platform
import SystemPackage

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
            let file = try Self.call("open") { () throws(Errno) in
                try Descriptor(opening: FilePath(path), .readOnly, options: [.noFollow, .nonBlocking])
            }
            let status = try Self.call("fstat") { () throws(Errno) in try FileStatus(of: file) }
            guard status.kind == .file else { throw .notAFile }
            guard !status.isOpenToOthers else { throw .tooOpen(mode: status.permissions.rawValue) }
            guard status.size == Self.octetCount else { throw .wrongLength(octets: Int(status.size)) }
            let octets = try Self.call("read") { () throws(Errno) in try file.contents(limit: Self.octetCount) }
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

    private func write(to path: String) throws(FileError.Reason) {
        let place = FilePath(path)
        let file = try Self.call("open") { () throws(Errno) in try AtomicFile(in: Folder.parent(of: place)) }
        let octets = unsafe storage.withUnsafeBytes { unsafe Array($0) }
        try Self.call("write") { () throws(Errno) in try file.write(octets.span) }
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
