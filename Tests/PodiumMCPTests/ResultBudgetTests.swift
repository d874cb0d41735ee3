// Answers are cut to what agents read, and say so with true counts.
import JSON
import PodiumMCP
import Testing

struct ResultBudgetTests {
  @Test func whatFitsIsLeftAlone() {
    let object: JSONObject = ["results": [1, 2, 3]]
    #expect(ResultBudget().fit(object) == object)
  }

  @Test(arguments: [500, 5_000, 50_000]) func listsAreCutWithTheirTrueCount(_ bytes: Int) {
    let rows = (0..<5_000).map { JSONValue.object(["id": .int(Int64($0)), "name": "a name"]) }
    let cut = ResultBudget(bytesMax: bytes).fit(["total": 5_000, "results": .array(rows)])
    #expect(JSONValue.object(cut).serialized().count <= bytes + 200)
    let kept = cut["results"]?.array?.count ?? 0
    #expect(kept >= 1)
    #expect(cut["cut"]?["results"]?.string == "\(kept) of 5000")
    #expect(cut["results"]?.array?.first?["id"] == 0)
  }

  @Test func aCutListingSaysWhereItGoesOn() {
    let rows = (0..<1_000).map { JSONValue.object(["id": .int(Int64($0)), "name": "a name"]) }
    let object: JSONObject = ["results": .array(rows), "nextOffset": 1_500]
    let cut = ResultBudget(bytesMax: 8_000).fit(object, offset: 500)
    let kept = cut["results"]?.array?.count ?? 0
    #expect(kept > 150 && kept < 1_000)
    #expect(cut["nextOffset"]?.int == Int64(500 + kept))
  }

  /// A part of a file goes on where the cut is, and no character is cut in two.
  @Test(arguments: 4_000..<4_004) func aCutFileGoesOnWhereItWasCut(_ bytes: Int) {
    let text = String(repeating: "aé€😀", count: 1_000)
    let object: JSONObject = ["offset": 70, "nextOffset": 90_000, "content": .string(text)]
    let cut = ResultBudget(bytesMax: bytes).fit(object)
    let kept = cut["content"]?.string ?? ""
    #expect(text.hasPrefix(kept) && kept.utf8.count > 3_000)
    #expect(cut["nextOffset"]?.int == Int64(70 + kept.utf8.count))
  }

  @Test func longTextsKeepTheirEnd() {
    let text = String(repeating: "x", count: 300_000) + "the end"
    let cut = ResultBudget(bytesMax: 4_000).fit(["log": ["tail": .string(text)]])
    #expect(cut["log"]?["tail"]?.string?.hasSuffix("the end") == true)
    #expect(cut["cut"]?["log.tail"]?.string?.hasSuffix("of 300007 bytes") == true)
  }
}
