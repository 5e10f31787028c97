internal import Glibc
package import SystemPackage

/// Makes a C call again while a signal interrupts it.
///
/// - Throws: its errno where it returns -1, read before anything else can change it.
@discardableResult
package func systemCall<Number: SignedInteger>(_ call: () -> Number) throws(Errno) -> Number {
    while true {
        let result = call()
        guard result == -1 else { return result }
        let code = Glibc.errno
        guard code == EINTR else { throw Errno(rawValue: code) }
    }
}

extension Errno {
    /// What the system says when it lacks descriptors or memory, so that another attempt may go well.
    package static let shortages: [Errno] = [.tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory, .noBufferSpace]
}
