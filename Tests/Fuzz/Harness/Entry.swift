/// What libFuzzer calls; each target defines `fuzz(_:)` for it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ octets: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    fuzz(Array(UnsafeBufferPointer(start: octets, count: count)))
    return 0
}
