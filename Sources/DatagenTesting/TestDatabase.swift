import Datagen
import DatagenDatabase

/// The database of the test that is running.
public enum TestDatabase {
  @TaskLocal static var scoped: TemporaryDatabase?

  /// The clone that the `.dataset` trait made for this test.
  ///
  /// Child tasks see it, detached tasks do not.
  ///
  /// - Throws: `DatabaseError` where the test has no `.dataset` trait.
  public static var current: TemporaryDatabase {
    get throws {
      if let scoped { return scoped }
      throw DatabaseError(
        "this test has no database",
        advice: "Give it, or its suite, the trait .dataset(\"schema.json\", in: …)."
      )
    }
  }
}
