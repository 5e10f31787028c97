/// A content that comes piece by piece.
package protocol ContentSource {
    /// Reads on: the bytes that come next, at least one; nil at the end.
    ///
    /// `limit`: bytes of the whole content, the same in every call.
    func next(upTo limit: Int64) async throws(ContentError) -> ArraySlice<UInt8>?
}

/// Why the content of a request could not be had.
package enum ContentError: Error {
    /// It breaks a rule, is larger than allowed, or had to make room: to be answered with that error.
    case refused(RequestError)
    /// It did not come in time: 408.
    case timedOut
    /// It was cut off: the client is gone, or has closed its side and may still read an answer.
    case disconnected
}
