import Codecs
import Mail
import Testing

@testable import Letters

struct DeliveryTroubleTests {
    @Test(
        "statuses have words",
        arguments: [
            ("5.1.1", true, DeliveryTrouble.unknownMailbox), ("5.1.10", true, .unknownMailbox),
            ("5.4.1", true, .unknownMailbox), ("4.4.1", false, .unreachable), ("5.1.2", true, .unknownDomain),
            ("5.4.4", true, .unknownDomain), ("5.2.1", true, .disabledMailbox), ("5.2.2", true, .fullMailbox),
            ("4.2.2", false, .fullMailbox), ("4.2.2", true, .fullMailbox), ("5.3.4", true, .tooLarge),
            ("4.3.2", false, .busy), ("5.7.1", true, .refusedByRule), ("5.7.26", true, .refusedSender),
            ("4.7.1", false, .notYet), ("5.7.8", false, .refusedSignIn), ("5.6.7", true, .internationalAddress),
            ("5.4.6", true, .loop), ("4.4.7", true, .expired), ("5.0.0", true, .refused), ("4.0.0", false, .notYet),
            ("4.0.0", true, .expired), ("5.999.999", true, .refused),
        ])
    func statuses(status: String, isLasting: Bool, trouble: DeliveryTrouble) {
        #expect(DeliveryTrouble(EnhancedStatusCode(status), isLasting: isLasting) == trouble)
    }

    @Test("without a status it is known whether there is hope")
    func none() {
        #expect(DeliveryTrouble(nil, isLasting: false) == .notYet)
        #expect(DeliveryTrouble(nil, isLasting: true) == .refused)
    }

    @Test("each has a sentence of its own in both languages")
    func sentences() {
        for language in [Language.german, .english] {
            let sentences = DeliveryTrouble.allCases.map { $0.sentence(in: language) }
            #expect(Set(sentences).count == sentences.count)
            #expect(sentences.allSatisfy { $0.hasSuffix(".") && !$0.contains("!") && $0.unicodeScalars.count < 100 })
        }
        #expect(DeliveryTrouble.fullMailbox.sentence(in: .german) == "Das Postfach ist voll.")
    }
}
