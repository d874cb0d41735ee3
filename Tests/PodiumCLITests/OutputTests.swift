// An answer that could not be written is no success; a reader that had enough is no failure.
import Glibc
import TestSupport
import Testing

@testable import PodiumCLI

@Suite struct OutputTests {
  /// `podium version` with its answer to this descriptor, which is closed afterwards.
  private func version(to descriptor: Int32) -> Int32 {
    defer { close(descriptor) }
    let silent = open("/dev/null", O_WRONLY)
    defer { close(silent) }
    return Program.run(
      ["version"], environment: [:], output: Output(answers: descriptor, complaints: silent)
    ).status
  }

  @Test func aFullDiskIsTold() {
    #expect(version(to: open("/dev/full", O_WRONLY)) == 1)
    #expect(version(to: open("/dev/null", O_RDONLY)) == 1, "a stream that takes nothing")
    let output = Output(answers: open("/dev/full", O_WRONLY), complaints: 2)
    #expect(output.answer("x") == false && output.hasReader)
    #expect(output.lostAnswer == "standard output: No space left on device")
  }

  @Test func aReaderThatIsGoneEndsQuietly() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let output = Output(answers: ends[1], complaints: 2)
    #expect(output.hasReader)
    close(ends[0])
    #expect(!output.hasReader)
    #expect(output.answer("x") == false && output.lostAnswer == nil)
    #expect(version(to: ends[1]) == 0)
  }
}
