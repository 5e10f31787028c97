extension EnhancedStatusCode {
    /// What a reply code means where the server gave no enhanced one; `nil` for a code that says no more than its class.
    ///
    /// After the meanings of RFC 5321 section 4.2.3 and RFC 4954 section 6; 452 and 552 are what full mailboxes answer.
    package init?(meaningOf replyCode: Int) {
        switch replyCode {
        case 421: self.init("4.3.2")
        case 451: self.init("4.3.0")
        case 452: self.init("4.2.2")
        case 530: self.init("5.7.0")
        case 534: self.init("5.7.9")
        case 535: self.init("5.7.8")
        case 551: self.init("5.1.6")
        case 552: self.init("5.2.2")
        case 553: self.init("5.1.3")
        default: return nil
        }
    }
}
