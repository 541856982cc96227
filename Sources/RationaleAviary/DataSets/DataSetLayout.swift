package import RationaleCore
import RationaleImaging

/// A file of a data set: its path in the folder, and what is in it.
package struct DataSetFile: Sendable {
    package let path: String
    package let bytes: [UInt8]

    package init(_ path: String, _ bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    package init(_ path: String, _ text: String) { self.init(path, Array(text.utf8)) }

    package init(_ path: String, lines: [String]) { self.init(path, lines.map { $0 + "\n" }.joined()) }
}

/// One picture and what is true of it.
package final class DataSetPicture {
    package let item: DataSetItem
    package let name: String
    package let scene: Scene
    package let side: Int
    /// Drawn when it is first asked for: not every layout tells it.
    package private(set) lazy var truth = scene.truth(side: side)

    package init(item: DataSetItem, name: String, scene: Scene, side: Int) {
        self.item = item
        self.name = name
        self.scene = scene
        self.side = side
    }

    package func sentences() -> [Sentence] { scene.sentences(visible: truth.visible) }

    /// JPEG at a quality at which the loss is hard to measure, as these formats are read with that extension.
    package func jpeg() throws(RationaleError) -> [UInt8] { try scene.picture(side: side).jpegData(quality: 95) }
}

/// How a data set lies on disk. What belongs to one picture is written as soon as that is drawn; what lists all of them,
/// at the end, so that a folder that looks complete is.
package protocol DataSetLayout: Sendable {
    /// The files of one picture, in an order that ends with one that says that all are there.
    func paths(of item: DataSetItem, in plan: DataSetPlan) -> [String]
    /// The contents of ``paths(of:in:)``.
    func files(of picture: DataSetPicture, in plan: DataSetPlan) throws -> [DataSetFile]

    /// What the lists need to know of a picture.
    associatedtype Entry: Sendable
    func entry(of picture: DataSetPicture, in plan: DataSetPlan) -> Entry
    /// Whether ``entry(of:in:)`` must be asked even where the files of the picture are there already.
    var needsEntries: Bool { get }

    /// The paths of the lists.
    func listPaths(in plan: DataSetPlan) -> [String]
    /// The contents of ``listPaths(in:)``; entries are in the order of the plan, empty unless needed.
    func lists(of entries: [Entry], in plan: DataSetPlan, options: DataSetOptions) throws -> [DataSetFile]
}

/// Lists, if any, that need only the plan.
extension DataSetLayout where Entry == Void {
    package var needsEntries: Bool { false }
    package func entry(of picture: DataSetPicture, in plan: DataSetPlan) {}
}
