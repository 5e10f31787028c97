import Nachlese
import Networking

/// The addresses of the settings, read and allowed.
struct ListenAddresses {
    let all: [SocketAddress]

    /// - Throws: `Complaint` for a text that is no address; `SettingsReader.Fault.publicURLNeeded` when others than
    ///   this machine can connect, or only by a Unix socket, and nobody said what address they see.
    init(_ settings: Settings) throws {
        var all: [SocketAddress] = []
        for text in settings.listen {
            do throws(SocketAddressError) {
                all.append(try SocketAddress(text))
            } catch {
                throw Complaint(.configuration, "setting 'listen': \(error)")
            }
        }
        if settings.publicURL == nil, let open = all.first(where: { !$0.isLoopback || !$0.isInternet }) {
            throw SettingsReader.Fault.publicURLNeeded(listening: "\(open)")
        }
        self.all = all
    }
}
