import Codecs
import Nachlese

/// A JSON document (RFC 8259) with its keys in the order in which they are given.
indirect enum JSON: Sendable {
    case null
    case bool(Bool)
    case number(Int64)
    case string(String)
    case array([JSON])
    case object(KeyValuePairs<String, JSON>)

    /// A string or null.
    static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

    /// Indented by two blanks a level, without a line break at the end.
    var rendered: String {
        var text = ""
        write(to: &text, indent: "")
        return text
    }

    private func write(to text: inout String, indent: String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += String(value)
        case .string(let value): JSON.write(value, to: &text)
        case .array(let values):
            JSON.write(values, between: "[", and: "]", to: &text, indent: indent) { value, text, indent in
                value.write(to: &text, indent: indent)
            }
        case .object(let members):
            JSON.write(members, between: "{", and: "}", to: &text, indent: indent) { member, text, indent in
                JSON.write(member.key, to: &text)
                text += ": "
                member.value.write(to: &text, indent: indent)
            }
        }
    }

    private static func write<Items: Collection>(
        _ items: Items, between open: String, and close: String, to text: inout String, indent: String,
        each: (Items.Element, inout String, String) -> Void
    ) {
        guard !items.isEmpty else {
            text += open + close
            return
        }
        let inner = indent + "  "
        var separator = open + "\n"
        for item in items {
            text += separator + inner
            each(item, &text, inner)
            separator = ",\n"
        }
        text += "\n" + indent + close
    }

    /// Escapes what RFC 8259 section 7 asks for, and what steers a terminal.
    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            default:
                if scalar.isSteering {
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}

extension JSON {
    /// A moment in UTC, or null.
    static func time(_ moment: Timestamp?) -> JSON { .optional(moment?.iso) }
}
