// The rules themselves: they find what they are for, and nothing in strings or comments.
import Testing

@Suite struct TidyRuleTests {
  private func file(_ text: String) -> SourceFile {
    SourceFile(path: "Sources/Example/Example.swift", text: text)
  }

  @Test func stringsAndCommentsAreNotCode() {
    let file = file(
      """
      let a = "try! b" // try! c
      /* try! /* nested */ try! */ let d = #"try! "e""#
      let f = \"""
        try! g
        \"""
      try! h
      """)
    #expect(file.problems("try!", say: "found") == ["Sources/Example/Example.swift:6: found"])
  }

  @Test func functionsAreMeasuredFromTheirFirstToTheirLastLine() {
    let file = file(
      """
      protocol P {
        func none(a: Int)
      }
      struct S {
        init(a: Int, b: [String: Int]) { }
        func two<T>(
          a: (Int) -> Void, b: T
        ) where T: P {
          if true { print("}") }
        }
      }
      """)
    #expect(file.functions.map(\.line) == [4, 5])
    #expect(file.functions.map(\.lines) == [1, 5])
    #expect(file.functions.map(\.parameters) == [2, 2])
  }

  @Test func importsAreFoundHoweverTheyAreWritten() {
    let file = file(
      "import A\n@preconcurrency import B\npackage import C\nimport struct D.E\n// import F")
    #expect(file.imports.map(\.name) == ["A", "B", "C", "D"])
  }

  @Test func aPackageDeclarationWithoutAWordIsFound() {
    let file = file(
      """
      /// Said.
      @frozen
      package struct A {
        package let plain: Int
        package init() {}
        package func b() {}
        package var c: Int { 1 }
      }
      """)
    #expect(file.code.indices.filter { file.isUnexplained($0) } == [5])
  }

  @Test func theManifestIsReadInOrder() {
    let text = """
      let package = Package(
        targets: [
          // Comment.
          shim("CA", "a"),
          module("B", "CA"),
          .target(
            name: "C", dependencies: ["B", "CA"], path: "c", resources: [.embedInCode("x.yaml")]),
          tests("CTests", "C", fixtures: ["F"]),
        ]
      )
      """
    let targets = Manifest(text: text).targets
    #expect(targets.map(\.name) == ["CA", "B", "C", "CTests"])
    #expect(targets.map(\.dependencies) == [[], ["CA"], ["B", "CA"], ["C", "TestSupport"]])
    #expect(targets.map(\.line) == [3, 4, 5, 7])
  }
}
