import Testing

@testable import Website

@Suite struct ClockCacheTests {
    @Test(arguments: [1, 2, 7, 100]) func `holds what was kept last and never more than it may`(capacity: Int) {
        var cache = ClockCache<Int, Int>(capacity: capacity)
        for number in 0..<1000 {
            cache.keep(number * 2, for: number)
            #expect(cache.find(number) == number * 2)
            #expect(cache.count == min(number + 1, capacity))
        }
        #expect((0..<1000).count { cache.find($0) != nil } == capacity)
    }

    @Test func `what is needed again and again survives what is needed once`() {
        var cache = ClockCache<Int, Int>(capacity: 100)
        let hot = 0..<50
        for number in hot { cache.keep(number, for: number) }
        for round in 0..<200 {
            for number in hot { #expect(cache.find(number) == number) }
            for number in 0..<40 { cache.keep(0, for: 1000 + round * 40 + number) }
        }
    }

    @Test func `what was not needed makes room, though it came last`() {
        var cache = ClockCache<String, Int>(capacity: 2)
        cache.keep(1, for: "old")
        cache.keep(2, for: "new")
        #expect(cache.find("old") == 1)
        cache.keep(3, for: "newest")
        #expect(cache.find("old") == 1)
        #expect(cache.find("new") == nil)
        #expect(cache.find("newest") == 3)
    }

    @Test func `a value takes the place of the one before it`() {
        var cache = ClockCache<String, Int>(capacity: 2)
        cache.keep(1, for: "a")
        cache.keep(2, for: "a")
        #expect(cache.count == 1)
        #expect(cache.find("a") == 2)
    }

    @Test func `forgets everything at once and begins anew`() {
        final class Held {}
        var cache = ClockCache<Int, Held>(capacity: 3)
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
}
