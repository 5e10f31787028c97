import Platform
package import Secrets

extension ScryptParameters {
    /// What a new password hash of this build costs: the recommended parameters.
    ///
    /// Only a debug build can be told by its environment to do with less, as the logarithm of N, for tests that are about
    /// everything else: most of their processor time went into hashes.
    package static var ofThisBuild: ScryptParameters {
        #if DEBUG
            if let cost = Environment.value(of: "PASSWORD_HASH_COST").flatMap({ Int($0) }),
                let parameters = ScryptParameters(logN: cost, r: 8, p: 1)
            {
                return parameters
            }
        #endif
        return .recommended
    }
}
