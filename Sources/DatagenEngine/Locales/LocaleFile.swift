internal import CLocales
import DatagenSchema

/// The lists of a locale file, as `CLocales/locales/*.txt` writes them.
struct LocaleFile {
  /// Entries of one or several fields, with weights.
  struct List {
    var fields: [String]
    /// Which fields are patterns of digits and letters rather than plain texts.
    var isPattern: [Bool]
    var entries: [[String]] = []
    var weights: [Double] = []
  }

  var lists: [String: List] = [:]
  /// Lists of templates: `[address formats]`.
  var formats: [String: List] = [:]

  /// The names of the locales that there are.
  static let names: [String] = {
    var names: [String] = []
    while let file = datagen_locale_at(names.count)?.pointee { names.append(String(cString: file.name)) }
    return names.filter { $0 != common }
  }()

  /// The file of what all locales share.
  static let common = "common"

  /// Reads the file of a locale; nil where there is none.
  static func load(_ name: String) -> LocaleFile? { text(of: name).map { LocaleFile($0) } }

  /// The entries of one list of a locale, without the rest of its file.
  static func entries(of list: String, in locale: String) -> [String] {
    guard let text = text(of: locale) else { return [] }
    var entries: [String] = []
    var isInside = false
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard line.first == UInt8(ascii: "[") else {
        if isInside { entries.append(String(decoding: line, as: UTF8.self)) }
        continue
      }
      if isInside { break }
      isInside = line.dropFirst().dropLast().elementsEqual(list.utf8)
    }
    return entries
  }

  private static func text(of name: String) -> String? {
    var index = 0
    while let file = datagen_locale_at(index)?.pointee {
      if String(cString: file.name) == name {
        return String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
      }
      index += 1
    }
    return nil
  }

  private init(_ text: String) {
    var name = ""
    var isFormats = false
    var weightField: Int?
    for line in text.split(separator: "\n") where !line.hasPrefix("# ") {
      if line.hasPrefix("["), line.hasSuffix("]") {
        let header = line.dropFirst().dropLast()
        isFormats = header.hasSuffix(" formats")
        let parts = header.split(separator: ":", maxSplits: 1)
        name = isFormats ? String(header.dropLast(" formats".count)) : String(parts[0])
        var fields = parts.count > 1 ? parts[1].split(separator: " ").map(String.init) : [name]
        weightField = isFormats ? 1 : fields.firstIndex(of: "weight")
        fields.removeAll { $0 == "weight" }
        let list = List(
          fields: fields.map { $0.filter { $0 != "#" } },
          isPattern: fields.map { $0.hasSuffix("#") || isFormats }
        )
        if isFormats { formats[name] = list } else { lists[name] = list }
        continue
      }
      var values = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      var weight = 1.0
      if let weightField, weightField < values.count { weight = Double(values.remove(at: weightField)) ?? 1 }
      if isFormats {
        formats[name]?.entries.append(values)
        formats[name]?.weights.append(weight)
      } else {
        lists[name]?.entries.append(values)
        lists[name]?.weights.append(weight)
      }
    }
  }
}
