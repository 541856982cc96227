import Foundation

/// Finds the pictures that a table or a COCO file names.
///
/// Names may be absolute, begin with `./`, or have `\` between folders. Where a data set has been moved, folders at the
/// beginning of a name that do not exist here are left out, as long as no other name then means the same file.
struct PictureLocator {
    private let folder: String
    private let roots: [String]

    /// - Parameters:
    ///   - folder: that holds the pictures, themselves or in a folder `images`.
    ///   - others: further folders in it that may hold them.
    init(_ folder: String, within others: [String] = []) {
        self.folder = folder
        roots = [folder] + (["images"] + others).map { "\(folder)/\($0)" }
    }

    /// The path of each name; one that is not found keeps its name in the folder, to be reported by who opens it.
    func paths(of names: [String]) -> [String: String] {
        var found: [String: String] = [:]
        var guesses: [String: [String]] = [:]
        for name in Set(names) {
            if let path = exact(name) {
                found[name] = path
            } else if let path = guess(name) {
                guesses[path, default: []].append(name)
            }
        }
        let taken = Set(found.values)
        for (path, names) in guesses where names.count == 1 && !taken.contains(path) { found[names[0]] = path }
        for name in names where found[name] == nil { found[name] = "\(folder)/\(name)" }
        return found
    }

    private func exact(_ name: String) -> String? {
        for form in [Self.slashed(name), name] {
            if form.hasPrefix("/"), exists(form) { return form }
            if let root = roots.first(where: { exists("\($0)/\(form)") }) { return "\(root)/\(form)" }
        }
        return nil
    }

    /// The longest end of a name that exists.
    private func guess(_ name: String) -> String? {
        var parts = Self.slashed(name).split(separator: "/")
        while parts.count > 1 {
            parts.removeFirst()
            let end = parts.joined(separator: "/")
            if let root = roots.first(where: { exists("\($0)/\(end)") }) { return "\(root)/\(end)" }
        }
        return nil
    }

    private static func slashed(_ name: String) -> String {
        var name = name.replacingOccurrences(of: "\\", with: "/")
        while name.hasPrefix("./") { name.removeFirst(2) }
        return name
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
