package import Networking
package import SystemPackage

/// Why the service cannot start.
package enum ServiceError: Error {
    /// The address is in use, not of this machine, or not allowed.
    case cannotListen(SocketAddress, any Error)
    /// The data folder cannot be made.
    case dataFolder(FilePath, Errno)
    /// What is wrong with the sockets that the service manager passed.
    case passedSockets(String)
}
