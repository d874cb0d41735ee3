// Marks of a time axis: round moments of the local clock, as many as have room.
import TerminalUI
import Time

/// The marks of a time axis.
enum TimeTicks {
  /// Seconds between two marks; the shortest that leaves room is taken.
  private static let steps: [Int64] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
    172_800, 604_800,
  ]
  /// Columns between two marks: a label and air.
  private static let columnsMin = 12.0
  static let ticksMax = 60

  /// - Parameters:
  ///   - scale: positions in seconds since `origin`.
  ///   - columns: of the window.
  static func ticks(
    _ scale: ChartScale, origin: Timestamp, columns: Int
  ) -> [Gantt.Tick] {
    let step = steps.first { Double($0) / scale.perColumn >= columnsMin } ?? steps[steps.count - 1]
    let offset = Int64(origin.localOffset)
    let first = origin.seconds + offset + Int64(max(scale.start, -1e12).rounded(.down))
    var at = (first / step) * step
    if at < first { at += step }
    let end = scale.start + Double(columns) * scale.perColumn
    var ticks: [Gantt.Tick] = []
    while ticks.count < ticksMax {
      let time = Timestamp(seconds: at - offset)
      let position = (time - origin).inSeconds
      if position > end { break }
      if position >= scale.start { ticks.append(Gantt.Tick(position, label(time, step))) }
      at += step
    }
    return ticks
  }

  private static func label(_ time: Timestamp, _ step: Int64) -> String {
    let clock = Wording.clock(time)
    if step < 60 { return clock }
    return step < 43_200 ? String(clock.prefix(5)) : Wording.dayAndTime(time)
  }
}
