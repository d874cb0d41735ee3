// swift-tools-version: 6.2
// Targets in dependency order (lowest first). Imports go downwards only; TidyTests checks it.
import PackageDescription

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
let gnu: [CSetting] = [.define("_GNU_SOURCE")]

/// A C shim: typed, non-variadic functions over one system library.
func shim(_ name: String, _ libraries: String...) -> Target {
  .target(
    name: name, cSettings: gnu, linkerSettings: libraries.map { .linkedLibrary($0) })
}

func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: Target.Dependency..., fixtures: [String] = []) -> Target
{
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: fixtures,
    swiftSettings: settings)
}

let package = Package(
  name: "podium",
  products: [
    .executable(name: "podium", targets: ["podium"]),
    .executable(name: "podium-bench", targets: ["podium-bench"]),
  ],
  targets: [
    // General tools that know neither Orchestra nor Podium.
    shim("CTerm", "ncursesw", "tinfo"),
    shim("CCurl", "curl"),
    shim("CSQLite", "sqlite3"),
    shim("CYAML", "yaml"),
    shim("CPCRE2", "pcre2-8"),
    shim("CMicroHTTPD", "microhttpd"),
    shim("CSystem", "m"),
    module("JSON"),
    module("Time", "CSystem"),
    module("YAML", "CYAML"),
    module("SQLite", "CSQLite"),
    module("Resilience"),
    module("HTTP"),
    module("HTTPServer", "HTTP", "CMicroHTTPD"),
    module("MCP", "HTTPServer", "HTTP", "JSON", "Time", "CSystem"),
    module("Matching", "CPCRE2", "CSystem"),
    module("TerminalUI", "Matching", "Time", "CTerm", "CSystem"),
    // The platform's language, usable without Podium.
    module("OrchestraAPI", "HTTP", "JSON", "Time"),
    module("OrchestraClient", "OrchestraAPI", "HTTP", "Resilience", "Time", "CCurl"),
    // The program.
    .target(
      name: "Themes", path: "themes", exclude: ["README.md"],
      resources: [
        .embedInCode("podium-dark.yaml"), .embedInCode("podium-light.yaml"),
        .embedInCode("ember.yaml"), .embedInCode("fjord.yaml"),
        .embedInCode("graphite.yaml"), .embedInCode("sepia.yaml"),
        .embedInCode("blue-orange.yaml"), .embedInCode("blue-orange-light.yaml"),
        .embedInCode("high-contrast.yaml"), .embedInCode("high-contrast-light.yaml"),
        .embedInCode("sixteen.yaml"), .embedInCode("mono.yaml"),
      ], swiftSettings: settings),
    module(
      "PodiumCore", "OrchestraClient", "OrchestraAPI", "Resilience", "Matching", "YAML", "JSON",
      "Time", "CSystem"),
    module("PodiumMCP", "PodiumCore", "MCP", "OrchestraAPI", "HTTP", "JSON"),
    module(
      "PodiumEngine", "OrchestraAPI", "SQLite", "YAML", "HTTP", "JSON", "Time", "CSystem"),
    module("PodiumServer", "PodiumEngine", "OrchestraAPI", "HTTPServer", "HTTP", "JSON", "Time"),
    .target(
      name: "PodiumDemo",
      dependencies: [
        "PodiumServer", "PodiumEngine", "OrchestraAPI", "SQLite", "JSON", "Time",
      ],
      resources: [.embedInCode("Samples")], swiftSettings: settings),
    module(
      "PodiumTUI", "PodiumCore", "TerminalUI", "Matching", "Themes", "OrchestraAPI", "YAML", "JSON",
      "Time",
      "CSystem"),
    .target(
      name: "PodiumCLI",
      dependencies: [
        "PodiumTUI", "PodiumMCP", "MCP", "PodiumDemo", "PodiumServer", "PodiumEngine", "PodiumCore",
        "OrchestraClient",
        "OrchestraAPI", "TerminalUI", "HTTPServer", "HTTP", "YAML", "JSON", "Time", "CSystem",
      ], swiftSettings: settings),
    .executableTarget(name: "podium", dependencies: ["PodiumCLI"], swiftSettings: settings),
    .executableTarget(
      name: "podium-bench",
      dependencies: [
        "PodiumCore", "PodiumTUI", "TerminalUI", "OrchestraClient", "OrchestraAPI", "HTTP", "Time",
        "CSystem",
      ],
      swiftSettings: settings),
    // Tests.
    .target(
      name: "TestSupport",
      dependencies: [
        "OrchestraClient", "OrchestraAPI", "TerminalUI", "Resilience", "Time", "CSystem",
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    .target(
      name: "MCPFixtures", dependencies: ["MCP", "JSON"], path: "Tests/MCPFixtures",
      swiftSettings: settings),
    .executableTarget(
      name: "mcp-fixtures", dependencies: ["MCPFixtures", "MCP", "HTTPServer", "CSystem"],
      path: "Tests/mcp-fixtures", swiftSettings: settings),
    .executableTarget(
      name: "mcp-client", dependencies: ["PodiumCLI", "MCP", "JSON"], path: "Tests/mcp-client",
      swiftSettings: settings),
    tests("PodiumMCPTests", "PodiumMCP"),
    tests(
      "MCPTests", "MCP", "MCPFixtures", "mcp-fixtures", "HTTPServer", "HTTP", "JSON", "CSystem"),
    tests("JSONTests", "JSON"),
    tests("TimeTests", "Time"),
    tests("YAMLTests", "YAML"),
    tests("SQLiteTests", "SQLite"),
    tests("ResilienceTests", "Resilience"),
    tests("HTTPServerTests", "HTTPServer", "OrchestraClient"),
    tests("TerminalUITests", "TerminalUI", "CTerm"),
    tests("OrchestraAPITests", "OrchestraAPI"),
    tests("OrchestraClientTests", "OrchestraClient", "HTTPServer"),
    tests("PodiumCoreTests", "PodiumCore"),
    tests("PodiumEngineTests", "PodiumEngine", fixtures: ["Pipelines"]),
    tests("PodiumServerTests", "PodiumServer", "OrchestraClient"),
    tests("PodiumTUITests", "PodiumTUI", fixtures: ["Screens"]),
    tests("PodiumCLITests", "PodiumCLI"),
    tests("PodiumDemoTests", "PodiumDemo"),
    tests(
      "ContractTests", "podium", "mcp-client", "mcp-fixtures", "MCPFixtures", "PodiumCLI",
      "PodiumMCP", "PodiumTUI", "PodiumServer", "PodiumEngine",
      "OrchestraClient", "HTTPServer", "CSystem", fixtures: ["SDK"]),
    tests("EndToEndTests", "podium", "OrchestraClient", "PodiumDemo"),
    tests("TidyTests", "Themes", "PodiumTUI"),
  ]
)
