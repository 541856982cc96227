import RationaleCore

/// A list of names, one a line, as data sets of captions publish their splits.
struct NameList {
    struct Line {
        /// Counted from 1 in the file.
        let number: Int
        let name: String
    }

    let path: String
    /// Those that are not empty, each name once.
    let lines: [Line]
    /// Names that stand in a line before.
    let repeated: PassedOver

    /// - Throws: as ``TextFile/text(of:)``.
    init(_ path: String) throws(RationaleError) {
        var (lines, known, repeated) = ([Line](), Set<String>(), PassedOver())
        let texts = try TextFile.lines(of: path)
        for (index, text) in texts.enumerated() {
            let name = String(text.trimmingSpaces)
            if name.isEmpty { continue }
            if known.insert(name).inserted {
                lines.append(Line(number: index + 1, name: name))
            } else {
                repeated.add("line \(index + 1): \(name) stands in a line before")
            }
        }
        (self.path, self.lines, self.repeated) = (path, lines, repeated)
    }

    /// Which names are passed over, and why; `nil` where none is.
    var note: String? { repeated.note(of: path, total: lines.count + repeated.count, "lines") }

    /// The error where a name of this list stands in another one as well; `nil` where none does.
    func overlap(with other: NameList) -> RationaleError? {
        let others = Dictionary(other.lines.map { ($0.name, $0.number) }) { first, _ in first }
        let shared = lines.compactMap { line in others[line.name].map { (line, $0) } }
        guard let (line, number) = shared.first else { return nil }
        let count = shared.count == 1 ? "a picture stands" : "\(shared.count) pictures stand"
        return RationaleError(
            .badData,
            "\(path): \(count) in \(other.path) as well, such as \(line.name) (line \(line.number), and line \(number) there)",
            hint: "What is learnt from must not be judged by: take each name out of one of the two lists.")
    }
}
