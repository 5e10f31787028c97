import ArgumentParser
import Catalogue
import Codecs
import HTTP
import Mail
import Members
import Nachlese
import Networking
import SQLite
import Secrets
import SystemPackage

/// The one place that turns errors of all floors into words.
extension Complaint {
    /// Nil for what the argument parser has to say itself.
    init?(of error: any Error) {
        switch error {
        case let error as Complaint: self = error
        case let error as SeriesError: self.init(error)
        case let error as ModuleError: self.init(error)
        case let error as PresentationError: self.init(error)
        case let error as PictureError: self.init(error)
        case let error as AccountError: self.init(error)
        case let error as AccessRequestError: self.init(error)
        case let error as SQLiteError: self.init(error)
        case let error as MigrationError: self.init(.configuration, "\(error)")
        case let error as SettingsReader.Fault: self.init(.configuration, "\(error)")
        case let error as SealingKey.FileError: self.init(.configuration, "\(error)")
        case let error as PasswordHasher.Failure: self.init(.tryAgain, "\(error)")
        case let error as Errno: self.init(error, of: "the data folder")
        case is InvalidHeaderText:
            self.init(.badInput, "the name cannot stand in a mail; use letters, digits and punctuation")
        case is InvalidEmailAddress:
            self.init(.configuration, "no sender for mails: set 'mail-from' to an e-mail address")
        case Server.Failure.cannotListen(let address, let cause): self.init(cause, listeningOn: address)
        case let error as TLSError: self.init(error)
        default:
            guard RootCommand.exitCode(for: error) == .failure else { return nil }
            self.init(.failed, "it did not work: \(error)")
        }
    }

    /// About something that could not be read or written.
    init(_ error: Errno, of subject: String) {
        switch error {
        case .permissionDenied, .notPermitted, .readOnlyFileSystem:
            self.init(.notPermitted, "\(subject): \(error); run the command as the owner of the data folder")
        case .noSuchFileOrDirectory: self.init(.notFound, "\(subject): there is no such file")
        default: self.init(.cannotWrite, "\(subject): \(error)")
        }
    }

    /// About an address, with what the system or the server threw.
    init(_ cause: any Error, listeningOn address: SocketAddress) {
        switch cause as? Errno {
        case .addressInUse:
            self.init(
                .unavailable,
                "another program listens on \(address) already; end it, or choose another address with --listen")
        case .addressNotAvailable:
            self.init(.unavailable, "\(address) is no address of this machine; choose another one with --listen")
        case .notSocket:
            self.init(.configuration, "\(address) is there already and is no socket; choose another path")
        case .permissionDenied, .notPermitted:
            let reason = address.isInternet ? "ports below 1024 need a privilege" : "the folder must be writable"
            self.init(.notPermitted, "listening on \(address) is not permitted; \(reason)")
        default: self.init(.unavailable, "cannot listen on \(address): \(cause)")
        }
    }

    private init(_ error: SQLiteError) {
        if error.isBusy {
            self.init(.tryAgain, "the database is in use by another command; try again in a moment")
        } else if error.isFull {
            self.init(.cannotWrite, "the disk is full; nothing was changed")
        } else if error.isReadOnly || error.code.primary == .permission || error.code.primary == .cannotOpen {
            self.init(
                .notPermitted,
                "the database cannot be opened for this (\(error.message)); run as the owner of the data folder")
        } else if error.isCorrupt {
            self.init(.failed, "the database is damaged (\(error.message)); stop the server and restore a backup")
        } else {
            self.init(.failed, "the database says: \(error.message); nothing was changed")
        }
    }

    private init(_ error: AccountError) {
        switch error {
        case .exists(let email):
            self.init(
                .exists,
                "there is an account for \(email) already; 'account renew' mails a new password, 'account admit' "
                    + "adds modules")
        case .unknown(let email):
            self.init(.notFound, "there is no account for \(email); 'nachlese account list' shows them all")
        case .alreadyRevoked(let email): self.init(.exists, "the account of \(email) is revoked already")
        case .revoked(let email):
            self.init(.failed, "the account of \(email) is revoked; 'account renew \(email) --restore' opens it again")
        case .expired(let email): self.init(.failed, "the account of \(email) has come to its end")
        case .damagedAddress(let id):
            self.init(.failed, "account \(id) has no valid address; the database was changed from outside")
        }
    }

    private init(_ error: SeriesError) {
        switch error {
        case .unknown(let slug): self.init(.notFound, "there is no series '\(slug)'; see 'nachlese series list'")
        case .exists(let slug):
            self.init(.exists, "there is a series '\(slug)' already; 'nachlese series edit \(slug)' changes it")
        case .inUse(let slug, let modules):
            self.init(.failed, "series '\(slug)' still has modules (\(modules)); remove them first")
        }
    }

    private init(_ error: ModuleError) {
        switch error {
        case .unknown(let slug): self.init(.notFound, "there is no module '\(slug)'; see 'nachlese module list'")
        case .exists(let slug):
            self.init(.exists, "there is a module '\(slug)' already; 'nachlese module edit \(slug)' changes it")
        case .inUse(let slug, let presentations):
            self.init(.failed, "module '\(slug)' still has presentations (\(presentations)); remove them first")
        case .alreadyWithdrawn: self.init(.exists, "it is withdrawn already")
        case .alreadyPublished(let slug): self.init(.exists, "module '\(slug)' is public already")
        case .notPublished(let slug):
            self.init(.failed, "module '\(slug)' is a draft that nobody sees; 'module remove' removes it")
        }
    }

    private init(_ error: PresentationError) {
        switch error {
        case .unknown(let id):
            self.init(.notFound, "there is no presentation \(id); see 'nachlese presentation list MODULE'")
        case .tooManyAlike(let slug):
            self.init(.badInput, "too many presentations are called '\(slug)' already; choose another title")
        case .incompleteOrder(let module, let has):
            let ids = has.map(\.description).joined(separator: " ")
            self.init(
                .badInput, "name every presentation of '\(module)' exactly once, in the order wanted; it has: \(ids)")
        case .alreadyWithdrawn: self.init(.exists, "it is withdrawn already")
        }
    }

    private init(_ error: PictureError) {
        switch error {
        case .unknown(let name, let module):
            self.init(
                .notFound, "module '\(module)' has no picture '\(name)'; see 'nachlese module picture list \(module)'")
        case .exists(let name, let module):
            self.init(
                .exists,
                "module '\(module)' has a picture '\(name)' already; remove it first, or give this one another name "
                    + "with --name")
        }
    }
}
