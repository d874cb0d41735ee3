// What is remembered comes back; two dashboards do not undo each other.
import JSON
import TestSupport
import Testing
import Time

@testable import PodiumCore

struct MemoryTests {
  private static let at = Timestamp(seconds: 1_790_000_000)

  private static var full: Memory {
    var memory = Memory()
    var view = ViewMemory()
    view.sortColumn = "took"
    view.sortsDescending = true
    view.columns = ["status", "pipeline"]
    view.hasPreview = false
    view.listPercent = 40
    memory.apply(.view("runs", view))
    var saved = SavedView(name: "slow", filter: "took>30m", sort: "-took")
    saved.columns = ["status", "took"]
    saved.list = "problems"
    memory.apply(.saveView(saved))
    memory.apply(.chose("Nightly ELT"))
    memory.apply(.trigger(pipeline: "p1", values: ["table": "gl", "rows": 3]))
    memory.apply(
      .acknowledge(
        key: "k",
        Acknowledgement(note: "known", by: "ana", at: at, until: at + .seconds(60), about: at)))
    return memory
  }

  @Test func whatIsWrittenIsRead() {
    #expect(Memory(json: Self.full.json) == Self.full)
  }

  @Test(arguments: ["", "{", "[]", "{\"version\": 99, \"views\": {\"runs\": {}}}"])
  func whatIsNotUnderstoodIsAnEmptyMemory(_ text: String) {
    let value = (try? JSONValue(parsing: text)) ?? .null
    #expect(Memory(json: value) == Memory())
  }

  @Test func aSavedViewReplacesTheOneOfItsNameInItsListOnly() {
    var memory = Memory()
    var other = SavedView(name: "a", filter: "1")
    other.list = "problems"
    for view in [SavedView(name: "a", filter: "2"), other, SavedView(name: "a", filter: "3")] {
      memory.apply(.saveView(view))
    }
    #expect(memory.savedViews.map(\.filter) == ["1", "3"])
    memory.apply(.forgetView(list: "runs", name: "a"))
    #expect(memory.savedViews.map(\.filter) == ["1"])
  }

  @Test func whatWasChosenLastComesFirstOnce() {
    var memory = Memory()
    for title in ["a", "b", "a"] { memory.apply(.chose(title)) }
    #expect(memory.chosen == ["a", "b"])
  }

  @Test func theOldestAcknowledgementsGoFirst() {
    var memory = Memory()
    for number in 0..<(Memory.acknowledgementsMax + 3) {
      let at = Self.at + .seconds(number)
      memory.apply(
        .acknowledge(key: "\(number)", Acknowledgement(note: "", by: "", at: at, about: at)))
    }
    #expect(memory.acknowledgements.count == Memory.acknowledgementsMax)
    #expect(memory.acknowledgements["2"] == nil)
    #expect(memory.acknowledgements["3"] != nil)
  }

  @Test func changesOfTwoDashboardsAreBothKept() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/state/podium/memory.json"
    let (one, two) = (MemoryFile(path: path), MemoryFile(path: path))
    _ = try one.apply(.trigger(pipeline: "a", values: ["x": 1]))
    _ = try two.apply(.trigger(pipeline: "b", values: ["x": 2]))
    #expect(one.load().triggers == ["a": ["x": 1], "b": ["x": 2]])
  }

  @Test func aFileThatIsNotJSONIsKeptAside() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/memory.json"
    try folder.write("not json", to: "memory.json")
    let file = MemoryFile(path: path)
    #expect(file.load() == Memory())
    _ = try file.apply(.trigger(pipeline: "a", values: [:]))
    #expect(file.load().triggers.count == 1)
    #expect(try Files.text(folder.path + "/memory.json.unreadable") == "not json")
  }
}
