// What the manual says beside the commands: how runs are named, times, filters, variables and files.

enum ManText {
  private static let sections: [(title: String, lines: [(term: String, meaning: String)])] = [
    (
      "NAMES OF RUNS",
      [
        ("ID", "an id, or at least four characters it begins with (of the newest 100 runs)"),
        ("URL", "a link to a run, as a browser has it"),
        ("@latest", "the newest run"),
        ("PIPELINE@latest", "the newest run of a pipeline: \"Nightly ELT@latest\", nightly@latest"),
        ("PIPELINE", "the same, where the word is exactly a pipeline's name or alias"),
      ]
    ),
    (
      "TIMES",
      [
        ("2h, 30m, 3d", "so long ago"),
        ("2026-11-21T03:00:00Z", "a moment, with its offset"),
        ("", "The platform answers for at most seven days at once."),
      ]
    ),
    (
      "FILTERS",
      [
        ("load, \"two words\"", "in any text of the row; everything must hold, case never counts"),
        ("status:failed,warning", "a field has one of these; branch=main is exactly this"),
        ("!nightly", "not; nightly | hourly is one of both"),
        ("took>10m, age<2h, tasks>5", "compared"),
        ("/ora-\\d+/, ~ldgl", "a regular expression; these letters in this order"),
      ]
    ),
    (
      "ENVIRONMENT",
      [
        ("ORCHESTRA_API_KEY", "the key"),
        ("ORCHESTRA_API_BASE_URL, BASE_URL", "another address"),
        ("ORCHESTRA_ENV", "app, stage or dev of Orchestra's cloud"),
        ("ORCHESTRA_ACCOUNT_ID", "the account, for keys that cover several"),
        ("PODIUM_PROFILE", "the profile to use"),
        ("https_proxy, http_proxy, all_proxy, no_proxy", "as usual; never for this machine"),
        ("SSL_CERT_FILE", "certificates to trust instead of the system's"),
        ("NO_COLOR", "no colours"),
      ]
    ),
    (
      "FILES",
      [
        ("~/.config/podium/config.yaml", "the configuration: podium config print"),
        ("~/.local/state/podium/audit.jsonl", "every write that was asked for"),
        ("", "XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_STATE_HOME move them."),
      ]
    ),
  ]

  /// The sections in roff.
  static var parts: [String] {
    sections.map { section in
      let lines = section.lines.map { line in
        line.term.isEmpty
          ? ".PP\n\(ManPage.text(line.meaning))"
          : ".TP\n.B \(ManPage.text(line.term))\n\(ManPage.text(line.meaning))"
      }
      return ".SH \(section.title)\n" + lines.joined(separator: "\n")
    }
  }
}
