import Nachlese
import SystemPackage
import TestSupport

extension TemporaryFolder {
    /// A data folder in it, not made yet.
    var data: DataFolder { DataFolder(path.appending("data")) }
}
