internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A file that is written beside its final name and gets the name when it is complete.
final class PartialFile {
  let path: String
  private let finalPath: String
  private var isClaimed = true

  /// Makes an empty file `.name.pid.partial` in the final file's directory, which is made if it is missing, and
  /// removes what programs that died have left of the same name.
  init(for finalPath: String) throws(DatabaseError) {
    self.finalPath = finalPath
    let folder = directory(of: finalPath)
    let prefix = ".\(fileName(of: finalPath))."
    path = "\(folder)/\(prefix)\(getpid()).partial"
    let path = path
    try makeDirectories(folder)
    guard activePaths.withLock({ $0.insert(path).inserted }) else {
      isClaimed = false
      throw DatabaseError("\(finalPath) is being written by this program already")
    }
    Self.removeStaleFiles(in: folder, prefix: prefix)
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL, 0o644)
    guard descriptor >= 0 else {
      let error = DatabaseError.system(
        "\(finalPath) cannot be written",
        advice: "Check the permissions of the directory \(folder)."
      )
      release()
      throw error
    }
    close(descriptor)
  }

  deinit { discard() }

  /// Gives the file its final name, once it is on the disk.
  func publish() throws(DatabaseError) {
    // A replaced file keeps its permissions: a private one must not become readable.
    if let status = fileStatus(finalPath) { chmod(path, status.st_mode & 0o777) }
    try synchronize(path)
    // Left by a database that was removed; SQLite would take them for this one's.
    for suffix in ["-journal", "-wal", "-shm"] { unlink(finalPath + suffix) }
    guard rename(path, finalPath) == 0 else { throw .system("\(finalPath) cannot be replaced") }
    release()
    try synchronize(directory(of: finalPath))
  }

  /// Removes the file unless it has its final name.
  func discard() {
    guard isClaimed else { return }
    unlink(path)
    unlink(path + "-journal")
    release()
  }

  private func release() {
    guard isClaimed else { return }
    isClaimed = false
    let path = path
    activePaths.withLock { _ = $0.remove(path) }
  }

  private static func removeStaleFiles(in folder: String, prefix: String) {
    let suffix = ".partial"
    for name in fileNames(in: folder) where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      guard name.utf8.count > prefix.utf8.count + suffix.utf8.count,
        let process = Int32(name.dropFirst(prefix.count).dropLast(suffix.count))
      else { continue }
      // This process's own is left from an earlier one of the same number, as in containers: it is claimed now.
      let isDead = process == getpid() || (kill(process, 0) != 0 && errno == ESRCH)
      // The process may be one of another container: SQLite's lock tells.
      if isDead, !isLocked("\(folder)/\(name)") { unlink("\(folder)/\(name)") }
    }
  }

  /// Whether a process holds any lock on a file.
  private static func isLocked(_ path: String) -> Bool {
    let descriptor = open(path, O_RDWR)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    return fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
  }
}

/// The partial files that loaders of this process are writing.
private let activePaths = Mutex<Set<String>>([])
