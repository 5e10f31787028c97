internal import Glibc
internal import SystemPackage

/// Python's own mail reader as a second opinion.
package enum Python {
    package struct Failure: Error {
        package let what: String
    }

    /// Runs a script with a folder as its argument and gives back what it printed; a missing `python3` throws.
    package static func run(_ script: String, in folder: borrowing TemporaryFolder) throws -> String {
        try folder.write(script.utf8, to: "script.py")
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let output = folder.path.appending("output").string
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)

        let arguments = ["python3", "-X", "utf8", folder.path.appending("script.py").string, folder.path.string]
        let environment = ["PATH", "HOME"].compactMap { (name: String) -> String? in
            unsafe getenv(name).map { unsafe "\(name)=\(String(cString: $0))" }
        }
        let code = unsafe withCStrings(arguments) { argumentPointers in
            unsafe withCStrings(environment) { environmentPointers in
                var process: pid_t = 0
                let code = unsafe posix_spawnp(
                    &process, "python3", &actions, nil, argumentPointers, environmentPointers)
                guard code == 0 else { return code }
                var status: CInt = 0
                while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
                return status
            }
        }
        guard code == 0 else {
            let printed = (try? folder.read("output")).map { String(decoding: $0, as: UTF8.self) } ?? ""
            throw Failure(what: "python3 ended with \(code): \(printed)")
        }
        return String(decoding: try folder.read("output"), as: UTF8.self)
    }

    /// Calls with a null-terminated array of C strings.
    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = unsafe strings.map { unsafe strdup($0) } + [nil]
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies)
    }
}
