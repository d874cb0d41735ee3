// A limit for tests that could hang: it ends the wait, it does not judge how fast a machine is.
import Testing

extension Trait where Self == TimeLimitTrait {
  /// A quarter of an hour: tests of all suites share two cores, so a test's own time says nothing.
  package static var patient: TimeLimitTrait { .timeLimit(.minutes(15)) }
}
