// What the dashboard remembers from one session to the next on this machine: how lists look, what
// was last typed, which failures somebody has seen. Holds no key and nothing of the server's. A
// value; reading and writing the file is in MemoryFile.
import JSON
import Time

/// Everything that is remembered locally.
package struct Memory: Sendable, Equatable {
  /// By the name of a view: "runs", "pipelines", "problems".
  package var views: [String: ViewMemory] = [:]
  /// The values last sent when a pipeline was triggered, by the id of the pipeline.
  package var triggers: [String: JSONObject] = [:]
  /// Failures that somebody has seen, by `Acknowledgement.key`.
  package var acknowledgements: [String: Acknowledgement] = [:]

  /// Lists that were saved under a name, the latest last.
  package var savedViews: [SavedView] = []

  package init() {}

  /// What was last chosen in the palette, by its title, the latest first.
  package var chosen: [String] = []

  /// Most choices of the palette.
  package static let chosenMax = 30
  /// Most saved views.
  package static let savedViewsMax = 200
  /// Most pipelines whose last values are kept, and acknowledgements; the oldest go first.
  package static let triggersMax = 500
  package static let acknowledgementsMax = 2_000

  /// Makes a change.
  package mutating func apply(_ change: MemoryChange) {
    switch change {
    case .view(let name, let view): views[name] = view
    case .trigger(let pipeline, let values):
      if triggers.count >= Self.triggersMax, triggers[pipeline] == nil,
        let victim = triggers.keys.min()
      {
        triggers[victim] = nil
      }
      triggers[pipeline] = values
    case .chose(let title):
      chosen = Array(([title] + chosen.filter { $0 != title }).prefix(Self.chosenMax))
    case .saveView(let view):
      apply(.forgetView(list: view.list, name: view.name))
      savedViews = (savedViews + [view]).suffix(Self.savedViewsMax)
    case .forgetView(let list, let name):
      savedViews.removeAll { $0.list == list && $0.name == name }
    case .acknowledge(let key, let acknowledgement):
      acknowledgements[key] = acknowledgement
      while acknowledgements.count > Self.acknowledgementsMax,
        let oldest = acknowledgements.min(by: { $0.value.at < $1.value.at })?.key
      {
        acknowledgements[oldest] = nil
      }
    }
  }
}

/// How one view was left.
package struct ViewMemory: Sendable, Equatable {
  /// The column it is sorted by; nil means the view's own order.
  package var sortColumn: String?
  package var sortsDescending = false
  /// Columns in their order; nil means the usual ones.
  package var columns: [String]?
  /// Whether the preview is shown; nil decides by the size of the screen.
  package var hasPreview: Bool?
  /// The list's share of the screen in percent, 20...80; nil is the usual one.
  package var listPercent: Int?

  package init() {}
}

/// Somebody has seen a failure, and says something about it.
package struct Acknowledgement: Sendable, Equatable {
  package var note: String
  /// Who: the name of the user on this machine.
  package var by: String
  package var at: Timestamp
  /// Until when it is out of sight; nil is until another run fails.
  package var until: Timestamp?
  /// The last failure that it is about, by the server's clock: a later one ends it.
  package var about: Timestamp

  package init(
    note: String, by: String, at: Timestamp, until: Timestamp? = nil, about: Timestamp
  ) {
    self.note = note
    self.by = by
    self.at = at
    self.until = until
    self.about = about
  }
}

/// One change of the memory.
package enum MemoryChange: Sendable, Equatable {
  case view(String, ViewMemory)
  case trigger(pipeline: String, values: JSONObject)
  /// Something was chosen in the palette.
  case chose(String)
  /// A view of the same list and name is replaced.
  case saveView(SavedView)
  case forgetView(list: String, name: String)
  /// nil takes an acknowledgement back.
  case acknowledge(key: String, Acknowledgement?)
}
