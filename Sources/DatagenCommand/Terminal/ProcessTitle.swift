import Datagen

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What other users of the machine see of the command: its arguments, in the list of processes.
enum ProcessTitle {
  /// Overwrites the passwords in the process's own arguments, after they have been read.
  static func hidePasswords() {
    let arguments = CommandLine.arguments
    for (index, argument) in arguments.enumerated() where index < Int(CommandLine.argc) {
      guard let memory = CommandLine.unsafeArgv[index] else { continue }
      // `--to=postgres://…` is one argument.
      let start = argument.hasPrefix("--") ? argument.firstIndex(of: "=").map(argument.index(after:)) : nil
      let value = String(argument[(start ?? argument.startIndex)...])
      let shown = databaseDescription(value)
      guard shown != value else { continue }
      let offset = argument.utf8.count - value.utf8.count
      let room = value.utf8.count
      memset(memory + offset, 0, room)
      for (place, byte) in shown.utf8.prefix(room).enumerated() {
        (memory + offset)[place] = CChar(bitPattern: byte)
      }
    }
  }
}
