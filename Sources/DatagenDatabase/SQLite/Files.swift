#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What is at a path, links followed.
enum FileKind {
  case absent, file, directory, other

  init(_ path: String) {
    guard let status = fileStatus(path) else {
      self = .absent
      return
    }
    self =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      default: .other
      }
  }
}

func fileStatus(_ path: String) -> stat? {
  var status = stat()
  return stat(path, &status) == 0 ? status : nil
}

/// The directory that a path's last part is in.
func directory(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// A path's last part.
func fileName(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}

/// The path that links lead to, so that a rename replaces the file and not the link.
func resolvedPath(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// Makes a directory and those above it where they are missing.
func makeDirectories(_ path: String) throws(DatabaseError) {
  switch FileKind(path) {
  case .directory: return
  case .absent: break
  case .file, .other: throw DatabaseError("\(path) is not a directory")
  }
  let parent = directory(of: path)
  if parent != path { try makeDirectories(parent) }
  // Another program may have made it in the meantime.
  guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
    throw .system("the directory \(path) cannot be made", advice: "Check the permissions of \(parent).")
  }
}

/// The names in a directory, none if it cannot be read.
package func fileNames(in directory: String) -> [String] {
  guard let stream = opendir(directory) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    names.append(
      withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
          String(cString: $0)
        }
      }
    )
  }
  return names
}

/// Makes sure that a file, or the entries of a directory, are on the disk.
func synchronize(_ path: String) throws(DatabaseError) {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { throw .system("\(path) cannot be opened") }
  defer { close(descriptor) }
  // Some file systems refuse this for directories, and then have no use for it either.
  guard fsync(descriptor) == 0 || errno == EINVAL else {
    throw .system("\(path) cannot be written to the disk")
  }
}

/// Whether this process may write to a file.
func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

func isEmptyFile(_ path: String) -> Bool { fileStatus(path)?.st_size == 0 }
