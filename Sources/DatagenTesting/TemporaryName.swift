import DatagenSchema
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The name of something that is gone after a test: `datagen_test_MACHINE_PROCESS_RANDOM`.
///
/// It says who made it, so that what a killed process has left can be told from what is in use, and from what
/// somebody else made.
enum TemporaryName {
  private static let prefix = "datagen_test_"
  private static let made = Mutex<Set<String>>([])

  /// A name that nothing else has.
  static func next() -> String {
    let random = hexadecimal(UInt64.random(in: 0...UInt64.max))
    let name = "\(prefix)\(machine)_\(getpid())_\(random)"
    made.withLock { _ = $0.insert(name) }
    return name
  }

  /// Whether a name is one of a process of this machine that is no more.
  static func isStale(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let parts = name.dropFirst(prefix.count).split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == machine, parts[2].utf8.count == 16, parts[2].allSatisfy(\.isHexDigit),
      let process = Int32(parts[1]), process > 0
    else { return false }
    // An earlier process may have had this one's number, as in containers.
    if process == getpid() { return !made.withLock { $0.contains(name) } }
    return kill(process, 0) != 0 && errno == ESRCH || isZombie(process)
  }

  /// Whether a process has ended, and only its parent does not know yet.
  private static func isZombie(_ process: Int32) -> Bool {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return false }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 512)
    fread(&text, 1, text.count - 1, file)
    // `PID (NAME) STATE …`, and the name may hold anything.
    let line = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    guard let end = line.lastIndex(of: UInt8(ascii: ")")), end + 2 < line.count else { return false }
    return [UInt8(ascii: "Z"), UInt8(ascii: "X")].contains(line[end + 2])
  }

  /// What stands for this machine, or for this container, whose processes have numbers of their own.
  private static let machine: String = {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    var space = [CChar](repeating: 0, count: 256)
    readlink("/proc/self/ns/pid", &space, space.count - 1)
    let bytes = (host + space).map { UInt8(bitPattern: $0) }
    return String(hexadecimal(bytes.withUnsafeBytes { StableHash.hash($0) }).prefix(8))
  }()
}
