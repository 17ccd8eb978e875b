package import DatagenColumns

/// Loads a dataset into a database: `existingRows`, `begin`, `insert` for every batch, `finish`; or `cancel`.
///
/// Used by one thread at a time, except for the encoder and the interruption.
package protocol Loader: AnyObject {
  /// Stops the load from another thread.
  var interruption: Interruption { get }

  /// The number of the first row that may come into each table of the layout: 0 unless the load appends.
  func existingRows() throws(DatabaseError) -> [String: Int64]

  /// Makes the tables, or makes those that exist ready.
  func begin() throws(DatabaseError)

  /// What brings a batch of a table, given by its place in the layout, into the form that the database takes.
  ///
  /// To be asked for after `begin`; touches nothing but the batch, and is meant for the thread that generated it.
  var encoder: @Sendable (ColumnBatch, Int) -> Void { get }

  /// Loads the rows of a batch, which is free again afterwards.
  ///
  /// The batches of a table come in the order of the rows. A failure undoes the whole load.
  ///
  /// - Parameter table: the table's place in the layout.
  func insert(_ batch: ColumnBatch, into table: Int) throws(DatabaseError)

  /// Completes the tables, proves the constraints, records the load and makes it permanent.
  func finish(_ record: LoadRecord) throws(DatabaseError)

  /// Gives the load up: everything stays as it was.
  func cancel()

  /// The database that is being loaded, for as long as the loader keeps it open.
  var connection: any DatabaseConnection { get }
}

/// How rows travel to PostgreSQL.
package enum LoadMethod: String, Sendable, CaseIterable {
  /// Prepared inserts, a batch per execution.
  case insert
  /// COPY in its binary form.
  case copy
}

/// When the database begins to hold rows to its keys.
package enum ConstraintTime: String, Sendable, CaseIterable {
  /// Before the rows come: a bad row is refused.
  case first
  /// When the rows are in: all of them are looked at together, which is faster.
  case after
}
