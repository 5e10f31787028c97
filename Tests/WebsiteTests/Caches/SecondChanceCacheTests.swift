import Testing

@testable import Website

@Suite struct SecondChanceCacheTests {
    @Test(arguments: [1, 2, 7, 100]) func `holds what was kept last and never more than it may`(capacity: Int) {
        var cache = SecondChanceCache<Int, Int>(capacity: capacity)
        for number in 0..<1000 {
            cache.keep(number * 2, for: number)
            #expect(cache.find(number) == number * 2)
            #expect(cache.count == min(number + 1, capacity))
        }
        #expect((0..<1000).count { cache.find($0) != nil } == capacity)
    }

    @Test func `what is needed again and again survives what is needed once`() {
        var cache = SecondChanceCache<Int, Int>(capacity: 100)
        let hot = 0..<50
        for number in hot { cache.keep(number, for: number) }
        for round in 0..<200 {
            for number in hot { #expect(cache.find(number) == number) }
            for number in 0..<40 { cache.keep(0, for: 1000 + round * 40 + number) }
        }
    }

    @Test func `what was not needed makes room, though it came last`() {
        var cache = SecondChanceCache<String, Int>(capacity: 2)
        cache.keep(1, for: "old")
        cache.keep(2, for: "new")
        #expect(cache.find("old") == 1)
        cache.keep(3, for: "newest")
        #expect(cache.find("old") == 1)
        #expect(cache.find("new") == nil)
        #expect(cache.find("newest") == 3)
    }

    @Test func `a value takes the place of the one before it`() {
        var cache = SecondChanceCache<String, Int>(capacity: 2)
        cache.keep(1, for: "a")
        cache.keep(2, for: "a")
        #expect(cache.count == 1)
        #expect(cache.find("a") == 2)
    }

    @Test func `forgets everything at once and begins anew`() {
        final class Held {}
        var cache = SecondChanceCache<Int, Held>(capacity: 3)
        weak var first: Held?
        for number in 0..<5 {
            let held = Held()
            if number == 4 { first = held }
            cache.keep(held, for: number)
        }
        #expect(first != nil)
        cache.removeAll()
        #expect(first == nil)
        #expect(cache.count == 0)
        #expect((0..<5).allSatisfy { cache.find($0) == nil })
        for number in 0..<4 { cache.keep(Held(), for: number) }
        #expect(cache.count == 3)
        #expect(cache.find(3) != nil)
    }

    // Bounded by size

    @Test func `never holds more bytes than it may, and nothing that is too large`() {
        var cache = SecondChanceCache<Int, Int>(capacity: 1000)
        for number in 0..<500 {
            let size = number * 37 % 300
            cache.keep(number, for: number, size: size)
            #expect(cache.size <= 1000)
            #expect((cache.find(number) == number) == (size <= 250))
        }
        #expect(cache.count > 3)
        #expect((0..<500).count { cache.find($0) != nil } == cache.count)
    }

    @Test func `what is needed again and again survives what is needed once, whatever it takes`() {
        var cache = SecondChanceCache<Int, Int>(capacity: 1000)
        for number in 0..<5 { cache.keep(number, for: number, size: 100) }
        for round in 0..<200 {
            for number in 0..<5 { #expect(cache.find(number) == number) }
            for number in 0..<2 { cache.keep(0, for: 10 + round * 2 + number, size: 100) }
        }
    }

    @Test func `a value takes the place of the one before it, whatever their sizes are`() {
        var cache = SecondChanceCache<String, Int>(capacity: 100)
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

    @Test func `forgets everything at once and begins anew, its sizes too`() {
        final class Held {}
        var cache = SecondChanceCache<Int, Held>(capacity: 100)
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
