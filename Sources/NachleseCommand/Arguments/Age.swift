/// A length of time as people write it: `2d`, `12h`, `30m`, or `0`.
struct Age {
    let seconds: Int64

    /// Reads a length of time that was typed.
    @Sendable static func read(_ text: String) throws -> Age {
        if text == "0" { return Age(seconds: 0) }
        let units: [UInt8: Int64] = [
            UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86_400,
        ]
        guard let unit = text.utf8.last.flatMap({ units[$0] }), (2...5).contains(text.utf8.count),
            let number = Int64(String(decoding: text.utf8.dropLast(), as: UTF8.self)), number >= 0
        else { throw BadArgument("write days, hours or minutes such as 2d, 12h or 30m, or 0") }
        return Age(seconds: number * unit)
    }
}
