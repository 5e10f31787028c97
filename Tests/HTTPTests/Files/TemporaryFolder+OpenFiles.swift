import Glibc
import SystemPackage
import TestSupport

extension TemporaryFolder {
    /// The files of this process that are open in it, those without a name included.
    func openFiles() -> [String] {
        (0..<4096).compactMap { number in
            var target = [CChar](repeating: 0, count: 4096)
            let count = unsafe readlink("/proc/self/fd/\(number)", &target, target.count)
            guard count > 0 else { return nil }
            let name = String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return name.hasPrefix(path.string) ? name : nil
        }
    }
}
