// The executable: one call on the process's real main thread, which `main` must not leave by `await`.
import Glibc
import PodiumCLI

@main struct Main {
  /// Libraries' own farewells are left out: they take away what other threads still use, such as
  /// those of libcurl, and an answer that is printed already would end in a crash.
  static func main() {
    let status = Program.main()
    fflush(nil)
    _exit(status)
  }
}
