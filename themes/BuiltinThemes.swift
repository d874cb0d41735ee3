// Names the theme files that are embedded in the program. A new file needs a line here and one in
// Package.swift; a test names the one that was forgotten.

/// The theme files in the program.
package enum BuiltinThemes {
  /// One embedded file.
  package struct File: Sendable {
    /// The name it is chosen by: the file's name without ".yaml".
    package let name: String
    package let bytes: [UInt8]
  }

  /// In the order they are offered.
  package static let all: [File] = [
    File(name: "podium-dark", bytes: PackageResources.podium_dark_yaml),
    File(name: "podium-light", bytes: PackageResources.podium_light_yaml),
    File(name: "ember", bytes: PackageResources.ember_yaml),
    File(name: "fjord", bytes: PackageResources.fjord_yaml),
    File(name: "graphite", bytes: PackageResources.graphite_yaml),
    File(name: "sepia", bytes: PackageResources.sepia_yaml),
    File(name: "blue-orange", bytes: PackageResources.blue_orange_yaml),
    File(name: "blue-orange-light", bytes: PackageResources.blue_orange_light_yaml),
    File(name: "high-contrast", bytes: PackageResources.high_contrast_yaml),
    File(name: "high-contrast-light", bytes: PackageResources.high_contrast_light_yaml),
    File(name: "sixteen", bytes: PackageResources.sixteen_yaml),
    File(name: "mono", bytes: PackageResources.mono_yaml),
  ]
}
