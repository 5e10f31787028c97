/// Memory to read a part of a file into, a whole number of TLS records.
@safe final class FileBuffer {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * TLSSession.recordSize, alignment: 4096)

    deinit {
        unsafe bytes.deallocate()
    }
}
