internal import CSQLite

/// What stops a SQLite connection.
package typealias SQLiteInterruption = Interruption

extension Interruption {
  func attach(_ connection: OpaquePointer) {
    // As a number, because pointers are not Sendable.
    let address = UInt(bitPattern: connection)
    attach { if let connection = OpaquePointer(bitPattern: address) { sqlite3_interrupt(connection) } }
  }
}
