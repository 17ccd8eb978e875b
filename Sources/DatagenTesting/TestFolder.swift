import DatagenDatabase
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The folder with the SQLite files of tests: the user's own, among the temporary files.
struct TestFolder {
  let path: String

  private static let cleaned = Mutex<Set<String>>([])

  /// The folder, made where it is missing; what killed processes left there is removed once.
  static func shared() throws(DatabaseError) -> TestFolder {
    var parent = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    if parent.isEmpty { parent = "/tmp" }
    let folder = TestFolder(path: "\(parent)/datagen-tests-\(getuid())")
    try folder.make()
    if cleaned.withLock({ $0.insert(folder.path).inserted }) { folder.removeStale() }
    return folder
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Others can write to the folder above: only a folder of the user's own is as good as one just made.
  private func make() throws(DatabaseError) {
    if mkdir(path, 0o700) == 0 { return }
    guard errno == EEXIST else { throw systemError("the directory \(path) cannot be made") }
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid() else {
      throw DatabaseError("\(path) is not a directory of yours", advice: "Set TMPDIR to another directory.")
    }
  }

  private func removeStale() {
    for file in fileNames(in: path) {
      // A file that is being written has a point before its name, and more behind it.
      let name = file.drop { $0 == "." }
      guard let end = name.firstRange(of: ".sqlite"), TemporaryName.isStale(String(name[..<end.lowerBound]))
      else { continue }
      unlink(self.file(file))
    }
  }

  /// Removes a database file, and what SQLite may have put beside it.
  static func remove(_ path: String) {
    for suffix in ["", "-journal", "-wal", "-shm"] { unlink(path + suffix) }
  }
}

/// A failed call of the operating system, with its reason.
func systemError(_ action: String) -> DatabaseError {
  DatabaseError("\(action): \(String(cString: strerror(errno)))")
}
