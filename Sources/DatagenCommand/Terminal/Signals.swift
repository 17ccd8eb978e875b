import Datagen
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Turns Ctrl-C and a request to terminate into a cancellation, so that a load is undone before the process ends.
enum Signals {
  /// What the running load looks at.
  static let cancellation = Cancellation()

  private static let received = Atomic<Int32>(0)

  /// The exit code of a process that a signal ended, as shells count it.
  static var exitCode: Int32 { 128 + received.load(ordering: .relaxed) }

  /// The signals that ask a process to end; of SIGQUIT Swift itself would print a backtrace, and go on.
  private static var watched: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&signals, signal) }
    return signals
  }

  /// Blocks the signals in all threads and waits for them in one of its own.
  ///
  /// A second signal ends the process at once; SQLite's files survive that too.
  static func watch() {
    var signals = Self.watched
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    pthread_create(
      &thread,
      nil,
      { _ in
        var signals = Signals.watched
        while true {
          var signal: Int32 = 0
          sigwait(&signals, &signal)
          if Signals.received.exchange(signal, ordering: .relaxed) != 0 { _exit(128 + signal) }
          if !Signals.isLoading.load(ordering: .relaxed) { _exit(128 + signal) }
          Signals.cancellation.cancel()
        }
      },
      nil
    )
  }

  /// Says whether there is a load to be undone; otherwise a signal ends the process as usual.
  static func setLoading(_ isLoading: Bool) { self.isLoading.store(isLoading, ordering: .relaxed) }

  private static let isLoading = Atomic<Bool>(false)
}
