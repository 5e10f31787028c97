internal import Glibc

/// How many descriptors the process may have.
enum OpenFileLimit {
    /// Raises the limit as far as the system lets every process; each connection and each open file takes one.
    ///
    /// - Returns: the limit that holds from then on.
    static func raise() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
