/// As many random octets as asked for, from the given generator.
package func randomOctets(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<count).map { _ in generator.next() }
}

/// As many random octets as asked for, from the system's generator (getrandom(2)).
package func randomOctets(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return randomOctets(count, using: &generator)
}
