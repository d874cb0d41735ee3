// `problems` and `pipelines list` as scripts ask them: statuses are words of the filter, a time is a window.
import JSON
import PodiumCore
import Time

/// What is broken.
enum ProblemsVerb {
  private static let since = Option(
    "--since", "TIME", "how far back, in whole hours: 12h, 02:00, yesterday; 24h unless given")

  static let face: VerbFace = {
    var face = VerbFace.listing(.problems)
    face.text = ResultText(["failures": .problems], only: ["failures"])
    face.options = [since, StatusFilter.option, VerbFace.watch]
    face.details = "--filter takes what / takes on screen: podium help filters."
    face.complete = { (arguments, values) throws(CommandFailure) in
      StatusFilter.complete(arguments, &values)
      guard let text = arguments.text(since.name) else { return }
      guard values["window_hours"] == nil else {
        throw .usage("--since and --hours exclude each other: choose one")
      }
      values["window_hours"] = .int(try hours(since: text, now: .now()))
    }
    return face
  }()

  private static func hours(since text: String, now: Timestamp) throws(CommandFailure) -> Int64 {
    let from: Timestamp
    do throws(WorkProblem) {
      from = try WorkWindow.moment(text, since.name, now)
    } catch {
      throw .usage(error.message)
    }
    let hours = ((now - from).milliseconds + 3_599_999) / 3_600_000
    guard (1...168).contains(hours) else {
      throw .usage("--since \(text): problems are looked for in the last seven days")
    }
    return hours
  }
}

/// Pipelines by the status of their latest run.
enum PipelinesVerb {
  static let face: VerbFace = {
    var face = VerbFace.listing(.pipelines)
    face.options = [StatusFilter.option, VerbFace.watch]
    face.details = "--filter takes what / takes on screen: podium help filters."
    face.complete = { (arguments, values) throws(CommandFailure) in
      StatusFilter.complete(arguments, &values)
    }
    return face
  }()
}

/// `--status` where the operation has a filter that says it.
private enum StatusFilter {
  static let option = Option(
    "--status", "STATUS", "of the newest run; several with commas", choices: RunWords.statuses)

  static func complete(_ arguments: Arguments, _ values: inout JSONObject) {
    let words = arguments.texts(option.name).joined(separator: ",").lowercased()
    guard !words.isEmpty else { return }
    let filter = values["filter"]?.string ?? ""
    values["filter"] = .string("status:\(words) \(filter)")
  }
}
