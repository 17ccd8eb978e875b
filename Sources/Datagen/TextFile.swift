#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Whole files as text.
public enum TextFile {
  /// Reads a file of UTF-8 text; `-` is standard input.
  ///
  /// - Throws: `FileError` where it cannot be read or is not UTF-8.
  public static func read(_ path: String) throws(FileError) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      throw FileError(path: path, reason: "the file is not UTF-8 text", isSchema: true)
    }
    return text
  }

  /// Reads a file as it is; `-` is standard input.
  static func bytes(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, reason: systemMessage(), isSchema: true) }
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(path: path, reason: systemMessage(), isSchema: true)
      }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  /// Writes a text to a file, replacing what was there.
  ///
  /// A file is written beside its name and renamed: a failure leaves the old one or none, and a link stays a link. A
  /// device or a pipe is written to as it is.
  ///
  /// - Throws: `FileError` where it cannot be written as a whole.
  public static func write(_ text: String, to path: String) throws(FileError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    guard !exists || status.st_mode & S_IFMT == S_IFREG else {
      return try write(text, to: path, flags: O_WRONLY, path)
    }
    // Renaming would replace a file that may not be written to.
    guard !exists || access(path, W_OK) == 0 else { throw unwritten(path, errno) }
    let final = exists ? resolved(path) : path
    let folder = final.lastIndex(of: "/").map { final[...$0] } ?? ""
    let partial = "\(folder).\(final.dropFirst(folder.count)).\(getpid()).partial"
    do throws(FileError) {
      try write(text, to: partial, flags: O_WRONLY | O_CREAT | O_TRUNC, path)
      if exists { chmod(partial, status.st_mode & 0o7777) }
      guard rename(partial, final) == 0 else { throw unwritten(path, errno) }
    } catch {
      unlink(partial)
      throw error
    }
  }

  private static func write(_ text: String, to path: String, flags: Int32, _ named: String) throws(FileError) {
    let descriptor = open(path, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw unwritten(named, errno) }
    let isWritten = write(text, to: descriptor)
    let number = errno
    guard close(descriptor) == 0 || !isWritten else { throw unwritten(named, errno) }
    guard isWritten else { throw unwritten(named, number) }
  }

  /// The path that links lead to.
  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// A result that could not be written, with `errno`'s text and what to do.
  private static func unwritten(_ path: String, _ number: Int32) -> FileError {
    let advice: String? =
      switch number {
      case ENOENT, ENOTDIR: "Make its directory first, or give another path."
      case EISDIR: "Give the path of a file."
      case EACCES, EPERM, EROFS: "Check the permissions of the file and of its directory, or give another path."
      case ENOSPC, EDQUOT: "Free some space, or write to another disk."
      default: nil
      }
    return FileError(path: path, reason: String(cString: strerror(number)), isSchema: false, advice: advice)
  }

  /// Writes a text to an open descriptor, waiting for slow readers.
  ///
  /// - Returns: false where the other end is closed or the disk is full; `errno` says which.
  public static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count {
        let written = systemWrite(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
        if written < 0 {
          if errno == EINTR { continue }
          if errno == EAGAIN {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&waiting, 1, -1)
            continue
          }
          return false
        }
        offset += written
      }
      return true
    }
  }

  /// What the system says of the last error.
  static func systemMessage() -> String { String(cString: strerror(errno)) }
}

// The C functions, whose names the methods above would hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafePointer<UInt8>?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
