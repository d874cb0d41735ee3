// Drawings of graphs: lines that can be followed, nothing that looks connected and is not, and a cost
// that stays small. Random graphs by seed.
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct GraphTests {
  private func drawing(_ upstreams: [[Int]], labels: [String]? = nil) -> GraphDrawing {
    let widths = upstreams.indices.map { (labels?[$0].count ?? 3) + 1 }
    return GraphDrawing(GraphLayout(upstreams: upstreams), widths: widths)
  }

  private func text(
    _ upstreams: [[Int]], glyphs: GlyphSet = .unicode, labels: [String]
  ) -> [String] {
    let drawing = drawing(upstreams, labels: labels)
    let canvas = Canvas(size: drawing.size, glyphs: glyphs)
    drawing.draw(on: canvas, origin: .zero, focus: nil, styles: (.plain, .plain)) { node, place in
      let used = place.text(labels[node], at: .zero) + 1
      if !drawing.layout.isEnd(node) {
        place.horizontalLine(at: Point(row: 0, column: used), length: place.columns - used)
      }
    }
    return (0..<drawing.size.rows).map { trimmed(canvas.screen.text(row: $0)) }
  }

  @Test func aChainIsALine() {
    #expect(text([[], [0], [1]], labels: ["a", "b", "c"]) == ["a ──b ──c"])
  }

  @Test func aForkAndAJoin() {
    let lines = text([[], [0], [0], [1, 2]], labels: ["a", "b", "c", "d"])
    #expect(lines == ["a ─┬─b ─┬─d", "   └─c ─┘"])
  }

  @Test func allBeforeAllIsOneLine() {
    let lines = text([[], [], [0, 1], [0, 1]], labels: ["a", "b", "c", "d"])
    #expect(lines == ["a ─┬─c", "b ─┴─d"])
  }

  @Test func asciiHasTheSameShape() {
    let lines = text([[], [0], [0], [1, 2]], glyphs: .ascii, labels: ["a", "b", "c", "d"])
    #expect(lines == ["a -+-b -+-d", "   +-c -+"])
  }

  @Test func aLongLinePassesTheLayersBetween() {
    let lines = text([[], [0], [1], [0], [2, 3]], labels: ["a", "b", "c", "d", "e"])
    #expect(lines == ["a ─┬─b ──c ─┬─e", "   └─d ─────┘"])
  }

  private func random(_ seed: UInt64, count: Int, density: Double) -> [[Int]] {
    var random = SplitMix(seed: seed)
    let all = (0..<count).map { node in
      (max(0, node - 30)..<node).filter { _ in Double.random(in: 0..<1, using: &random) < density }
    }
    // Without edges that others imply, as the layout asks for.
    var before: [Set<Int>] = []
    return all.map { upstreams in
      let implied = upstreams.reduce(into: Set<Int>()) { $0.formUnion(before[$1]) }
      before.append(implied.union(upstreams))
      return upstreams.filter { !implied.contains($0) }
    }
  }

  @Test(arguments: 0..<60) func noTwoLinesRunOverEachOther(_ seed: UInt64) {
    let upstreams = random(seed, count: Int(seed % 45) + 2, density: Double(seed % 7 + 1) / 12)
    let layout = GraphLayout(upstreams: upstreams)
    guard !layout.isTangled else { return }
    for gap in layout.gaps {
      let bent = gap.trunks.filter { !$0.isStraight }
      for (number, a) in bent.enumerated() {
        #expect(a.lane != nil, "seed \(seed)")
        for b in bent[(number + 1)...] {
          #expect(a.lane != b.lane || !a.rows.overlaps(b.rows), "seed \(seed)")
          #expect(!collide(a, b) && !collide(b, a), "seed \(seed)")
        }
      }
    }
  }

  /// Whether a line leaves in a row over one that arrives there and goes elsewhere.
  private func collide(_ leaving: GraphLayout.Trunk, _ arriving: GraphLayout.Trunk) -> Bool {
    leaving.sources.contains { source in
      arriving.targets.contains { $0.row == source.row }
        && !leaving.targets.contains { $0.row == source.row }
        && (leaving.lane ?? 0) >= (arriving.lane ?? 0)
    }
  }

  @Test(arguments: 0..<60) func everyEdgeCanBeFollowed(_ seed: UInt64) {
    let upstreams = random(seed, count: Int(seed % 45) + 2, density: Double(seed % 7 + 1) / 12)
    let layout = GraphLayout(upstreams: upstreams)
    for (node, before) in upstreams.enumerated() {
      #expect(Set(followed(layout, back: node)) == Set(before), "seed \(seed)")
      #expect(before.allSatisfy { layout.place(of: $0).layer < layout.place(of: node).layer })
    }
    for layer in layout.layers {
      let rows = layer.map { layout.knots[$0].row }
      #expect(Set(rows).count == rows.count, "two in one row, seed \(seed)")
    }
  }

  /// The nodes that lines from the left bring to a node.
  private func followed(_ layout: GraphLayout, back knot: Int) -> [Int] {
    layout.knots[knot].before.flatMap { other in
      layout.knots[other].node.map { [$0] } ?? followed(layout, back: other)
    }
  }

  @Test func fewGraphsAreTangled() {
    let tangled = (0..<200).filter { seed in
      GraphLayout(upstreams: random(UInt64(seed), count: 30, density: 0.12)).isTangled
    }
    #expect(tangled.isEmpty, "seeds \(tangled)")
  }

  @Test func drawingCostsWhatIsInView() {
    let upstreams = random(1, count: 400, density: 0.05)
    let drawing = drawing(upstreams)
    let canvas = Canvas(size: Size(rows: 20, columns: 70))
    var labels = 0
    drawing.draw(
      on: canvas, origin: Point(row: 5, column: 40), focus: 17, styles: (.plain, .plain)
    ) { _, _ in labels += 1 }
    #expect(labels > 0 && labels <= 20 * 70 / 4)
  }
}

/// A small seeded generator.
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
