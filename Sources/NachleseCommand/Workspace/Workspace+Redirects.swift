import Nachlese
import SQLite
import SystemPackage
import Website

extension Workspace {
    /// The table of old addresses; an empty one where there is no file.
    ///
    /// - Throws: `CommandError` about what is wrong with it.
    func redirects() throws(CommandError) -> RedirectTable {
        do throws(RedirectFile.Fault) {
            return try RedirectFile(folder.redirects).read()
        } catch {
            throw CommandError(error)
        }
    }

    /// Every fault of the table of old addresses.
    func redirectFaults() -> [RedirectFault] {
        do throws(RedirectFile.Fault) {
            _ = try RedirectFile(folder.redirects).read()
            return []
        } catch {
            if case .lines(let faults) = error { return faults }
            return []
        }
    }
}

extension CommandError {
    /// About the table of old addresses.
    init(_ fault: RedirectFile.Fault) {
        switch fault {
        case .unreadable(let path, let error): self.init(error, of: "\(path) cannot be read")
        case .tooLong, .lines: self.init(.configuration, "\(fault)")
        }
    }
}
