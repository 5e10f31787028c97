internal import Glibc
package import SystemPackage

/// What there is to do with folders; every call blocks on the disk.
package enum Folder {
    /// Makes a folder, mode 0700 whatever the umask, whose name is on the disk when this returns; one that is there is
    /// left as it is.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - withParents: Whether the folders around it are made likewise where they are missing.
    /// - Throws: `.notDirectory` when something else is in the place.
    package static func create(_ path: FilePath, withParents: Bool = true) throws(Errno) {
        do throws(Errno) {
            guard try FileStatus(of: path).kind == .folder else { throw .notDirectory }
            return
        } catch .noSuchFileOrDirectory {
            let parent = self.parent(of: path)
            if withParents, parent != path, parent != "." { try create(parent) }
            do throws(Errno) {
                try systemCall { unsafe path.withPlatformString { unsafe mkdir($0, 0o700) } }
            } catch .fileExists {
                // Another process was quicker, which is as good.
            }
            try synchronize(parent)
        }
    }

    /// Makes a new folder, mode 0700, whose name begins so (`mkdtemp(3)`).
    ///
    /// - Parameters:
    ///   - prefix: What the name begins with.
    ///   - parent: The folder around it.
    /// - Returns: its path.
    /// - Throws: The errno of the system call.
    package static func createTemporary(named prefix: String, in parent: FilePath) throws(Errno) -> FilePath {
        var template = Array(parent.appending("\(prefix)XXXXXX").string.utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Errno(rawValue: Glibc.errno) }
        return FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// The names of what lies in a folder, in no order.
    package static func names(in path: FilePath) throws(Errno) -> [String] {
        let folder = try Descriptor(opening: path, .readOnly, options: .directory).release()
        guard let stream = unsafe fdopendir(folder) else {
            let code = Glibc.errno
            close(folder)
            throw Errno(rawValue: code)
        }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        Glibc.errno = 0
        while let entry = unsafe readdir(stream) {
            // The record is only as long as its name: it must not be copied as a whole.
            let start = unsafe UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
            let name = unsafe String(cString: start.assumingMemoryBound(to: CChar.self))
            if name != ".", name != ".." { names.append(name) }
            Glibc.errno = 0
        }
        guard Glibc.errno == 0 else { throw Errno(rawValue: Glibc.errno) }
        return names
    }

    /// Lets a file count as written at this moment (`utimensat(2)`).
    package static func touch(_ path: FilePath) throws(Errno) {
        try systemCall { unsafe path.withPlatformString { unsafe utimensat(AT_FDCWD, $0, nil, 0) } }
    }

    /// Removes a file; one that is gone already is no error.
    package static func removeFile(_ path: FilePath) throws(Errno) {
        do throws(Errno) {
            try systemCall { unsafe path.withPlatformString { unsafe unlink($0) } }
        } catch .noSuchFileOrDirectory {
            return
        }
    }

    /// Whether this process may list, change and enter a folder; nil where there is none.
    package static func isUsable(_ path: FilePath) -> Bool? {
        do throws(Errno) {
            try systemCall { unsafe path.withPlatformString { unsafe access($0, R_OK | W_OK | X_OK) } }
            return true
        } catch {
            return error == .noSuchFileOrDirectory ? nil : false
        }
    }

    /// Waits until the names in a folder are on the disk.
    package static func synchronize(_ path: FilePath) throws(Errno) {
        try Descriptor(opening: path, .readOnly, options: .directory).synchronize()
    }

    /// The folder in which a path lies, `.` for a bare name.
    package static func parent(of path: FilePath) -> FilePath {
        let parent = path.removingLastComponent()
        return parent.isEmpty ? "." : parent
    }
}
