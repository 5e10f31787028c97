/// How much of a multipart body may be anything but content.
package struct MultipartLimits: Sendable, Equatable {
    /// The most parts.
    package var parts = 64
    /// The most octets of one part's head, line ends included.
    package var headBytes = 8192
    /// The most fields of one part's head.
    package var headFields = 16
    /// The most octets before the first boundary and behind the final one, together.
    package var surroundings = 1024
    /// The most blanks behind one boundary.
    package var padding = 64

    package init() {}
}
