@testable import HTTP

/// Forms: what was read can be written and read again.
func fuzz(_ bytes: [UInt8]) {
    guard let form = try? Form(bytes.span) else { return }
    expect(form.fields.count <= 64, "\(form.fields.count) fields")
    for field in form.fields {
        expect(!field.name.utf8.contains(0) && !field.value.utf8.contains(0), "NUL")
        expect(form[field.name] != nil && form.all(field.name).contains { $0 == field.value }, "lost \(field)")
    }
    let written = Array(Form.encode(form.fields).utf8)
    let again = try? Form(written.span, sizeLimit: .max)
    expect(again == form, "\(form) became \(String(describing: again))")
}
