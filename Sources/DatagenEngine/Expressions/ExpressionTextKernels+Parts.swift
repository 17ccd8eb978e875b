internal import DatagenColumns

// Parts of texts, counted in Unicode scalars.
extension ExpressionTextKernels {
  /// `text[i]`: the scalar at a place from 0, or from -1 backwards; NULL where there is none.
  static let element: ExpressionKernel = { frame in
    let text = frame.texts(0), places = frame.operands[1]
    defer { text.release() }
    frame.writeTexts { row, writer in
      let bytes = text[row]
      let count = scalarCount(bytes)
      let place = Int(places.integer(row))
      guard place >= -count, place < count else {
        frame.output.requireNulls()[row] = true
        return
      }
      let start = place < 0 ? place + count : place
      append(bytes, from: start, to: start + 1, &writer)
    }
  }

  /// `text[start:end]` as Python has it: negative bounds count from the end, those outside are moved inside.
  static let slice: ExpressionKernel = { frame in
    let text = frame.texts(0), starts = frame.operands[1], ends = frame.operands[2]
    defer { text.release() }
    frame.writeTexts { row, writer in
      let bytes = text[row]
      let count = scalarCount(bytes)
      func bound(_ value: Int64) -> Int { min(max(value < 0 ? Int(value) + count : Int(value), 0), count) }
      append(bytes, from: bound(starts.integer(row)), to: bound(ends.integer(row)), &writer)
    }
  }

  /// The place of a part in a text, in scalars counted from `first`, or one less than that.
  static func place(from first: Int64) -> ExpressionKernel {
    { frame in
      let text = frame.texts(0), parts = frame.texts(1)
      defer { for texts in [text, parts] { texts.release() } }
      frame.computeIntegers { row in
        guard let found = find(parts[row], in: text[row], from: 0) else { return first - 1 }
        return Int64(scalarCount(Bytes(rebasing: text[row][..<found]))) + first
      }
    }
  }

  /// One of the parts between separators; negative places count from the last.
  ///
  /// Where there are fewer, SQL, which counts from 1 and has no place 0, gives an empty text; Python, which counts
  /// from 0, has no value.
  static func splitPart(countsFromZero: Bool) -> ExpressionKernel {
    { frame in
      let text = frame.texts(0), separators = frame.texts(1), places = frame.operands[2]
      defer { for texts in [text, separators] { texts.release() } }
      frame.writeTexts { row, writer in
        let bytes = text[row], separator = separators[row]
        var place = places.integer(row)
        if !countsFromZero, place == 0 {
          frame.output.requireNulls()[row] = true
          return
        }
        if !countsFromZero, place > 0 { place -= 1 }
        if place < 0 {
          place = place < -Int64(bytes.count) - 1 ? -1 : place + Int64(partCount(bytes, separator))
        }
        if place >= 0, let part = part(place, of: bytes, separator) {
          writer.append(part)
        } else if countsFromZero {
          frame.output.requireNulls()[row] = true
        }
      }
    }
  }

  /// One of the words between white space, counted from 0 or from -1 backwards; NULL where there are fewer.
  static let word: ExpressionKernel = { frame in
    let text = frame.texts(0), places = frame.operands[1]
    defer { text.release() }
    frame.writeTexts { row, writer in
      let words = text[row].split(whereSeparator: ExpressionKernels.isSpace)
      let place = places.integer(row)
      let index = place < 0 ? place + Int64(words.count) : place
      guard index >= 0, index < words.count else {
        frame.output.requireNulls()[row] = true
        return
      }
      writer.append(Bytes(rebasing: words[Int(index)]))
    }
  }

  private static func partCount(_ bytes: Bytes, _ separator: Bytes) -> Int {
    var count = 1, start = 0
    while separator.count > 0, let found = find(separator, in: bytes, from: start) {
      count += 1
      start = found + separator.count
    }
    return count
  }

  private static func part(_ place: Int64, of bytes: Bytes, _ separator: Bytes) -> Bytes? {
    var start = 0
    var rest = place
    while separator.count > 0, let found = find(separator, in: bytes, from: start) {
      if rest == 0 { return Bytes(rebasing: bytes[start..<found]) }
      rest -= 1
      start = found + separator.count
    }
    return rest == 0 ? Bytes(rebasing: bytes[start...]) : nil
  }

  /// A text so many times, up to the length that padding has too.
  static let repetition: ExpressionKernel = { frame in
    let text = frame.texts(0), counts = frame.operands[1]
    defer { text.release() }
    frame.writeTexts { row, writer in
      let bytes = text[row]
      let length = scalarCount(bytes)
      guard length > 0, counts.integer(row) > 0 else { return }
      for _ in 0..<min(Int(counts.integer(row)), ExpressionTextWriter.maximumLength / length) { writer.append(bytes) }
    }
  }

  /// The scalars from the last to the first.
  static let reversal: ExpressionKernel = { frame in
    let text = frame.texts(0)
    defer { text.release() }
    frame.writeTexts { row, writer in
      let bytes = text[row]
      var end = bytes.count
      while end > 0 {
        var start = end - 1
        while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        writer.append(Bytes(rebasing: bytes[start..<end]))
        end = start
      }
    }
  }

  /// A text without what is at its ends: white space, or any of the characters of a second argument.
  static func trimming(leading: Bool, trailing: Bool, hasCharacters: Bool) -> ExpressionKernel {
    { frame in
      let text = frame.texts(0)
      let characters = hasCharacters ? frame.texts(1) : nil
      defer {
        text.release()
        characters?.release()
      }
      frame.writeTexts { row, writer in
        let bytes = text[row]
        let unwanted = characters?[row]
        func isUnwanted(_ scalar: Slice<Bytes>) -> Bool {
          guard let unwanted else { return ExpressionKernels.isSpace(scalar[scalar.startIndex]) }
          return find(Bytes(rebasing: scalar), in: unwanted, from: 0) != nil
        }
        var start = 0, end = bytes.count
        while leading, start < end {
          var next = start + 1
          while next < end, bytes[next] & 0xC0 == 0x80 { next += 1 }
          guard isUnwanted(bytes[start..<next]) else { break }
          start = next
        }
        while trailing, start < end {
          var last = end - 1
          while last > start, bytes[last] & 0xC0 == 0x80 { last -= 1 }
          guard isUnwanted(bytes[last..<end]) else { break }
          end = last
        }
        writer.append(Bytes(rebasing: bytes[start..<end]))
      }
    }
  }
}
