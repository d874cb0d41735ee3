// Gives the engine's HTTP tasks libcurl: the engine itself knows no network.
import HTTP
import OrchestraAPI
import OrchestraClient
import PodiumEngine

enum EngineHTTP {
  /// Sends one request of a task to an absolute URL. Adds no key and follows no other host.
  static func call(_ environment: [String: String]) -> HTTPCall {
    let options = CurlOptions(userAgent: "podium/\(Program.version)", environment: environment)
    return { url, request, total async throws(TransportError) in
      let (address, target) = try split(url)
      var request = request
      request.path = target
      let transport = CurlTransport(address: address, options: options)
      return try await transport.send(request, limits: TransferLimits(total: total))
    }
  }

  /// "http://host:1/a?b" → the server and "/a?b".
  static func split(_ url: String) throws(TransportError) -> (ServerAddress, String) {
    let scheme = url.prefix(url.hasPrefix("https") ? 8 : 7)
    let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let rest = url.dropFirst(scheme.count + authority.count).prefix { $0 != "#" }
    do throws(ServerAddress.Problem) {
      let address = try ServerAddress(scheme + authority)
      return (address, rest.hasPrefix("/") ? String(rest) : "/" + rest)
    } catch {
      throw .other(reason: "the URL names no usable host", sentRequest: false)
    }
  }
}
