// What a text asks the world for, and what it hears of it.
import PodiumCore
import TerminalUI

/// Work for a text.
package enum TextEffect: Sendable {
  /// Read what a pager asks for.
  case read(TextTarget, TextRequest)
  /// Save what there is of it to a new file.
  case save(TextTarget, to: String)
  /// Show it with a program of the user's.
  case open(TextTarget, in: TextProgram)
  /// Read it as dbt's results.
  case results(TextTarget)
  /// Tell of changes of a file of this machine.
  case watch(TextTarget)
}

/// News of a text.
package enum TextEvent: Sendable {
  case answer(TextAnswer)
  /// The file was written to, or replaced.
  case changed
  case results(Result<DbtArtifact, TextProblem>)
}

/// Why a text cannot be shown as asked, in words.
package struct TextProblem: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// A program that shows or changes texts.
package enum TextProgram: Sendable, Hashable {
  case pager, editor

  /// Its words, from the user's variables; never run by a shell.
  func words(_ environment: [String: String]) throws(TextProblem) -> [String] {
    let names = self == .pager ? ["PAGER"] : ["VISUAL", "EDITOR"]
    for name in names {
      guard let text = environment[name], !text.isEmpty else { continue }
      do throws(CommandWords.Problem) {
        return try CommandWords.split(text)
      } catch {
        throw TextProblem("$\(name) \(error.words): no shell is used, name a script instead")
      }
    }
    return self == .pager ? ["less", "-R"] : ["vi"]
  }
}
