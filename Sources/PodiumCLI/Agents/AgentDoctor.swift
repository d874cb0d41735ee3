// `podium doctor --mcp FILE`: every server of an agent's configuration, tried at once.
import JSON

/// The checks of one file.
struct AgentDoctor: Sendable {
  /// For one server, unless told otherwise.
  static let limit: Duration = .milliseconds(4_500)

  let file: String
  let environment: [String: String]
  let limit: Duration

  /// Blocks until every server has answered or its time is over.
  func findings() -> [Finding] {
    guard let bytes = SmallFile.bytes(file) else {
      let why = SmallFile.reason
      return [.bad("file", "\(file): \(why)", fix: "podium mcp install makes one", .notFound)]
    }
    let text = JSONText(bytes)
    let value: JSONValue
    do throws(JSONText.Problem) { value = try text.value() } catch {
      return [
        .bad(
          "file", "\(file):\(error.line):\(error.column): \(error.what)",
          fix: "mend it there: clients ignore a file that is no JSON")
      ]
    }
    let reader = AgentServers(environment: environment, folder: AgentServers.project(of: file))
    guard let servers = reader.all(value) else {
      return [
        .bad(
          "file", #"\#(file) has no "mcpServers", and no "servers""#,
          fix: "podium mcp install adds one")
      ]
    }
    guard !servers.isEmpty else {
      return [.warning("file", "\(file) names no server", fix: "podium mcp install adds one")]
    }
    return Blocking.wait { [environment, limit] in
      await withTaskGroup(of: (Int, Finding).self) { group in
        for (place, server) in servers.enumerated() {
          group.addTask {
            let trial = ServerTrial(server: server, environment: environment, limit: limit)
            return (place, await trial.finding())
          }
        }
        var all: [(Int, Finding)] = []
        for await one in group { all.append(one) }
        return all.sorted { $0.0 < $1.0 }.map(\.1)
      }
    }
  }
}
