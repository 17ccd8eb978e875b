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
  /// - Throws: `FileError` where it cannot be written as a whole.
  public static func write(_ text: String, to path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(path: path, reason: systemMessage(), isSchema: false) }
    let isWritten = write(text, to: descriptor)
    let reason = systemMessage()
    guard close(descriptor) == 0, isWritten else {
      throw FileError(path: path, reason: reason, isSchema: false)
    }
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
