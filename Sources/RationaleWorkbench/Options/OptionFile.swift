import Foundation
import RationaleCore
import RationaleImaging
import Yams

/// A file of names and values: YAML, of which JSON is a part.
struct OptionFile {
    private static let largestFile = 1 << 20

    let path: String
    private let pairs: [(key: String, values: [String]?)]

    /// - Throws: `missingInput`; `badData` where it is not a list of names and values.
    init(_ path: String) throws(RationaleError) {
        self.path = path
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: Self.largestFile)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RationaleError(.badData, "\(path): this is not UTF-8 text")
        }
        let document: Node?
        do {
            document = try Yams.compose(yaml: text)
        } catch {
            // The parser shows the whole text around the place.
            let reason = "\(error)".split(whereSeparator: \.isNewline).first?.prefix(160) ?? ""
            throw RationaleError(.badData, "\(path): this is not YAML: \(reason)", underlying: error)
        }
        guard let document else {
            pairs = []
            return
        }
        guard var mapping = document.mapping else {
            throw RationaleError(.badData, "\(path): expected names and values, such as `method: grad-cam`")
        }
        // The record of a run repeats the run: its options are one level down.
        if mapping["rationale"] != nil, let options = mapping["options"]?.mapping { mapping = options }
        var pairs: [(key: String, values: [String]?)] = []
        for (key, value) in mapping {
            guard let key = key.string, !pairs.contains(where: { $0.key == key }) else {
                throw RationaleError(.badData, "\(path): a name is no text, or appears twice")
            }
            pairs.append((key, value.plainValues))
        }
        self.pairs = pairs
    }

    /// The values of each name; empty ones (`null`) are left out.
    ///
    /// - Throws: `usage` for a name that is not known, with the nearest; `badData` for a value that is not plain.
    func entries(known: [String]) throws(RationaleError) -> [String: [String]] {
        var entries: [String: [String]] = [:]
        for (key, values) in pairs {
            guard known.contains(key) else {
                let nearest = known.nearest(to: key)
                throw RationaleError(
                    .usage, "\(path): there is no option '\(key)'",
                    hint: nearest.isEmpty
                        ? "Known are \(known.joined(separator: ", "))."
                        : "Did you mean \(nearest.joined(separator: ", "))?")
            }
            guard let values else {
                throw RationaleError(.badData, "\(path): \(key) must be a plain value, or a list of them")
            }
            if !values.isEmpty { entries[key] = values }
        }
        return entries
    }
}

extension Node {
    /// A scalar as one text, a sequence of scalars as several, null as none; `nil` for anything deeper.
    fileprivate var plainValues: [String]? {
        switch self {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return isNull ? [] : [scalar.string]
        case .sequence(let sequence):
            let texts = sequence.compactMap { $0.scalar?.string }
            return texts.count == sequence.count ? texts : nil
        default: return nil
        }
    }
}
