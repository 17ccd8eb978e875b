/// Consecutive rows of a table as columns, in the order of the table's columns.
///
/// Handed from the thread that generates it to the thread that loads it and back for reuse; never shared.
package final class ColumnBatch {
  package var firstRow: Int64
  package var count: Int
  package var columns: [ColumnBuffer]
  /// What a loader's encoder made of the batch; stays with a batch that is reused, and with it its memory.
  package var payload: AnyObject?

  package init(firstRow: Int64, count: Int, columns: [ColumnBuffer]) {
    self.firstRow = firstRow
    self.count = count
    self.columns = columns
  }
}
