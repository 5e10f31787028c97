package import SystemPackage

/// Why a stream or listener could not do what was asked.
package enum StreamError: Error, Hashable, CustomStringConvertible {
    /// The deadline passed, or nothing moved for the time allowed.
    case timedOut
    /// The wait was interrupted by its owner, or the loop is stopping. The descriptor is still good.
    case cancelled
    /// The descriptor was closed on this side.
    case closed
    /// The peer broke the connection (ECONNRESET, EPIPE, ECONNABORTED).
    case reset
    /// A file had fewer bytes than it was to deliver.
    case truncated
    /// There are no descriptors or no memory for another connection (EMFILE, ENFILE, ENOBUFS, ENOMEM).
    case exhausted
    /// The peer does not speak TLS as it should; the text says why.
    case tls(String)
    /// The server could not show that it is the one it should be.
    case certificate(TLSCertificateRefusal)
    /// Any other failed system call.
    case failed(Errno)

    /// The error that an errno stands for.
    package init(_ errno: Errno) {
        switch errno {
        case .connectionReset, .brokenPipe, .connectionAbort: self = .reset
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noBufferSpace, .noMemory: self = .exhausted
        default: self = .failed(errno)
        }
    }

    package var description: String {
        switch self {
        case .timedOut: "the time allowed is up"
        case .cancelled: "the wait was interrupted"
        case .closed: "the connection is closed"
        case .reset: "the peer broke the connection"
        case .truncated: "the file is shorter than it was to be"
        case .exhausted: "no descriptors or no memory for another connection"
        case .tls(let reason): "TLS: \(reason)"
        case .certificate(let refusal): "TLS: \(refusal)"
        case .failed(let errno): errno.description
        }
    }
}
