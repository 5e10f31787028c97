import Platform
package import Secrets

extension ScryptParameters {
    /// What a new password hash of this build costs: the recommended parameters.
    ///
    /// Only a debug build can be told by its environment to do with nearly nothing, for tests that are about everything
    /// else: four of five seconds of their processor time went into hashes.
    package static var ofThisBuild: ScryptParameters {
        #if DEBUG
            if Environment.value(of: "CHEAP_PASSWORD_HASHES") != nil, let cheap = ScryptParameters(logN: 4, r: 8, p: 1)
            {
                return cheap
            }
        #endif
        return .recommended
    }
}
