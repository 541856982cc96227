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
        takeAnyLength()
    }

    /// Recurrent layers take texts of any length, but `torch.export` fixes the length that it saw. Where nothing in the
    /// graph depends on it, the network takes any.
    private mutating func takeAnyLength() {
        guard input.isText, let length = input.shape.first, length > 1,
            graph.nodes.contains(where: { Self.recurrent.contains($0.operatorName ?? "") }),
            let scores = graph.outputs.first, let expected = try? traced()[scores]?.tensor?.shape
        else { return }
        var other = self
        let takesOthers = [1, length - 1, length + 1].allSatisfy { length in
            other.input.shape = [length]
            return (try? other.traced())?[scores]?.tensor?.shape == expected
        }
        guard takesOthers else { return }
        input.shape = [InputDescription.any]
        notes.append(
            "exported for \(length) words, but nothing in the graph depends on that: texts of any length are taken")
    }

    private static let recurrent: Set = [
        "aten::lstm.input", "aten::gru.input", "aten::rnn_tanh.input", "aten::rnn_relu.input",
    ]
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
