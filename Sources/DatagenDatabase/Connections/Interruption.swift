internal import Dispatch
internal import Synchronization

/// Stops the statements of a connection from any thread; survives the connection.
package final class Interruption: Sendable {
  private struct Handlers {
    /// Makes the connection's running statement fail; returns at once.
    var stop: @Sendable () -> Void
    /// Ends the connection without asking the other side.
    var breakOff: (@Sendable () -> Void)?
  }

  /// The seconds that a database has to answer to an interruption, and then to undo what was begun.
  private static let patience = 4.0

  /// What there is to interrupt; nil while there is no open connection.
  ///
  /// The lock keeps the connection from being closed in the middle of an interruption.
  private let handlers = Mutex<Handlers?>(nil)
  private let requested = Atomic<Bool>(false)

  package init() {}

  /// Makes the running statement fail, and a loader's next one too; ends the connection where its server does not
  /// answer within seconds.
  ///
  /// Takes a lock: to be called from a thread that watches for signals, not from a signal handler.
  package func interrupt() {
    requested.store(true, ordering: .relaxed)
    let mayHang = handlers.withLock { handlers in
      handlers?.stop()
      return handlers?.breakOff != nil
    }
    guard mayHang else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) {
      self.handlers.withLock { $0?.breakOff?() }
    }
  }

  /// Whether `interrupt` was called.
  ///
  /// The databases themselves forget an interruption that comes between two statements.
  var isRequested: Bool { requested.load(ordering: .relaxed) }

  func check() throws(DatabaseError) {
    if isRequested { throw .interrupted }
  }

  /// Sets what interrupts the connection that has been opened.
  ///
  /// - Parameters:
  ///   - stop: makes the running statement fail, and returns at once.
  ///   - breakOff: ends the connection itself; nil where nothing can hang.
  func attach(stop: @escaping @Sendable () -> Void, breakOff: (@Sendable () -> Void)? = nil) {
    handlers.withLock { $0 = Handlers(stop: stop, breakOff: breakOff) }
  }

  /// Forgets the connection, which may be closed afterwards.
  func detach() { handlers.withLock { $0 = nil } }
}
