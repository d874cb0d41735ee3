// How much a workspace matters now: several can be open, one is in front.

/// What a store may ask for.
package enum StoreRole: Sendable, Equatable {
  /// Its screens are shown: everything.
  case front
  /// Watched beside another one: its runs and why they failed, at a low pace.
  case beside
  /// Nothing; what is known is kept for coming back.
  case resting
}
