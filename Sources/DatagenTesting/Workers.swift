import Dispatch
import Synchronization

/// Threads for what blocks, so that tests which wait for each other go on meanwhile; few, because each of them
/// has a connection.
enum Workers {
  private static let queues = (0..<4).map { DispatchQueue(label: "datagen.testing.\($0)") }
  private static let next = Atomic<Int>(0)

  /// Runs something that blocks on a thread of its own.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    let place = next.wrappingAdd(1, ordering: .relaxed).oldValue & 3
    return try await withCheckedThrowingContinuation { continuation in
      queues[place].async { continuation.resume(with: Result(catching: work)) }
    }
  }
}
