// Marks and ranges.
import Testing

@testable import PodiumTUI

@Suite struct MarksTests {
  private let list = Array(10..<20)

  private func extend(_ marks: inout Marks<Int>, to row: Int) {
    marks.extend(to: row, indexOf: { list.firstIndex(of: $0) }, idAt: { list[$0] })
  }

  @Test func aRowIsMarkedAndUnmarked() {
    var marks = Marks<Int>()
    marks.toggle(12)
    marks.toggle(14)
    marks.toggle(12)
    #expect(marks.ids == [14])
    #expect(marks.words == "1 marked")
  }

  @Test func aRangeGrowsAndShrinksWithTheCursorBothWays() {
    var marks = Marks<Int>()
    marks.toggle(19)
    marks.toggleRange(at: 14)
    extend(&marks, to: 6)
    #expect(marks.ids == [14, 15, 16, 19])
    extend(&marks, to: 3)
    #expect(marks.ids == [13, 14, 19], "what it reached before is given back, not what was marked")
    #expect(marks.words == "3 marked, range")
    marks.toggle(11)
    #expect(!marks.isRanging)
    #expect(marks.ids == [13, 14, 19], "space ends the range and marks nothing")
  }

  @Test func aRangeWhoseStartIsHiddenStaysAsItIs() {
    var marks = Marks<Int>()
    marks.toggleRange(at: 14)
    extend(&marks, to: 5)
    marks.extend(to: 0, indexOf: { _ in nil }, idAt: { list[$0] })
    #expect(marks.ids == [14, 15])
  }

  @Test func marksHaveALimitThatIsSaid() {
    var marks = Marks<Int>()
    marks.toggleRange(at: 0)
    marks.extend(to: 9_999, indexOf: { $0 }, idAt: { $0 })
    #expect(marks.count == Marks<Int>.countMax)
    #expect(marks.words == "250 marked (at most)")
    marks.endRange()
    marks.toggle(9_000)
    #expect(marks.isFull)
    #expect(marks.count == 250)
  }
}
