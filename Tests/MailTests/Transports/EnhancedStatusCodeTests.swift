import Mail
import Testing

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
