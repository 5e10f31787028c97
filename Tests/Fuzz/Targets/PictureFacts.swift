@testable import Catalogue

/// Pictures: whatever is taken has a size within the bounds, and nothing breaks on the rest.
func fuzz(_ bytes: [UInt8]) {
    guard let facts = try? PictureFacts(bytes) else { return }
    expect(PictureFacts.sides.contains(facts.width), "\(facts)")
    expect(PictureFacts.sides.contains(facts.height), "\(facts)")
}
