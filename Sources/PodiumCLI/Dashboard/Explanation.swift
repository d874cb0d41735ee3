// What a newcomer reads when nothing says which workspace to open: one screen, four ways on.
import PodiumCore

enum Explanation {
  /// How to connect, or to look around without connecting. Fits 80×24.
  static func notConfigured(_ paths: Paths) -> String {
    """
    mission control for data pipelines in a terminal

    No workspace is configured yet. Choose one:

      Look around without a key or a network:
        podium demo

      Connect to Orchestra, with an API key from the workspace's settings:
        export ORCHESTRA_API_KEY=…
        podium

      Keep several workspaces, with the keys left in a password store:
        podium --profile work
        where \(paths.configFile) says
          profiles:
            work:
              key_command: op read op://vault/orchestra/credential

      Run pipeline files on this machine, then connect to it:
        podium serve --pipelines DIR --data DIR

    More: podium help
    """
  }
}
