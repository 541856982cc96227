import RationaleAviary
import RationaleCore
import RationaleImaging

/// A file of a data set: its path in the folder, and what is in it.
struct DataSetFile: Sendable {
    let path: String
    let bytes: [UInt8]

    init(_ path: String, _ bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    init(_ path: String, _ text: String) { self.init(path, Array(text.utf8)) }

    init(_ path: String, lines: [String]) { self.init(path, lines.map { $0 + "\n" }.joined()) }
}

/// One picture and what is true of it.
final class DataSetPicture {
    let item: DataSetItem
    let name: String
    let scene: Scene
    let side: Int
    /// Drawn when it is first asked for: not every layout tells it.
    private(set) lazy var truth = scene.truth(side: side)

    init(item: DataSetItem, name: String, scene: Scene, side: Int) {
        self.item = item
        self.name = name
        self.scene = scene
        self.side = side
    }

    func sentences() -> [Sentence] { scene.sentences(visible: truth.visible) }

    /// JPEG at a quality at which the loss is hard to measure, as these formats are read with that extension.
    func jpeg() throws(RationaleError) -> [UInt8] { try scene.picture(side: side).jpegData(quality: 95) }
}

/// How a data set lies on disk. What belongs to one picture is written as soon as that is drawn; what lists all of them,
/// at the end, so that a folder that looks complete is.
protocol DataSetLayout: Sendable {
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
    var needsEntries: Bool { false }
    func entry(of picture: DataSetPicture, in plan: DataSetPlan) {}
}
