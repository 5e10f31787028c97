package import Nachlese
import SystemPackage
package import TestSupport

extension TemporaryFolder {
    /// A data folder in it, not made yet.
    package var data: DataFolder { DataFolder(path.appending("data")) }
}
