// Programs that print keys: real processes, off the shared threads.
import TestSupport
import Testing
import Time

@testable import PodiumCore

@Suite struct KeyCommandTests {
  private static let environment = ["PATH": "/usr/bin:/bin", "WORD": "s3cret"]

  private func run(
    _ words: [String], _ timeout: Duration = .seconds(300)
  ) async -> Result<String, KeyCommand.Problem> {
    await onThread {
      do throws(KeyCommand.Problem) {
        let command = KeyCommand(words, timeout: timeout)
        let bytes = try command.output(environment: Self.environment)
        return .success(String(decoding: bytes, as: UTF8.self))
      } catch {
        return .failure(error)
      }
    }
  }

  @Test func theOutputIsTheKeyAndTheEnvironmentIsGiven() async {
    let result = await run(["sh", "-c", "echo noise >&2; printf '%s\\n' \"$WORD\""])
    #expect(result == .success("s3cret\n"))
  }

  @Test func argumentsReachTheProgramAsTheyAre() async {
    let result = await run(["printf", "%s", "$WORD; `ls` *"])
    #expect(result == .success("$WORD; `ls` *"))
  }

  @Test func failuresAreNamedWithoutOutput() async {
    #expect(await run(["no-such-program"]) == .failure(.notFound(program: "no-such-program")))
    let failed = await run(["sh", "-c", "echo s3cret; exit 3"])
    #expect(failed == .failure(.failed(program: "sh", status: 3)))
    let late = await run(["sleep", "600"], .milliseconds(50))
    #expect(late == .failure(.timedOut(program: "sleep", after: .milliseconds(50))))
    #expect(await run(["yes"]) == .failure(.tooLong(program: "yes")))
  }
}
