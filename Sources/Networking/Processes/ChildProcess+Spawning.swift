internal import CLinux
internal import Glibc
internal import SystemPackage

extension ChildProcess {
    /// Starts the program with two descriptors of ours, both above 2, as its standard input and error.
    static func spawn(
        _ program: FilePath, _ arguments: [String], _ environment: [String], input: Int32, errors: Int32
    ) throws(Errno) -> pid_t {
        try result(
            unsafe withCStrings([program.string] + arguments) { arguments in
                unsafe withCStrings(environment) { environment in
                    unsafe clinux_spawn(program.string, arguments, environment, input, errors)
                }
            })
    }

    /// Calls with a null-terminated array of C strings.
    private static func withCStrings<Outcome>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Outcome
    ) -> Outcome {
        let copies = unsafe strings.map { unsafe strdup($0) } + [nil]
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies)
    }
}
