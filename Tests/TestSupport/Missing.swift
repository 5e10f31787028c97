/// A value that a test expects to be there.
package struct Missing: Error {
    package init() {}
}

extension Optional {
    package func unwrapped() throws -> Wrapped {
        guard let self else { throw Missing() }
        return self
    }
}
