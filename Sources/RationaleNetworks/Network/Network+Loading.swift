public import Foundation
import RationaleCore
import RationaleTorch

extension Network {
    /// A network from a file that holds all of it: a `.pt2` archive of `torch.export.save`.
    ///
    /// Nothing in the file is executed. Operators that change tensors in place become functional, batch norms and
    /// dropouts are set to evaluation; ``notes`` says where that changed anything.
    /// - Throws: `RationaleError`: `missingInput`; `badData` with what is wrong in the file; `unavailable` with the
    ///   operators that LibTorch does not have.
    /// - Complexity: the graph is read once, the weights stay in the file until they are used.
    public init(contentsOf url: URL) throws {
        let archive = try ExportArchive(contentsOf: url)
        let program = try ExportImporter.program(of: archive, file: url.lastPathComponent)
        self.init(
            name: url.deletingPathExtension().lastPathComponent, graph: program.graph, weights: program.weights,
            preprocessing: .fitting(program.input.shape), input: program.input)
        notes = program.notes
    }
}

extension Preprocessing {
    /// ImageNet's evaluation chain at the size of a network's input: a crop of 7/8 of the resized shorter side for a
    /// square of at least 64 pixels; the whole picture stretched for anything else.
    static func fitting(_ shape: [Int]) -> Preprocessing {
        guard shape.count == 3 else { return .imageNet() }
        let (height, width) = (shape[1], shape[2])
        if height == width, height >= 64 { return .imageNet(resize: height * 256 / 224, crop: height) }
        return Preprocessing(
            resize: .exactly(height: height, width: width), mean: imageNetMean,
            standardDeviation: imageNetStandardDeviation)
    }
}
