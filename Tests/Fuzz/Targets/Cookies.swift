@testable import HTTP

/// `Cookie`, one field a line: values hold what a cookie may hold, and every one of them was there.
func fuzz(_ bytes: [UInt8]) {
    let fields = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let cookies = Cookies(fields: fields)
    for name in ["nachlese", "__Host-nachlese", "a", ""] {
        let values = cookies.values(named: name)
        let pairs = fields.reduce(0) { $0 + $1.count { $0 == UInt8(ascii: ";") } + 1 }
        expect(values.count <= pairs, "\(values.count) values of \(pairs)")
        for value in values {
            expect(value.utf8.allSatisfy(SetCookie.isValueByte), "a value \(value)")
        }
    }
}
