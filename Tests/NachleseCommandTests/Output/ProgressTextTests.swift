import Testing

@testable import NachleseCommand

struct ProgressTextTests {
    private let text = ProgressText(label: "Issuing", total: 31)

    @Test("a bar has twelve blocks, full as far as the task is done")
    func bar() {
        #expect(text.bar(done: 18, seconds: 12, isPlain: false) == "Issuing 18/31  ██████░░░░░░  0:12")
        #expect(text.bar(done: 0, seconds: 0, isPlain: false) == "Issuing 0/31  ░░░░░░░░░░░░  0:00")
        #expect(text.bar(done: 31, seconds: 754, isPlain: true) == "Issuing 31/31  ############  12:34")
        #expect(text.bar(done: 30, seconds: 3723, isPlain: true) == "Issuing 30/31  ###########.  1:02:03")
    }

    @Test("counts outside of the task do no harm")
    func bounds() {
        #expect(text.bar(done: 40, seconds: -1, isPlain: true) == "Issuing 40/31  ############  0:00")
        let nothing = ProgressText(label: "X", total: 0)
        #expect(nothing.bar(done: 0, seconds: 1, isPlain: true) == "X 0/0  ............  0:01")
    }

    @Test("a line is for files and pipes")
    func line() {
        #expect(text.line(done: 18, seconds: 12) == "Issuing: 18 of 31 after 0:12")
    }
}
