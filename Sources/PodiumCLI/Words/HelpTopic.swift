// What help and the manual say beside the commands: how runs are named, times, filters, variables and
// files. Written once for both.

/// Something to read that is no command.
struct HelpTopic: Sendable {
  /// After `podium help`.
  let word: String
  /// In the manual.
  let title: String
  let summary: String
  let sections: [HelpSection]

  /// All of them, in the order of the manual.
  static let all = [json, names, times, filters, environment, files]

  static func topic(_ word: String) -> HelpTopic? { all.first { $0.word == word } }

  private init(
    _ word: String, _ title: String, _ summary: String, text: String = "",
    _ lines: [HelpSection.Line]
  ) {
    let section = HelpSection(title: "", text: text, lines: lines)
    self.init(word: word, title: title, summary: summary, sections: [section])
  }

  init(word: String, title: String, summary: String, sections: [HelpSection]) {
    (self.word, self.title, self.summary, self.sections) = (word, title, summary, sections)
  }

  private static let names = HelpTopic(
    "names", "NAMES OF RUNS", "how runs, tasks and pipelines are named",
    text: "Tasks and pipelines go by name or id. A run is one of",
    [
      ("ID", "an id, or at least four characters it begins with (of the newest 100 runs)"),
      ("URL", "a link to a run, as a browser has it"),
      ("@latest", "the newest run"),
      ("PIPELINE@latest", "the newest run of a pipeline: \"Nightly ELT@latest\", nightly@latest"),
      ("PIPELINE", "the same, where the word is exactly a pipeline's name or alias"),
    ])

  private static let times = HelpTopic(
    "times", "TIMES", "what --since and --until take",
    text: "The platform answers for at most seven days at once.",
    [
      ("90s, 30m, 2h, 3d", "so long ago"),
      (
        "02:00, today, yesterday",
        "the latest 02:00; the beginning of a day; by this machine's zone"
      ),
      ("2026-11-21T03:00:00Z", "a moment, with its offset; without one it is UTC"),
    ])

  private static let filters = HelpTopic(
    "filters", "FILTERS", "what --filter takes, and / in the dashboard",
    text: "Everything must hold; case never counts.",
    [
      ("load, \"two words\"", "in any text of the row; in ids from four characters on"),
      ("status:failed,warning", "a field has one of these; branch=main is exactly this"),
      ("!nightly", "not; nightly | hourly is one of both"),
      ("took>10m, age<2h, tasks>5", "compared; durations as 90s, 1h30m, 2d"),
      ("started>02:00, started:today", "the latest 02:00; days are whole days"),
      ("/ora-\\d+/, ~ldgl", "a regular expression; these letters in this order"),
    ])

  private static let environment = HelpTopic(
    "environment", "ENVIRONMENT", "variables that count",
    [
      ("ORCHESTRA_API_KEY", "the key"),
      ("ORCHESTRA_API_BASE_URL, BASE_URL", "another address"),
      ("ORCHESTRA_ENV", "app, stage or dev of Orchestra's cloud"),
      ("ORCHESTRA_ACCOUNT_ID", "the account, for keys that cover several"),
      ("PODIUM_PROFILE", "the profile to use"),
      ("https_proxy, http_proxy, all_proxy, no_proxy", "as usual; never for this machine"),
      ("SSL_CERT_FILE", "certificates to trust instead of the system's"),
      ("NO_COLOR", "no colours"),
    ])

  private static let files = HelpTopic(
    "files", "FILES", "where Podium keeps what",
    text: "XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_STATE_HOME move them; see podium config path.",
    [
      ("~/.config/podium/config.yaml", "the configuration: podium config print"),
      ("~/.local/state/podium/memory.json", "what the dashboard remembers"),
      ("~/.local/state/podium/audit.jsonl", "every write that was asked for"),
      ("~/.local/share/podium/engine", "runs, logs and artifacts of podium serve"),
    ])
}

/// A part of a topic.
struct HelpSection: Sendable {
  typealias Line = (term: String, meaning: String)

  let title: String
  let text: String
  let lines: [Line]
}
