import Foundation
import Testing

@testable import DatagenDatabase

/// Places that cannot be written to and disks that are full: an error that says so, and nothing lost.
@Suite struct FileFailureTests {
  private let directory = TemporaryDirectory()

  private var path: String { directory.file("shop.sqlite") }

  @Test(arguments: ["file/shop.sqlite", "file/deep/er/shop.sqlite"])
  func aFileInPlaceOfADirectoryIsNamed(below: String) throws {
    try Data().write(to: URL(fileURLWithPath: directory.file("file")))
    let error = try refusal { try Shop.load(directory.file(below)) }
    #expect(error.message == "\(directory.file("file")) is not a directory")
    #expect(try directory.names() == ["file"])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
  func aFileSystemThatTakesNoFilesIsAClearError() throws {
    let file = try refusal { try Shop.load("/proc/shop.sqlite") }
    #expect(file.message.hasPrefix("/proc/shop.sqlite cannot be written: "))
    #expect(file.advice == "Check the permissions of the directory /proc.")
    let folder = try refusal { try Shop.load("/proc/new/shop.sqlite") }
    #expect(folder.message.hasPrefix("the directory /proc/new cannot be made: "))
    #expect(folder.advice == "Check the permissions of /proc.")
  }

  @Test func aDeviceIsNoFile() throws {
    let error = try refusal { try Shop.load("/dev/null", ifExists: .replace) }
    #expect(error.message == "/dev/null is not a regular file")
    #expect(error.advice != nil)
  }

  /// Root may write anywhere: another user tries, in a process of its own.
  @Test func anUnwritableDirectoryIsAClearError() async throws {
    try Shop.load(path)
    let old = try bytes(path)
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: directory.path)
    await #expect(processExitsWith: .success) { [folder = directory.path as String] in
      if geteuid() == 0 { #expect(setuid(65534) == 0) }
      let replaced = try refusal { try Shop.load("\(folder)/shop.sqlite", ifExists: .replace) }
      #expect(replaced.message == "\(folder)/shop.sqlite cannot be written: Permission denied")
      #expect(replaced.advice == "Check the permissions of the directory \(folder).")
      let fresh = try refusal { try Shop.load("\(folder)/new.sqlite") }
      #expect(fresh.message == "\(folder)/new.sqlite cannot be written: Permission denied")
      let deeper = try refusal { try Shop.load("\(folder)/new/new.sqlite") }
      #expect(deeper.message == "the directory \(folder)/new cannot be made: Permission denied")
      // In place, SQLite can make no journal.
      let appended = try refusal { try Shop.load("\(folder)/shop.sqlite", keys: 9...9, ifExists: .append) }
      #expect(appended.message.hasPrefix("\(folder)/shop.sqlite cannot be "))
      #expect(appended.advice?.contains("directory") == true)
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
    #expect(try bytes(path) == old)
    #expect(try directory.names() == ["shop.sqlite"])
  }

  @Test func aWriteProtectedFileIsNotReplaced() async throws {
    try Shop.load(path)
    let old = try bytes(path)
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    await #expect(processExitsWith: .success) { [path = path as String] in
      if geteuid() == 0 { #expect(setuid(65534) == 0) }
      for policy in ExistingTables.allCases {
        let error = try refusal { try Shop.load(path, ifExists: policy) }
        #expect(error.message == "\(path) is write-protected")
        #expect(error.advice == "Check its permissions, or give another path.")
      }
    }
    #expect(try bytes(path) == old)
  }

  // MARK: A full disk

  /// Loads 20,000 customers into a database that may not grow to more than some pages.
  private func loadIntoLittleRoom(_ policy: ExistingTables) throws {
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: policy)
    try loader.begin()
    try loader.database?.execute("PRAGMA max_page_count=12")
    for start in stride(from: Int64(101), to: 20_000, by: 1000) {
      try loader.insert(Shop.customers(start...start + 999), into: 0)
    }
    try loader.finish(Shop.record())
  }

  @Test(arguments: ExistingTables.allCases)
  func aFullDiskLeavesTheOldFileOrNone(policy: ExistingTables) throws {
    if policy != .fail { try Shop.load(path) }
    let old = policy == .fail ? nil : try bytes(path)
    let error = try refusal { try loadIntoLittleRoom(policy) }
    #expect(error.message == "the disk is full while \(path) is written")
    #expect(error.code == "13")
    #expect(error.table == "customer")
    #expect(error.advice == "Free some space, or write to another disk.")
    #expect(try directory.names() == (old == nil ? [] : ["shop.sqlite"]))
    if let old { #expect(try bytes(path) == old) }
  }

  #if os(Linux)
    /// The operating system itself stops the file from growing, as a quota does.
    @Test(arguments: ExistingTables.allCases)
    func aLimitOnTheSizeOfFilesLeavesTheOldFileOrNone(policy: ExistingTables) async throws {
      if policy != .fail { try Shop.load(path) }
      let old = policy == .fail ? nil : try bytes(path)
      await #expect(processExitsWith: .success) {
        [path = path as String, policy = policy.rawValue as String] in
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 300_000, rlim_max: rlim_t.max)
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        let error = try refusal {
          let loader = try SQLiteLoader(
            location: path,
            layout: Shop.layout,
            ifExists: try #require(ExistingTables(rawValue: policy))
          )
          try loader.begin()
          // Small memory: the rows reach the file at once.
          try loader.database?.execute("PRAGMA cache_size=-100")
          try loader.insert(Shop.customers(101...20_000), into: 0)
          try loader.finish(Shop.record())
        }
        #expect(error.message == "\(path) cannot be read or written: disk I/O error")
        #expect(error.advice?.contains("full") == true)
      }
      #expect(try directory.names() == (old == nil ? [] : ["shop.sqlite"]))
      if let old { #expect(try bytes(path) == old) }
    }
  #endif
}
