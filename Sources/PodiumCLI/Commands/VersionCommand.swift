// `podium version`: which program this is.

extension Command {
  static let version = Command("version", "print the version") {
    invocation throws(CommandFailure) in
    _ = try invocation.operands(atMost: 0)
    invocation.output.answer("podium \(Program.version)")
    return .code(.ok)
  }
}
