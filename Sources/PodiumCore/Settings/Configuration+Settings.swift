// The keys of the configuration file, in the order in which they are printed.
import YAML

extension Configuration {
  /// Every key at the top of the file.
  package static let settings: [Setting<Configuration>] =
    workspaces + looks + [
      Setting("keys", "keys, by place and command", sample: "{runs: {rerun: R}}") {
        reader, node, configuration in
        configuration.keys = reader.keyChanges(node)
      } show: { configuration in
        configuration.keys.isEmpty ? nil : KeyChange.node(configuration.keys)
      },
      Setting("columns", "columns of lists, in their order", sample: "{runs: [status, pipeline]}") {
        reader, node, configuration in
        configuration.columns = reader.columns(node)
      } show: { configuration in
        guard !configuration.columns.isEmpty else { return nil }
        return .mapping(configuration.columns.sorted { $0.key < $1.key }.map { ($0, .list($1)) })
      },
      Setting(
        "views", "filters with a name (V): a filter, or a filter with a sort",
        sample: "{slow: {filter: \"took>30m\", sort: \"-took\"}}"
      ) { reader, node, configuration in
        configuration.views = reader.views(node)
      } show: { configuration in
        guard !configuration.views.isEmpty else { return nil }
        return .mapping(configuration.views.map { ($0.name, $0.node) })
      },
      Setting(
        "hooks", "programs that run by themselves", sample: "{run_ended: [notify, \"{status}\"]}"
      ) {
        reader, node, configuration in
        reader.read(Hooks.settings, node, "hooks", &configuration.hooks)
      } show: { configuration in
        configuration.hooks == Hooks()
          ? nil : .mapping(Hooks.settings.map { ($0.name, $0.show(configuration.hooks)) })
      },
      Setting(
        "commands", "commands of your own, by name; no shell, a value stays one word",
        sample: "{runbook: {run: [runbook, \"{pipeline}\"], key: ctrl-o}}"
      ) { reader, node, configuration in
        configuration.commands = reader.commands(node)
      } show: { configuration in
        guard !configuration.commands.isEmpty else { return nil }
        return .mapping(configuration.commands.map { ($0.name, $0.node) })
      },
    ]

  private static let workspaces: [Setting<Configuration>] = [
    Setting("profiles", "workspaces, by name", sample: "{prod: {key_env: PROD_KEY}}") {
      reader, node, configuration in
      configuration.profiles = reader.profiles(node)
    } show: { configuration in
      guard !configuration.profiles.isEmpty else { return nil }
      return .mapping(
        configuration.profiles.map { profile in
          (profile.name, .mapping(Profile.settings.map { ($0.name, $0.show(profile)) }))
        })
    },
    Setting("default_profile", "the workspace without --profile", sample: "prod") { _, _, _ in
      // Read after the profiles: it must be one of them.
    } show: {
      $0.defaultProfile.map { YAMLNode(.string($0)) }
    },
    Setting(
      "watch", "other workspaces watched beside the one shown: all, none, or names",
      sample: "none"
    ) { reader, node, configuration in
      configuration.watch = reader.watchedProfiles(node)
    } show: {
      $0.watch.node
    },
  ]

  private static let looks: [Setting<Configuration>] = [
    Setting("theme", "a theme, or the path of a theme file", sample: "podium-light") {
      reader, node, configuration in
      configuration.theme = reader.theme(node)
    } show: {
      $0.theme.map { YAMLNode(.string($0)) }
    },
    .flag(
      "mouse", "whether the mouse selects and scrolls; off leaves it to the terminal",
      \.usesMouse),
    Setting("ascii", "whether only ASCII is drawn; the locale decides unless set", sample: "true") {
      reader, node, configuration in
      configuration.usesASCII = reader.checker.flag(node, "ascii")
    } show: {
      $0.usesASCII.map { YAMLNode(.bool($0)) }
    },
    Setting(
      "notify", "how a watched run (W) rings: \(NotifyChannel.names.joined(separator: ", "))",
      sample: "[bell, title]"
    ) { reader, node, configuration in
      configuration.notify = reader.channels(node)
    } show: {
      .list($0.notify.map(\.rawValue))
    },
  ]
}
