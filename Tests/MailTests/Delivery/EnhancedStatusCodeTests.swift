import Mail
import Testing

@testable import Mail

struct EnhancedStatusCodeTests {
    @Test(arguments: ["2.0.0", "4.2.2", "5.7.999"])
    func `reads what servers send`(text: String) {
        #expect(EnhancedStatusCode(text)?.description == text)
    }

    @Test(arguments: [
        "", "4", "4.2", "4.2.2.2", "3.0.0", "04.2.2", "4..2", "4.2.1000", "4.2.99999999999999999999", "4.+2.2", "4.２.2",
        " 4.2.2", "4.2.2 ",
    ])
    func `refuses anything else`(text: String) {
        #expect(EnhancedStatusCode(text) == nil)
    }
}

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
