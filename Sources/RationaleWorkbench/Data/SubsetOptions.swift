import Foundation
import RationaleCore

/// Which pictures of a data set are taken into small sets that have none in common.
public struct SubsetOptions: Codable, Equatable, Sendable {
    /// The folder of the pictures: `CLASS/NAME.jpg`. Pictures that lie in it directly are a class of their own.
    public var source: String
    /// The names of the sets, each a folder of the output: statistics of a layer are estimated from pictures that are
    /// not among those that are explained.
    public var sets = ["estimation", "attribution"]
    /// Pictures of each class in each set. Published for InputIBA: 10.
    public var perClass = 10
    /// Decides which.
    public var seed: UInt64 = 0
    /// Whether a class with too few pictures gives what it has, shared out evenly; otherwise it is refused.
    public var allowsFewer = false
    /// Whether files are copied; otherwise both names are links to one file, where the file system can.
    public var copies = false

    public init(source: String) { self.source = source }

    private static let mostSets = 100

    /// - Throws: `usage`, naming the option and its range.
    func check() throws(RationaleError) {
        guard (1...1_000_000).contains(perClass) else {
            throw RationaleError(.usage, "--per-class \(perClass): expected 1 to 1000000")
        }
        guard (1...Self.mostSets).contains(sets.count), Set(sets).count == sets.count, sets.allSatisfy(Self.isName)
        else {
            throw RationaleError(
                .usage, "--sets \(sets.joined(separator: ",")): expected names of folders, each once",
                hint: "For instance --sets estimation,attribution.")
        }
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && name != SubsetRecord.fileName
    }
}
