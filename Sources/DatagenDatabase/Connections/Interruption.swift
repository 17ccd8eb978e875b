internal import Synchronization

/// Stops the statements of a connection from any thread; survives the connection.
package final class Interruption: Sendable {
  /// What makes the connection's running statement fail; nil while there is no open connection.
  ///
  /// The lock keeps the connection from being closed in the middle of an interruption.
  private let stop = Mutex<(@Sendable () -> Void)?>(nil)
  private let requested = Atomic<Bool>(false)

  package init() {}

  /// Makes the running statement fail, and a loader's next one too.
  ///
  /// Takes a lock: to be called from a thread that watches for signals, not from a signal handler.
  package func interrupt() {
    requested.store(true, ordering: .relaxed)
    stop.withLock { $0?() }
  }

  /// Whether `interrupt` was called.
  ///
  /// The databases themselves forget an interruption that comes between two statements.
  var isRequested: Bool { requested.load(ordering: .relaxed) }

  func check() throws(DatabaseError) {
    if isRequested { throw .interrupted }
  }

  /// Sets what interrupts the connection that has been opened.
  func attach(_ stop: @escaping @Sendable () -> Void) { self.stop.withLock { $0 = stop } }

  /// Forgets the connection, which may be closed afterwards.
  func detach() { stop.withLock { $0 = nil } }
}
