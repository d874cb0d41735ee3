// One key of the configuration file: how it is called, what it says, how it is read and shown. Reading,
// the report of unknown keys and `podium config print` all walk the same tables of these.
import YAML

/// A key of a mapping in the file, for values of one type.
package struct Setting<Target>: Sendable {
  /// As it is spelled in the file.
  package let name: String
  /// One line for people.
  package let says: String
  /// YAML of an example, for a key that is not set.
  package let sample: String
  let read: @Sendable (inout ConfigurationReader, YAMLNode, inout Target) -> Void
  /// The value as it is in force; nil when it is not set.
  let show: @Sendable (Target) -> YAMLNode?

  init(
    _ name: String, _ says: String, sample: String,
    read: @escaping @Sendable (inout ConfigurationReader, YAMLNode, inout Target) -> Void,
    show: @escaping @Sendable (Target) -> YAMLNode?
  ) {
    self.name = name
    self.says = says
    self.sample = sample
    self.read = read
    self.show = show
  }

  /// Whether it says something else in two configurations.
  package func differs(_ a: Target, _ b: Target) -> Bool {
    show(a).map(YAMLEmitter.text) != show(b).map(YAMLEmitter.text)
  }

  /// true or false.
  static func flag(
    _ name: String, _ says: String, _ property: any WritableKeyPath<Target, Bool> & Sendable
  ) -> Setting {
    Setting(name, says, sample: "true") { reader, node, target in
      if let value = reader.checker.flag(node, name) { target[keyPath: property] = value }
    } show: {
      YAMLNode(.bool($0[keyPath: property]))
    }
  }

  /// Text that isn't empty.
  static func word(
    _ name: String, _ says: String, sample: String,
    _ property: any WritableKeyPath<Target, String?> & Sendable
  ) -> Setting {
    Setting(name, says, sample: sample) { reader, node, target in
      target[keyPath: property] = reader.checker.word(node, name)
    } show: {
      $0[keyPath: property].map { YAMLNode(.string($0)) }
    }
  }
}

extension YAMLNode {
  /// A list of texts.
  static func list(_ texts: [String]) -> YAMLNode {
    YAMLNode(.sequence(texts.map { YAMLNode(.string($0)) }))
  }

  /// A mapping without the values that are not set.
  static func mapping(_ pairs: [(String, YAMLNode?)]) -> YAMLNode {
    YAMLNode(.mapping(pairs.compactMap { name, node in node.map { YAMLEntry(name, $0) } }))
  }
}
