// The manual page in roff, made from the command table, the exit codes and the results of operations.

/// `podium man`.
struct ManPage: Sendable {
  private let commands: [Command]

  init(_ commands: [Command] = CommandTable.all) { self.commands = commands }

  /// The whole page.
  var roff: String {
    let dashboard = commands.first { $0.name.isEmpty }
    let parts = [
      ".TH PODIUM 1 \"\(Program.day)\" \"podium \(Program.version)\" \"User Commands\"",
      ".SH NAME\npodium \\- mission control for data pipelines in a terminal",
      ".SH SYNOPSIS\n"
        + commands.map { ".B \(Self.text(HelpText.usage($0)))" }.joined(separator: "\n.br\n"),
      ".SH DESCRIPTION\n"
        + Self.filled(
          "Without a command, podium shows the dashboard. With one it answers on standard output, and"
            + " says what went wrong in one line on standard error."),
      ".SH OPTIONS OF THE DASHBOARD\n" + Self.options(dashboard?.options ?? []),
      ".SH OPTIONS OF VERBS\nAll commands that ask a workspace take these, too.\n"
        + Self.options(Self.shared),
      ".SH COMMANDS\n"
        + commands.filter { !$0.name.isEmpty }.map(Self.command).joined(separator: "\n"),
      ".SH EXIT STATUS\n"
        + ExitCode.allCases.map { ".TP\n.B \($0.rawValue)\n\(Self.filled($0.meaning))" }
        .joined(separator: "\n"),
    ]
    return (parts + HelpTopic.all.map(Self.topic)).joined(separator: "\n")
  }

  private static func command(_ command: Command) -> String {
    let details = command.details.isEmpty ? "" : "\n.PP\n.nf\n\(text(command.details))\n.fi"
    return ".SS \(text(HelpText.usage(command)))\n\(filled(command.summary + "."))\(details)\n"
      + options(command.options.filter { !shared.contains($0) })
  }

  /// What is said once.
  private static let shared = [Option.json, .jsonLines] + Option.connection

  private static func options(_ options: [Option]) -> String {
    options.map { option in
      let value = option.value.map { " \\fI\(text($0))\\fR" } ?? ""
      return ".TP\n\\fB\(text(option.name))\\fR\(value)\n\(filled(option.summary))"
    }.joined(separator: "\n")
  }

  private static func topic(_ topic: HelpTopic) -> String {
    let sections = topic.sections.map { section in
      let head = section.title.isEmpty ? [] : [".SS \(text(section.title))"]
      let words = section.text.isEmpty ? [] : [filled(section.text)]
      let lines = section.lines.map { ".TP\n.B \(text($0.term))\n\(filled($0.meaning))" }
      return (head + words + lines).joined(separator: "\n")
    }
    return ".SH \(topic.title)\n" + sections.joined(separator: "\n")
  }

  /// A paragraph: roff joins its lines, which are short, as its editors want.
  static func filled(_ paragraph: String) -> String {
    var lines = [""]
    for word in text(paragraph).split(whereSeparator: \.isWhitespace) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= lineMax {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(guarded(word))
      }
    }
    return lines.joined(separator: "\n")
  }

  private static let lineMax = 78

  /// A dot or a quote that begins a line would be a request.
  private static func guarded(_ line: some StringProtocol) -> String {
    line.first == "." || line.first == "'" ? "\\&\(line)" : String(line)
  }

  /// A text that roff shows as it is: backslashes, hyphens, and dots and quotes that begin a line.
  static func text(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").unicodeScalars
      .reduce(into: "") { result, scalar in
        result +=
          scalar.isASCII
          ? String(scalar) : "\\[u\(String(scalar.value, radix: 16, uppercase: true).leftPadded)]"
      }
    return escaped.split(separator: "\n", omittingEmptySubsequences: false).map { guarded($0) }
      .joined(separator: "\n")
  }
}

extension String {
  /// A code point has four digits at least.
  fileprivate var leftPadded: String { String(repeating: "0", count: max(0, 4 - count)) + self }
}

extension Command {
  static let man = Command(
    "man", "print the manual page",
    details: "podium man | man -l -    or into a folder man1 of MANPATH as podium.1"
  ) { invocation throws(CommandFailure) in
    _ = try invocation.operands(atMost: 0)
    invocation.output.answer(ManPage().roff)
    return .code(.ok)
  }
}
