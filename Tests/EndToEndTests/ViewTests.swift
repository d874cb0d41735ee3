// `podium view` on files of this machine, in a real terminal: following, rotation, programs of the
// user's, and the terminal afterwards.
import Glibc
import TestSupport
import Testing

@Suite struct ViewTests {
  private func view(_ words: String..., change: (inout PTYProgram) -> Void = { _ in }) throws -> PTY
  {
    var program = PTYProgram([try BuiltProgram.path("podium"), "view"] + words)
    change(&program)
    return try PTY(program)
  }

  private func append(_ text: String, to path: String) throws {
    let file = open(path, O_WRONLY | O_APPEND)
    try #require(file >= 0)
    defer { close(file) }
    #expect(write(file, text, text.utf8.count) == text.utf8.count)
  }

  @Test func whatIsAppendedAppearsAndRotationIsFollowed() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("one\ntwo\n", to: "a log.txt")
    let terminal = try view("--follow", path)
    try await terminal.screen(contains: "two")
    #expect(terminal.screen.contains("following"))
    try append("three\n", to: path)
    try await terminal.screen(contains: "three")
    try append("fo", to: path)
    try await terminal.screen(contains: "fo")
    try append("ur\n", to: path)
    try await terminal.screen(contains: "four")
    // Truncated and written anew.
    try Files.write("anew\n", to: path)
    try await terminal.screen(shows: "the new text alone") {
      $0.contains("anew") && !$0.contains("three")
    }
    // Another file takes its name.
    let next = try folder.write("rotated away\nand on\n", to: "next")
    #expect(rename(next, path) == 0)
    try await terminal.screen(contains: "rotated away")
    try append("still followed\n", to: path)
    try await terminal.screen(contains: "still followed")
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  @Test func itSearchesCountsAndShowsErrorsOnly() async throws {
    let folder = try TemporaryFolder()
    let lines = (1...5000).map { $0 % 1000 == 0 ? "12:00:01 ERROR at \($0)" : "line \($0)" }
    let path = try folder.write(lines.joined(separator: "\n"), to: "big.log")
    let terminal = try view(path)
    try await terminal.screen(contains: "of 5,000")
    terminal.type("/ERROR\r")
    try await terminal.screen(contains: "match 1 of 5")
    terminal.type("N")
    try await terminal.screen(contains: "match 5 of 5")
    terminal.type("LL")
    try await terminal.screen(shows: "the errors alone, counted") { screen in
      screen.contains("5 of 5,000 lines, errors") && screen.contains("3000 12:00:01 ERROR at 3000")
    }
    terminal.type("\u{1B}")
    try await terminal.screen(contains: "line 4990")
    terminal.type("p")
    try await terminal.screen(contains: "no workspace is open")
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
  }

  /// A program that writes its arguments, one a line, and what it was given to read.
  private func recorder(_ folder: TemporaryFolder) throws -> String {
    let script = """
      #!/bin/sh
      for word in "$@"; do last=$word; echo "$word"; done > "\(folder.path)/words"
      stat -c %a "$last" >> "\(folder.path)/words"
      cp "$last" "\(folder.path)/copy"
      echo shown by the program
      : > "\(folder.path)/done"
      """
    let path = try folder.write(script, to: "show.sh")
    chmod(path, 0o755)
    return path
  }

  @Test func thePagerGetsTheFileAsOneWordAndTheTerminalComesBack() async throws {
    let folder = try TemporaryFolder()
    let program = try recorder(folder)
    let path = try folder.write("hello\n", to: "my log; touch evil $(touch evil).txt")
    let terminal = try view(path) {
      $0.environment["PAGER"] = "'\(program)' --plain 'two words'"
      $0.folder = folder.path
    }
    try await terminal.screen(contains: "hello")
    terminal.type("|")
    try await terminal.screen(shows: "the text again, after the program") { screen in
      Files.exists(folder.path + "/done") && screen.isAlternate && screen.contains("hello")
    }
    let words = try Files.text(folder.path + "/words").split(separator: "\n").map(String.init)
    #expect(words.dropLast() == ["--plain", "two words", path])
    #expect(!Files.exists(folder.path + "/evil"))
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  @Test func theEditorGetsAPrivateCopyOfWhatIsLaidOut() async throws {
    let folder = try TemporaryFolder()
    let program = try recorder(folder)
    let path = try folder.write("INFO {\"a\": [1, 2]}\n", to: "x.log")
    let terminal = try view(path) {
      $0.environment["EDITOR"] = program
      $0.environment["TMPDIR"] = folder.path
    }
    try await terminal.screen(contains: "INFO")
    terminal.type("J")
    try await terminal.screen(contains: "\"a\": [")
    terminal.type("v")
    try await terminal.screen(shows: "the text again, after the program") { screen in
      Files.exists(folder.path + "/done") && screen.isAlternate && screen.contains("\"a\": [")
    }
    #expect(try Files.text(folder.path + "/copy") == "{\n  \"a\": [\n    1,\n    2\n  ]\n}\n")
    let words = try Files.text(folder.path + "/words").split(separator: "\n").map(String.init)
    #expect(words.last == "600")
    #expect(!Files.exists(words[0]), "the copy goes away")
    #expect(try Files.names(in: folder.path).allSatisfy { !$0.hasPrefix("podium-") })
    terminal.type("Q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  @Test func whatCannotBeViewedIsSaidBeforeTheTerminalIsTaken() async throws {
    let folder = try TemporaryFolder()
    for (path, words) in [
      (folder.path + "/none", "No such file"), (folder.path, "not a regular file"),
    ] {
      let terminal = try view(path)
      #expect(try await terminal.exitStatus() == 4)
      try await terminal.screen(contains: words)
      #expect(!terminal.screen.isAlternate)
    }
  }

  @Test func dbtResultsComeAsATable() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      {"metadata": {"dbt_version": "1.8.0"}, "elapsed_time": 12.5, "results": [
      {"status": "success", "execution_time": 1.25, "message": "SELECT 1",
       "unique_id": "model.shop.orders", "failures": null},
      {"status": "error", "execution_time": 0.5, "message": "Database Error in model stg\\n  boom",
       "unique_id": "model.shop.stg", "failures": null}]}
      """, to: "run_results.json")
    let terminal = try view(path)
    try await terminal.screen(contains: "1 failed, 1 passed")
    #expect(terminal.screen.contains("Database Error in model stg"))
    terminal.type("J")
    try await terminal.screen(contains: "\"elapsed_time\": 12.5")
    terminal.type("\u{1B}")
    try await terminal.screen(contains: "1 failed, 1 passed")
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
  }
}
