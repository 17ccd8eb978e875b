import Synchronization

/// A way to stop a load from another thread: what was loaded so far is undone.
public final class Cancellation: Sendable {
  private struct State {
    var isRequested = false
    var handler: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// Makes a cancellation that has not been asked for.
  public init() {}

  /// Asks the load to stop.
  public func cancel() {
    let handler = state.withLock { state in
      state.isRequested = true
      return state.handler
    }
    handler?()
  }

  /// Whether the load has been asked to stop.
  public var isRequested: Bool { state.withLock { $0.isRequested } }

  /// Sets what interrupts the work that is going on.
  func onCancel(_ handler: (@Sendable () -> Void)?) {
    let isRequested = state.withLock { state in
      state.handler = handler
      return state.isRequested
    }
    if isRequested { handler?() }
  }
}
