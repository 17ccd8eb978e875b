import Datagen
import DatagenDatabase
import DatagenSchema
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file with a dataset, which tests get copies of; kept for later runs.
///
/// It has its name only when it is complete, as every file that is loaded.
struct SQLiteTemplate {
  let folder: TestFolder
  let dataset: Dataset

  private static let making = Mutex(())

  /// The template's file.
  var path: String {
    var identity = dataset.identity
    let hash = identity.withUTF8 { StableHash.hash(UnsafeRawBufferPointer($0)) }
    return folder.file("datagen_template_\(hexadecimal(hash)).sqlite")
  }

  /// Makes a copy, and the template before it where it is missing.
  func clone() throws -> TemporaryDatabase {
    if !exists { try make() }
    let copy = folder.file(TemporaryName.next() + ".sqlite")
    try copyFile(path, to: copy)
    return TemporaryDatabase.file(copy)
  }

  private var exists: Bool { access(path, R_OK) == 0 }

  /// Loads the template, unless another thread or process does at this time: then it is waited for.
  private func make() throws {
    try Self.making.withLock { _ in
      let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw systemError("\(path).lock cannot be written") }
      defer { close(descriptor) }
      while lockFile(descriptor) != 0 {
        guard errno == EINTR else { throw systemError("\(path).lock cannot be locked") }
      }
      if !exists { try dataset.load(into: path) }
    }
  }

  /// Copies a file; where the file system can, the two share their blocks until one of them changes.
  private func copyFile(_ source: String, to copy: String) throws(DatabaseError) {
    #if canImport(Darwin)
      guard copyfile(source, copy, nil, copyfile_flags_t(COPYFILE_CLONE)) == 0 else {
        throw systemError("\(source) cannot be copied to \(copy)")
      }
    #else
      let input = open(source, O_RDONLY | O_CLOEXEC)
      guard input >= 0 else { throw systemError("\(source) cannot be read") }
      defer { close(input) }
      let output = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard output >= 0 else { throw systemError("\(copy) cannot be written") }
      defer { close(output) }
      // FICLONE; not every file system can.
      if ioctl(output, 0x4004_9409, input) == 0 { return }
      var count = 1
      while count > 0 { count = sendfile(output, input, nil, 1 << 30) }
      guard count == 0 else {
        let error = systemError("\(source) cannot be copied to \(copy)")
        unlink(copy)
        throw error
      }
    #endif
  }
}

/// Takes the lock of a file, and waits for it; the function's name is that of a structure, too.
private func lockFile(_ descriptor: Int32) -> Int32 { flock(descriptor, LOCK_EX) }
