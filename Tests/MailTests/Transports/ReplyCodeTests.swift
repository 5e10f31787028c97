import Testing

@testable import Mail

struct ReplyCodeTests {
    @Test("Reply codes that say something have an enhanced status of their class, others none")
    func meanings() {
        for code in 200...599 {
            guard let status = EnhancedStatusCode(meaningOf: code) else { continue }
            #expect(status.class.rawValue == code / 100)
        }
        #expect(EnhancedStatusCode(meaningOf: 552)?.description == "5.2.2")
        #expect(EnhancedStatusCode(meaningOf: 535)?.description == "5.7.8")
        #expect(EnhancedStatusCode(meaningOf: 550) == nil)
        #expect(EnhancedStatusCode(meaningOf: .max) == nil)
    }
}
