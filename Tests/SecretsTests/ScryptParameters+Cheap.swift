import Secrets
import Testing

extension ScryptParameters {
    /// Far too weak for anything but a fast test.
    static func cheap() throws -> ScryptParameters {
        try #require(ScryptParameters(logN: 4, r: 8, p: 1))
    }
}
