internal import CSQLite

extension Interruption {
  func attach(_ connection: OpaquePointer) {
    // As a number, because pointers are not Sendable.
    let address = UInt(bitPattern: connection)
    attach(stop: { if let connection = OpaquePointer(bitPattern: address) { sqlite3_interrupt(connection) } })
  }
}
