import Testing

@testable import DatagenDatabase

/// What libpq says where it cannot connect.
@Suite struct PostgresOpeningTests {
  private static let password = """
    connection to server at "db" (::1), port 5432 failed: FATAL:  28P01: password authentication failed for user "me"
    LOCATION:  auth_failed, auth.c:326
    """
  private static let refusal = """
    connection to server at "db" (::1), port 5432 failed: FATAL:  28000: no pg_hba.conf entry for host "::1", no encryption
    LOCATION:  ClientAuthentication, auth.c:543
    """

  @Test func aWrongPasswordIsTheReasonWhereASecondAttemptWithoutSSLIsNotLetIn() {
    let reason = PostgresOpening.reason(Self.password + "\n" + Self.refusal + "\n")
    #expect(reason.code == "28P01")
    #expect(reason.words.contains("password authentication failed") && reason.words.contains("no encryption"))
    #expect(!reason.words.contains("LOCATION") && !reason.words.contains("28000"))
    #expect(PostgresOpening.reason(Self.refusal).code == "28000")
  }

  @Test func aServerThatIsNotThereHasNoCode() {
    #expect(
      PostgresOpening.reason("connection to server at \"db\", port 5432 failed: Connection refused\n").code == nil
    )
  }
}
