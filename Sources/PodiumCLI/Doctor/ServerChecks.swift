// The way to the server and what it allows: one real call of each listing, side by side.
import OrchestraAPI
import OrchestraClient
import PodiumCore
import PodiumTUI
import Time

/// Asks the server.
struct ServerChecks: Sendable {
  private let choice: WorkspaceChoice
  private let bench: Workbench
  private let hasProxy: Bool
  private let wait: Duration

  init(_ choice: WorkspaceChoice, _ environment: [String: String], wait: Duration) {
    (self.choice, self.wait) = (choice, wait)
    let options = CurlOptions(userAgent: "podium/\(Program.version)", environment: environment)
    hasProxy = options.proxies.isUsed(for: choice.access.address)
    bench = Workbench(
      client: Client(
        transport: CurlTransport(address: choice.access.address, options: options),
        access: choice.access, requestsPerMinute: choice.requestsPerMinute, limits: .once),
      source: choice.label)
  }

  func findings() async -> [Finding] {
    let probes = await bench.probes(wait: wait)
    let route = hasProxy ? [Finding.good("proxy", "used for \(choice.label.host)")] : []
    guard let runs = probes.first else { return route }
    if let error = runs.error, probes.allSatisfy({ $0.error != nil }) {
      return route + [
        connection(error), .skipped("endpoints", "not asked: the server comes first"),
      ]
    }
    let time = Wording.latency(runs.duration)
    var findings = route
    findings.append(.good("server", "\(choice.label.host) answers in \(time)"))
    findings.append(clock())
    let refused = probes.filter { $0.error != nil }
    findings += refused.map(endpoint)
    if refused.isEmpty {
      findings.append(.good("endpoints", "all \(probes.count) listings answer"))
    }
    return findings
  }

  /// Nothing answers: why.
  private func connection(_ error: ClientError) -> Finding {
    let host = choice.label.host
    switch error.kind {
    case .offline(.dns):
      return .bad(
        "DNS", "the name \(host) has no address",
        fix: "check the spelling, VPN and /etc/resolv.conf",
        .network)
    case .offline(.refused(let port)):
      return .bad(
        "server", "nothing accepts connections on \(host), port \(port)",
        fix: "check host and port; for an engine of your own: podium serve", .network)
    case .offline(.connectTimedOut), .timedOut:
      return .bad(
        "server", "\(host) gave no answer in \(Wording.latency(wait))",
        fix: "check network, VPN, firewall and proxy", .network)
    case .offline(.proxy):
      return .bad(
        "proxy", Self.cause(error),
        fix: "check https_proxy, http_proxy, all_proxy; or add \(host) to no_proxy",
        .network)
    case .tls:
      return .bad(
        "TLS", Self.cause(error),
        fix: "check this machine's clock, SSL_CERT_FILE and the package ca-certificates", .network)
    case .keyWithheld:
      return .bad("address", error.message, fix: "use https://")
    case .http(let problem, _) where problem.status == 401:
      return key(error, host)
    case .http(let problem, _) where problem.status == 403:
      return .bad(
        "key", error.message,
        fix: "ask the account's owner: API access, the key's rights, allowed IPs",
        .refused)
    case .http(let problem, _) where problem.status == 404:
      return .bad(
        "address", "\(host) answers, but does not know the API (404)",
        fix: "check the path of the address: it ends with the host or /api/engine/public", .notFound
      )
    case .undecodable:
      return .bad(
        "address", "\(host) answers, but not as an Orchestra server",
        fix: "check the address; a log-in page or a proxy may answer instead", .network)
    default:
      return .bad(
        "server", error.message, fix: "try again; podium requests shows each call", .network)
    }
  }

  /// What happened, without the advice: ours follows.
  private static func cause(_ error: ClientError) -> String {
    let message = error.message
    guard let end = message.lastIndex(of: ";") else { return message }
    return String(message[..<end])
  }

  private func key(_ error: ClientError, _ host: String) -> Finding {
    guard choice.access.credentials != nil else {
      return .bad(
        "key", "\(host) wants a key and none is set", fix: "export ORCHESTRA_API_KEY=…",
        .authentication)
    }
    return .bad(
      "key", "\(host) refused it (401): wrong, revoked, or made for another host",
      fix:
        "check which host the key is for: ORCHESTRA_API_BASE_URL, ORCHESTRA_ENV or the profile's env",
      .authentication)
  }

  /// Behind so much a machine's clock hides what is new, and certificates fail.
  private static let skewMax: Duration = .seconds(30)

  private func clock() -> Finding {
    guard let skew = bench.client.clockSkew else {
      return .skipped("clock", "the server does not tell its time")
    }
    guard skew > Self.skewMax || skew < .zero - Self.skewMax else {
      return .good("clock", "agrees with the server's")
    }
    let amount = Wording.wait(skew > .zero ? skew : .zero - skew)
    let side = skew > .zero ? "behind" : "ahead of"
    return .warning(
      "clock",
      "this machine's clock is \(amount) \(side) the server's: ages and schedules are wrong",
      fix: "set it: timedatectl set-ntp true")
  }

  /// One listing that does not answer while others do.
  private func endpoint(_ probe: Workbench.Probe) -> Finding {
    let why =
      switch probe.status {
      case 403: "not allowed for this key or plan (403)"
      case 404: "not available in this plan or version (404)"
      default: probe.error?.summary ?? "no answer"
      }
    let isRefused = probe.status == 403 || probe.status == 404
    return .warning(
      "endpoints", "\(probe.endpoint): \(why); missing: \(probe.serves)",
      fix: isRefused
        ? "ask the account's owner whether it is part of the plan; the rest works without it"
        : "try again, with more patience: --timeout 10s")
  }
}
