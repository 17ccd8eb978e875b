import Datagen

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A line on the terminal that says how far a load is: table, rows, rows per second, time left.
struct ProgressBar {
  private let isVisible: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastDrawn: ContinuousClock.Instant
  private var isDrawn = false

  /// - Parameter isWanted: false where the user asked for quiet; it is also hidden where there is no terminal.
  init(isWanted: Bool) {
    isVisible = isWanted && isatty(STDERR_FILENO) != 0
    start = clock.now
    lastDrawn = clock.now
  }

  /// Draws the line anew, at most ten times a second.
  mutating func update(_ progress: LoadProgress) {
    guard isVisible else { return }
    let now = clock.now
    guard now - lastDrawn > .milliseconds(100) else { return }
    lastDrawn = now
    isDrawn = true
    let line = progress.rows.done >= progress.rows.total ? "building indexes and proving keys …" : text(progress, now)
    _ = TextFile.write("\r\u{1B}[K" + line.withoutControlCharacters, to: STDERR_FILENO)
  }

  /// Removes the line.
  func clear() {
    if isDrawn { _ = TextFile.write("\r\u{1B}[K", to: STDERR_FILENO) }
  }

  private func text(_ progress: LoadProgress, _ now: ContinuousClock.Instant) -> String {
    let elapsed = (now - start).components
    let seconds = max(0.001, Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
    let rate = Double(progress.rows.done) / seconds
    let share = Double(progress.rows.done) / Double(max(1, progress.rows.total))
    let left = rate > 0 ? Int64(Double(progress.rows.total - progress.rows.done) / rate) : 0
    let filled = Int(share * 20)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    return "\(bar) \(Int(share * 100)) %  \(progress.table) \(progress.tableRows.done.grouped)/"
      + "\(progress.tableRows.total.grouped)  \(Int64(rate).grouped) rows/s  \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left"
  }
}
