// Prompts that people choose in their client: each names the tools to use and what to answer with.
import MCP

/// The prompts of Podium's server.
package enum PodiumPrompts {
  package static let all: [Prompt] = [
    Prompt(
      name: "investigate-failure", title: "Investigate a failure",
      description: "Find why a run failed and what to do",
      arguments: [
        Prompt.Argument("pipeline_run_id", "The run; the worst open problem unless given")
      ]
    ) { call in
      let run = call.arguments["pipeline_run_id"]?.string ?? ""
      let first =
        run.isEmpty
        ? "Call whats_broken and take the worst failure."
        : "The run is \(run)."
      return .messages([
        user(
          """
          \(first) Call explain_run for it. If the error line does not say why, call diagnose for the \
          first failing task and search_logs with a pattern of the error. Compare it with the last good \
          run (compare_runs). Answer with: the cause in one sentence with its evidence, what is blocked, \
          whether a rerun from failed can help, and the next step. Change nothing without being asked.
          """)
      ])
    },
    Prompt(
      name: "morning-check", title: "Morning check",
      description: "What happened in the night, and what is open",
      arguments: [Prompt.Argument("hours", "How far back; 12 unless given")]
    ) { call in
      let hours = call.arguments["hours"]?.string ?? "12"
      return .messages([
        user(
          """
          Call whats_broken with window_hours \(hours). For each failure call explain_run. Answer with a \
          short list, worst first: pipeline, since when, cause, what is blocked, suggested step. Then say \
          what is still running and what the answer does not cover (truncated, cut).
          """)
      ])
    },
    Prompt(
      name: "hand-over", title: "Hand over",
      description: "A summary for whoever is on call next", arguments: []
    ) { _ in
      .messages([
        user(
          """
          Call whats_broken and, for each failure, explain_run. Write a hand-over in Markdown: open \
          problems with ids and links, what was tried, what to watch, and what is known to be harmless. \
          No secrets, no guesses without saying so.
          """)
      ])
    },
  ]

  private static func user(_ text: String) -> Prompt.Message { .init(.user, .text(text)) }
}
