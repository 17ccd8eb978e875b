import Testing

@testable import DatagenSchema

/// Weights, names, suggestions: the small languages inside texts.
@Suite struct WordTests {
  @Test(
    arguments: [
      ("uniform", .uniform), ("zipf@1.2", .zipf(exponent: 1.2)), ("zipf@0", .zipf(exponent: 0)),
      ("zipf@{2}", .zipf(exponent: 2)), ("head_tail@{0.6,1.5}", .headTail(share: 0.6, exponent: 1.5)),
      ("head_tail@{ 0.6 , 1.5 }", .headTail(share: 0.6, exponent: 1.5)),
      ("head_tail@1,0", .headTail(share: 1, exponent: 0)),
    ] as [(String, WeightsKind)]
  )
  func readsKindsOfWeights(_ text: String, _ kind: WeightsKind) {
    #expect(WeightsKind(text) == kind)
  }

  @Test(arguments: [
    "", "Uniform", "uniform@1", "zipf", "zipf@", "zipf@-1", "zipf@nan", "zipf@inf", "zipf:2", "head_tail",
    "head_tail@0.6",
    "head_tail@{1.5,1}", "head_tail@{0.6,-1}", "head_tail@{0.6,1,2}", "head_tail@{0.6,1", "head_tail@0.6,1}",
    "head_tail@0.6,1,", "zipf@{2", "zipf@2}", "head_tail@{a,b}",
  ])
  func refusesWhatIsNoKindOfWeights(_ text: String) {
    #expect(WeightsKind(text) == nil)
  }

  @Test(arguments: [1, 2, 4, 5, 7, 20, 1000])
  func weightsSumToOne(_ count: Int) {
    for kind in [WeightsKind.uniform, .zipf(exponent: 1.3), .headTail(share: 0.6, exponent: 1.5)] {
      let weights = kind.weights(count: count)
      #expect(weights.count == count)
      #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func weightsFollowTheirFormulas() {
    let zipf = WeightsKind.zipf(exponent: 2).weights(count: 3)
    let expected = [36.0 / 49, 9.0 / 49, 4.0 / 49]
    #expect(zip(zipf, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    let tail = WeightsKind.headTail(share: 0.6, exponent: 1).weights(count: 10)
    #expect(tail[0] == 0.3)
    #expect(tail[1] == 0.3)
    // 8 ranks share 0.4 by 1/k; the sum of 1/1…1/8 is 761/280.
    #expect(abs(tail[2] - 0.4 * 280 / 761) < 1e-12)
    #expect(abs(tail[9] - 0.4 * 280 / 761 / 8) < 1e-12)
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "ab", 2), ("lamda", "lambda", 1), ("teh", "the", 1),
    ("kitten", "sitting", 3),
    ("freq", "freq", 0), ("abcd", "badc", 2),
  ])
  func countsEdits(_ left: String, _ right: String, _ edits: Int) {
    #expect(Suggestion.distance(left, right) == edits)
    #expect(Suggestion.distance(right, left) == edits)
  }

  @Test(
    arguments: [
      ("lamda", "lambda"), ("LAMBDA", "lambda"), ("frequency", "freq"), ("attribute", "attr"), ("xyz", nil),
      ("", nil),
      (String(repeating: "lambda", count: 10_000), nil),
    ] as [(String, String?)]
  )
  func suggestsTheNearestWord(_ word: String, _ nearest: String?) {
    #expect(Suggestion.nearest(to: word, among: ["freq", "lambda", "attr", "min"]) == nearest)
  }

  @Test func listsWordsWhereNoneIsNear() {
    #expect(Suggestion.text(for: "xyz", among: ["a1", "b2"]) == " (one of: a1, b2)")
    #expect(Suggestion.text(for: "xyz", among: []) == "")
    #expect(Suggestion.text(for: "xyz", among: (1...25).map { "word\($0)" }) == "")
  }

  @Test(arguments: [
    "a", "_a", "order", "user id", "naïve", "日本", "a$1", "a-b", "2fa", "share (%)", "is it?", "R&D",
    String(repeating: "x", count: 63),
  ])
  func namesThatTablesMayHave(_ name: String) {
    #expect(Identifier.isValid(name))
  }

  @Test(arguments: [
    "", " a", "a ", "../x", "a{b}", "a[0]", "(a)", "a.b", "a/b", "a\"b", "a'b", "a;b", "a\nb", "a\0b", "$a", "-a",
    "a\\b", "😀",
    String(repeating: "x", count: 64), String(repeating: "é", count: 32),
  ])
  func namesThatTablesMayNotHave(_ name: String) {
    #expect(!Identifier.isValid(name))
  }

  @Test(arguments: [("a.b", true), ("a", false), ("a.b.c", false), (".b", false), ("a.", false), ("", false)])
  func columnReferencesHaveTwoParts(_ text: String, _ isReference: Bool) {
    #expect((ColumnReference(text, at: .start) != nil) == isReference)
  }
}
