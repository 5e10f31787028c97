import Testing

@testable import Website

@Suite struct ByteBoundedCacheTests {
    @Test func `never holds more bytes than it may, and nothing that is too large`() {
        var cache = ByteBoundedCache<Int, Int>(capacity: 1000)
        for number in 0..<500 {
            let size = number * 37 % 300
            cache.keep(number, for: number, size: size)
            #expect(cache.size <= 1000)
            #expect((cache.find(number) == number) == (size <= 250))
        }
        #expect(cache.count > 3)
        #expect((0..<500).count { cache.find($0) != nil } == cache.count)
    }

    @Test func `what is needed again and again survives what is needed once`() {
        var cache = ByteBoundedCache<Int, Int>(capacity: 1000)
        for number in 0..<5 { cache.keep(number, for: number, size: 100) }
        for round in 0..<200 {
            for number in 0..<5 { #expect(cache.find(number) == number) }
            for number in 0..<2 { cache.keep(0, for: 10 + round * 2 + number, size: 100) }
        }
    }

    @Test func `a value takes the place of the one before it, whatever their sizes are`() {
        var cache = ByteBoundedCache<String, Int>(capacity: 100)
        cache.keep(1, for: "a", size: 20)
        cache.keep(2, for: "b", size: 20)
        cache.keep(3, for: "a", size: 25)
        #expect(cache.find("a") == 3)
        #expect(cache.size == 45)
        cache.keep(4, for: "a", size: 26)
        #expect(cache.find("a") == nil)
        #expect(cache.find("b") == 2)
        #expect(cache.size == 20)
    }

    @Test func `forgets everything at once and begins anew`() {
        final class Held {}
        var cache = ByteBoundedCache<Int, Held>(capacity: 100)
        weak var first: Held?
        for number in 0..<9 {
            let held = Held()
            if number == 8 { first = held }
            cache.keep(held, for: number, size: 20)
        }
        #expect(first != nil)
        cache.removeAll()
        #expect(first == nil)
        #expect(cache.count == 0)
        #expect(cache.size == 0)
        cache.keep(Held(), for: 3, size: 20)
        #expect(cache.find(3) != nil)
    }
}
