import Codecs

/// The HTML of a letter while it is written.
struct LetterPage {
    private let head: String
    private var body = ""

    private static let sans = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
    private static let mono = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Courier New',monospace"

    /// Dark mode, for the programs that read a style sheet.
    private static let sheet = """
        :root{color-scheme:light dark;supported-color-schemes:light dark}
        @media (prefers-color-scheme:dark){
        body,.sheet{background:#16191c!important;color:#e6e9ec!important}
        .panel{background:#242a2f!important;border-color:#48515a!important;color:#e6e9ec!important}
        .quiet{color:#aab3bb!important;border-color:#48515a!important}
        a{color:#8fbcf3!important}
        }
        """

    init(title: String, language: Language) {
        head = """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>\(HTMLEscaping.escape(title))</title>
            <style>
            \(Self.sheet)
            </style>
            </head>
            <body style="margin:0;padding:0;background:#ffffff">
            <div class="sheet" lang="\(language.rawValue)" style="padding:24px 16px;background:#ffffff;color:#1c2126;\
            font-family:\(Self.sans);font-size:16px;line-height:1.5;overflow-wrap:anywhere;word-break:break-word">
            <div style="max-width:36em;margin:0 auto">

            """
    }

    /// Adds lines of one kind; `isIntroduction`: a list follows that belongs to them.
    mutating func append(_ lines: ArraySlice<LetterBody.Line>, isIntroduction: Bool) {
        switch lines.first {
        case .text: append(paragraph: lines, attributes: "style=\"margin:0 0 \(isIntroduction ? 4 : 16)px\"")
        case .office:
            append(
                paragraph: lines,
                attributes: "class=\"quiet\" style=\"margin:0 0 16px;padding-left:12px;border-left:3px solid #c6ccd2;"
                    + "color:#4c545c;font-size:15px\"")
        case .item:
            body += "<ul style=\"margin:0 0 16px;padding:0 0 0 24px\">\n"
            for line in lines { body += "<li style=\"margin:0 0 4px\">\(Self.content(of: line))</li>\n" }
            body += "</ul>\n"
        case .credential:
            body += """
                <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
                style="margin:0 0 16px;border-collapse:separate">
                <tr>
                <td class="panel" style="padding:12px 16px;background:#f1f4f6;border:1px solid #c6ccd2;\
                border-radius:6px;color:#1c2126">

                """
            for line in lines { body += Self.content(of: line) }
            body += "</td>\n</tr>\n</table>\n"
        case nil: break
        }
    }

    var document: String { head + body + "</div>\n</div>\n</body>\n</html>\n" }

    private mutating func append(paragraph lines: ArraySlice<LetterBody.Line>, attributes: String) {
        body += "<p \(attributes)>\(lines.map(Self.content).joined(separator: "<br>\n"))</p>\n"
    }

    private static func content(of line: LetterBody.Line) -> String {
        switch line {
        case .text(let spans), .item(let spans), .office(let spans): spans.map(markup).joined()
        case .credential(let label, let value):
            // The value is a block of its own: one press too many still takes nothing but it.
            """
            <div style="margin:4px 0"><span style="font-size:14px">\(HTMLEscaping.escape(label)): </span>\
            <div style="font-family:\(mono);font-size:17px;font-weight:bold;-webkit-user-select:all;user-select:all">\
            \(HTMLEscaping.escape(value))</div></div>

            """
        }
    }

    private static func markup(_ span: LetterBody.Span) -> String {
        guard let target = span.target else { return HTMLEscaping.escape(span.text) }
        return "<a href=\"\(HTMLEscaping.escape(target))\" style=\"color:#0b57a4\">\(breakable(span.text))</a>"
    }

    /// An address that is best broken before its path, the parts of it, and its query.
    private static func breakable(_ address: String) -> String {
        let bytes = Array(address.utf8)
        let slash = UInt8(ascii: "/")
        var markup = ""
        var start = 0
        for (index, byte) in bytes.enumerated() {
            let isAmongSlashes =
                index > 0 && bytes[index - 1] == slash || index + 1 < bytes.count && bytes[index + 1] == slash
            guard byte == UInt8(ascii: "?") || byte == slash && !isAmongSlashes else { continue }
            markup += HTMLEscaping.escape(String(decoding: bytes[start..<index], as: UTF8.self)) + "<wbr>"
            start = index
        }
        return markup + HTMLEscaping.escape(String(decoding: bytes[start...], as: UTF8.self))
    }
}
