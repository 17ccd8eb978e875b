extension DocumentNode.Member {
  /// A member that stands in no file: its parts get the place of what brought it about.
  package init(_ key: String, _ value: DocumentNode) {
    self.init(key: key, keyPosition: value.position, value: value)
  }
}
