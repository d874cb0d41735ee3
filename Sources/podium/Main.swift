// The executable: one call on the process's real main thread, which `main` must not leave by `await`.
import Glibc
import PodiumCLI

@main struct Main {
  static func main() { exit(Program.main()) }
}
