/// The generators and modifiers that a schema may name, with their arguments.
///
/// The engine supplies them.
package struct LanguageCatalog: Sendable {
  package var generators: [KeyForm]
  package var modifiers: [KeyForm]

  package init(generators: [KeyForm], modifiers: [KeyForm]) {
    self.generators = generators
    self.modifiers = modifiers
  }
}
