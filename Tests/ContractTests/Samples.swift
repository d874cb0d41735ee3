// Small pipelines for the contract suite, by alias.

enum Samples {
  static let all = [
    "nightly": nightly, "failing": failing, "needy": needy, "slow": slow,
    "talkative": talkative, "loading": loading, "follower": follower,
  ]

  static let nightly = """
    version: v1
    name: Nightly
    inputs:
      day:
        type: string
        default: someday
    pipeline:
      one:
        tasks:
          first:
            name: First
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: [sh, -c, 'echo "day $PODIUM_INPUT_DAY"; echo "num $PODIUM_ENV_NUM"']
      two:
        depends_on: [one]
        tasks:
          second:
            name: Second
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: [sh, -c, 'echo second; echo made > "$PODIUM_ARTIFACTS/made.txt"']
          third:
            name: Third
            depends_on: [second]
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: ["true"]

    """

  static let failing = """
    version: v1
    name: Failing
    pipeline:
      only:
        tasks:
          broken:
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: [sh, -c, 'echo "ERROR no such table: sales" >&2; exit 3']
          after:
            depends_on: [broken]
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: ["true"]

    """

  /// Leaves a file that says why it failed.
  static let loading = """
    version: v1
    name: Loading
    pipeline:
      only:
        tasks:
          load:
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: [sh, -c, 'echo "row 7 has no customer" > "$PODIUM_ARTIFACTS/error.log"; exit 1']

    """

  /// Starts when Failing is well, which it never is.
  static let follower = """
    version: v1
    name: Follower
    trigger_events:
      - type: pipeline
        pipeline_id: failing
        statuses: [SUCCEEDED]
    pipeline:
      only:
        tasks:
          follow:
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: ["true"]

    """

  static let needy = """
    version: v1
    name: Needy
    inputs:
      command:
        type: string
    pipeline:
      only:
        tasks:
          wait:
            integration: ORCHESTRA
            integration_job: WAIT
            parameters:
              seconds: 0

    """

  static let slow = """
    version: v1
    name: Slow
    pipeline:
      only:
        tasks:
          wait:
            integration: ORCHESTRA
            integration_job: WAIT
            parameters:
              seconds: 3600

    """

  static let talkative = """
    version: v1
    name: Talkative
    pipeline:
      only:
        tasks:
          talk:
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: [awk, 'BEGIN { for (i = 0; i < 300000; i++) print "a line of a long log, number", i }']

    """

  static let withUnknownKey = """
    version: v1
    name: Bad
    pipeline:
      one:
        tasks:
          first:
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            retriez: 3
            parameters:
              command: ["true"]

    """
}
