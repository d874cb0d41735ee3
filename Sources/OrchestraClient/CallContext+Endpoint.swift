// The words for what an endpoint is about, derived from its route: "pipeline_runs/{}/logs" with an
// id is "pipeline run <id>".
import OrchestraAPI
import Time

extension CallContext {
  init<E: Endpoint>(_ endpoint: E, access: WorkspaceAccess, began: Timestamp) {
    let call = endpoint.call
    let named = Self.subject(E.route.segments, call)
    self.init(
      host: access.address.hostText, endpoint: E.name, subject: named.text,
      isListing: named.isListing, effect: E.effect, startsRun: E.self == StartPipeline.self,
      keySource: access.credentials?.source, began: began, attempts: 1)
  }

  private static func subject(
    _ segments: [String], _ call: Call
  ) -> (text: String, isListing: Bool) {
    var captures = call.captures.makeIterator()
    var noun: String?
    for (index, segment) in segments.enumerated() where segment == "{}" && index > 0 {
      noun = "\(singular(words(segments[index - 1]))) \(captures.next() ?? "")"
    }
    let last = segments.last.map(words) ?? ""
    if let noun {
      guard let file = call.query["filename"] else { return (noun, false) }
      return ("file \(file) of \(noun)", false)
    }
    for name in ["pipeline_id", "alias", "yaml_path"] {
      if let value = call.query[name] { return ("pipeline \(value)", false) }
    }
    return (last, true)
  }

  private static func words(_ segment: String) -> String {
    segment.split(separator: "_").joined(separator: " ")
  }

  private static func singular(_ noun: String) -> String {
    noun.hasSuffix("s") ? String(noun.dropLast()) : noun
  }
}
