internal import CSQLite
internal import Synchronization

/// Stops the statements of a connection from any thread; survives the connection.
package final class SQLiteInterruption: Sendable {
  // The handle as a number, because pointers are not Sendable; zero while there is no open connection. The lock
  // keeps the connection from being closed in the middle of an interruption.
  private let handle = Mutex<UInt>(0)
  private let requested = Atomic<Bool>(false)

  package init() {}

  /// Makes the running statement fail, and a loader's next one too.
  ///
  /// Takes a lock: to be called from a thread that watches for signals, not from a signal handler.
  package func interrupt() {
    requested.store(true, ordering: .relaxed)
    handle.withLock { handle in
      if let connection = OpaquePointer(bitPattern: handle) { sqlite3_interrupt(connection) }
    }
  }

  /// Whether `interrupt` was called.
  ///
  /// SQLite itself forgets an interruption that comes between two statements.
  var isRequested: Bool { requested.load(ordering: .relaxed) }

  func check() throws(DatabaseError) {
    if isRequested { throw .interrupted }
  }

  func attach(_ connection: OpaquePointer) { handle.withLock { $0 = UInt(bitPattern: connection) } }

  func detach() { handle.withLock { $0 = 0 } }
}
