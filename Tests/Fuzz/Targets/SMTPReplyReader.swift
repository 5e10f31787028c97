@testable import Mail

/// Answers of a mail server: the cuts change nothing, an answer is bounded and has a code.
func fuzz(_ bytes: [UInt8]) {
    let whole = read(bytes, cutAt: [])
    for places in cuts(of: bytes) {
        expect(read(bytes, cutAt: places) == whole, "cut at \(places)")
    }
    for reply in whole.replies {
        expect((200...559).contains(reply.code), "\(reply.code)")
        expect((1...SMTPReplyReader.mostLines).contains(reply.lines.count), "\(reply.lines.count) lines")
        expect(reply.status.map { $0.class.rawValue == reply.code / 100 } ?? true, "\(reply)")
        for step in [SMTPStep.greeting, .hello, .startTLS, .signIn, .reset, .sender, .recipient, .message] {
            let error = reply.refusal(of: step)
            expect(error.reason.unicodeScalars.count <= 500, error.reason)
            expect(!error.description.utf8.contains { $0 < 0x20 || $0 == 0x7F }, error.description)
            expect(error.scope == .mail || error.persistence == .temporary, error.description)
        }
        let capabilities = SMTPCapabilities(reply)
        expect(capabilities.largestMessage.map { $0 > 0 } ?? true, "\(capabilities)")
        expect(capabilities.mechanisms.isEmpty || capabilities.offersSignIn, "\(capabilities)")
    }
}

struct Conversation: Equatable {
    var replies: [SMTPReply] = []
    var error: SMTPReplyError?
}

func read(_ bytes: [UInt8], cutAt places: [Int]) -> Conversation {
    var reader = SMTPReplyReader()
    var conversation = Conversation()
    var start = 0
    for end in places + [bytes.count] {
        let piece = Array(bytes[start..<end])
        var position = 0
        do throws(SMTPReplyError) {
            while let reply = try reader.next(in: piece, at: &position) { conversation.replies.append(reply) }
            expect(position == piece.count, "octets left over")
        } catch {
            conversation.error = error
            return conversation
        }
        start = end
    }
    return conversation
}
