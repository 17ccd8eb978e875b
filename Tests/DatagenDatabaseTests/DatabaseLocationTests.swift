import Testing

@testable import DatagenDatabase

/// The one string that names a database, and what of it may be shown.
@Suite struct DatabaseLocationTests {
  @Test(
    arguments: [
      ("dev.sqlite", "dev.sqlite"), ("dev.db", "dev.db"), ("a b/ü.db", "a b/ü.db"), (":memory:", ":memory:"),
      ("sqlite:dev.db", "dev.db"), ("sqlite::memory:", ":memory:"), ("sqlite:/tmp/x", "/tmp/x"),
      ("sqlite:postgres://x", "postgres://x"), ("sqlite:host=x", "host=x"), ("x=y.db", "x=y.db"),
      ("./host=x", "./host=x"), ("hostname=x.db", "hostname=x.db"), ("postgres", "postgres"),
      ("sqlite:postgres:/x", "postgres:/x"), ("C:/x.db", "C:/x.db"), ("/a://b", "/a://b"),
    ]
  )
  func pathsAreSQLiteFiles(text: String, path: String) throws {
    let location = try DatabaseLocation(text)
    #expect(location == .sqlite(path: path))
    #expect(location.dialect == .sqlite)
    #expect("\(location)" == path)
  }

  @Test(
    arguments: [
      "postgres://localhost/shop", "postgresql://u@h:5432/shop?sslmode=require", "postgres://",
      "host=localhost dbname=shop", "  dbname=shop", "dbname = shop", "service=prod", "user=a", "port=5433",
    ]
  )
  func connectionStringsArePostgres(text: String) throws {
    let location = try DatabaseLocation(text)
    #expect(location == .postgres(connection: text))
    #expect(location.dialect == .postgres)
    #expect("\(location)" == text)
  }

  @Test(arguments: ["postgres:/u:secret@h/db", "postgresql:u:secret@h", "Postgres://u:secret@h/db"])
  func whatIsNearlyAURIIsNoFile(text: String) throws {
    let error = try refusal { _ = try DatabaseLocation(text) }
    #expect(!error.description.contains("secret"))
    #expect(error.advice?.contains("postgres://user:password@host/database") == true)
  }

  @Test(
    arguments: [
      (#"database "datagen" does not exist"#, #"database "datagen" does not exist"#),
      (#"database "postgres://u:datagen@h/db" does not exist"#, #"database "postgres://u:***@h/db" does not exist"#),
      ("cannot use host=h password=datagen dbname=x now", "cannot use host=h password=*** dbname=x now"),
      ("see https://www.postgresql.org/docs: a: b@c", "see https://www.postgresql.org/docs: a: b@c"),
    ]
  )
  func messagesAreRedactedInsideConnectionStringsOnly(message: String, shown: String) {
    #expect(DatabaseLocation.redacted(message) == shown)
  }

  @Test func aURIInAnotherStringIsRedacted() throws {
    let location = try DatabaseLocation("host=h dbname='postgres://u:secret@h/db'")
    #expect(!location.description.contains("secret"))
  }

  @Test(arguments: ["", "sqlite:", "mysql://root:secret@h/db", "sqlserver://h", "jdbc+x://secret"])
  func whatCannotBeLoadedIsRefusedWithTheForms(text: String) throws {
    let error = try refusal { _ = try DatabaseLocation(text) }
    #expect(!error.description.contains("secret"))
    #expect(error.advice?.contains("dev.sqlite") == true)
    #expect(error.advice?.contains("postgres://user@host/database") == true)
  }

  @Test(
    arguments: [
      ("postgres://u:secret@h/db", "postgres://u:***@h/db"),
      ("postgresql://u:secret@h:5432/db?sslmode=require", "postgresql://u:***@h:5432/db?sslmode=require"),
      ("postgres://u:@h/db", "postgres://u:***@h/db"),
      ("postgres://:secret@h/db", "postgres://:***@h/db"),
      ("postgres://u:secret@/db", "postgres://u:***@/db"),
      ("postgres://u:secret@h", "postgres://u:***@h"),
      ("postgres://u:secret@h1:1,h2:2/db", "postgres://u:***@h1:1,h2:2/db"),
      // Characters that should have been encoded, and some that are.
      ("postgres://u:sec%40ret%2F%3A@h/db", "postgres://u:***@h/db"),
      ("postgres://u:sec@ret@h/db", "postgres://u:***@h/db"),
      ("postgres://u:sec:ret@h/db", "postgres://u:***@h/db"),
      ("postgres://u:sec/ret@h/db", "postgres://u:***@h/db"),
      ("postgres://u:sec?ret@h/db", "postgres://u:***@h/db"),
      ("postgres://u:sec?r=et@h/db?sslmode=allow", "postgres://u:***@h/db?sslmode=allow"),
      ("postgres://u:sec#ret@h/db", "postgres://u:***@h/db"),
      // Hosts with colons.
      ("postgres://u:secret@[::1]:5432/db", "postgres://u:***@[::1]:5432/db"),
      ("postgres://u:secret@[fe80::1%25eth0]/db", "postgres://u:***@[fe80::1%25eth0]/db"),
      ("postgres://u@[::1]:5432/db", "postgres://u@[::1]:5432/db"),
      ("postgres://[2001:db8::1]:5432/db", "postgres://[2001:db8::1]:5432/db"),
      // Passwords in the query.
      ("postgres:///db?password=secret", "postgres:///db?password=***"),
      ("postgres://h/db?user=u&password=secret&port=1", "postgres://h/db?user=u&password=***&port=1"),
      ("postgres://u:secret@h/db?sslpassword=secret", "postgres://u:***@h/db?sslpassword=***"),
      ("postgres://h/db?PASSWORD=secret&x", "postgres://h/db?PASSWORD=***&x"),
      ("postgres://h/db?password=sec@ret", "postgres://h/db?password=***"),
      ("postgres://h/db?pass%77ord=secret", "postgres://h/db?pass%77ord=***"),
      // No passwords.
      ("postgres://u@h/db", "postgres://u@h/db"),
      ("postgres://h/db?application_name=a@b", "postgres://h/db?application_name=a@b"),
      ("postgres://h/db?options=-c%20a=b", "postgres://h/db?options=-c%20a=b"),
    ]
  )
  func aURIIsShownWithoutItsPassword(text: String, shown: String) throws {
    #expect(try "\(DatabaseLocation(text))" == shown)
  }

  @Test(
    arguments: [
      ("host=h password=secret dbname=d", "host=h password=*** dbname=d"),
      ("password='sec ret' host=h", "password=*** host=h"),
      (#"password='sec\'ret' host=h"#, "password=*** host=h"),
      (#"password='sec\\' host='a b'"#, "password=*** host='a b'"),
      (#"password=sec\ ret host=h"#, "password=*** host=h"),
      ("password = secret host = h", "password = *** host = h"),
      ("host=h password='secret", "host=h password=***"),
      ("host=h password=", "host=h password=***"),
      ("password='' user=u", "password=*** user=u"),
      ("password=sec=ret user=u", "password=*** user=u"),
      ("sslpassword=secret passfile=/p", "sslpassword=*** passfile=/p"),
      ("host=h\npassword=secret\tport=1", "host=h\npassword=***\tport=1"),
      ("user='a password=b' host=h", "user='a password=b' host=h"),
      ("dbname=d  host=''", "dbname=d  host=''"),
    ]
  )
  func keywordsAndValuesAreShownWithoutThePassword(text: String, shown: String) throws {
    #expect(try "\(DatabaseLocation(text))" == shown)
  }
}
