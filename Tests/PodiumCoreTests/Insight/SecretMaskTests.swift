// What looks like a secret does not leave; what does not, stays readable.
import Testing

@testable import PodiumCore

@Suite struct SecretMaskTests {
  @Test(arguments: [
    ("password=hunter2 rest", "password=[hidden] rest"),
    (#"{"api_key": "abc123", "rows": 5}"#, #"{"api_key": "[hidden]", "rows": 5}"#),
    ("AWS_SECRET_ACCESS_KEY=wJalr/x+y next", "AWS_SECRET_ACCESS_KEY=[hidden] next"),
    ("Token: t0k3n, retry", "Token: [hidden], retry"),
    ("DB_PASSWD = 's3cret'", "DB_PASSWD = '[hidden]'"),
    ("curl --token abc https://x", "curl --token [hidden] https://x"),
    ("Authorization: Bearer abcdefgh.ijkl", "Authorization: Bearer [hidden]"),
    ("postgres://ana:pa55@db:5432/x", "postgres://ana:[hidden]@db:5432/x"),
    ("key eyJhbGciOi.eyJzdWIi.c2ln end", "key [hidden] end"),
    ("ghp_abcdefghijklmnopqrstuv", "[hidden]"),
    ("a=1&secret=x&b=2", "a=1&secret=[hidden]&b=2"),
  ])
  func secretsAreHidden(_ text: String, _ masked: String) {
    #expect(SecretMask().hide(text) == masked)
  }

  @Test(arguments: [
    "KeyError: 'customer_id'", "HTTP 401 Unauthorized: the token has expired", "",
    "UNIQUE constraint failed: sales.id", "monkey: 5 bananas", "https://host:8080/path",
    "ORA-01555: snapshot too old", "Ünïcödé: naïve",
  ])
  func errorsStayReadable(_ text: String) { #expect(SecretMask().hide(text) == text) }
}
