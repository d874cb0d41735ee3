// The conformance fixtures as a program: `mcp-fixtures` on standard input and output, or
// `mcp-fixtures --http PORT` on the loopback address until it is killed.
import CSystem
import Glibc
import HTTPServer
import MCP
import MCPFixtures

@main
enum Main {
  static func main() {
    let options = HTTPFrontOptions()
    let server = ProtocolServer(
      Fixtures.offer(pause: options.pause), now: { .nanoseconds(cs_monotonic_ns()) },
      random: RandomHandle.make)
    let words = CommandLine.arguments
    guard words.count == 3, words[1] == "--http", let port = UInt16(words[2]) else {
      return StdioServer(server).run()
    }
    let front = HTTPFront(server, options, random: RandomHandle.make)
    do {
      let listener = try Listener.start(
        port: port, guard: { head, _ in front.refusal(of: head) },
        streaming: { request, _ in await front.reply(to: request) })
      say("\(listener.url)/mcp")
    } catch {
      say("\(error)")
      exit(1)
    }
    while true { pause() }
  }

  private static func say(_ text: String) {
    let line = Array("\(text)\n".utf8)
    _ = write(1, line, line.count)
  }
}
