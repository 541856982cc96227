import Foundation
import RationaleFiles
import RationaleNetworks
import RationaleTorch
import Testing

/// Files of `torch.save`, as `scripts/reference/weights_files.py` wrote them.
struct PyTorchWeightsGolden: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let file: Data
    let notes: Int
    let tensors: [GoldenTensor]

    var testDescription: String { name }

    static let all: [PyTorchWeightsGolden] = goldenCases("weights")
}

struct PyTorchWeightsGoldenTests {
    @Test(arguments: PyTorchWeightsGolden.all)
    func `Tensors are those that Python saved`(golden: PyTorchWeightsGolden) throws {
        let weights = try PyTorchWeights(MappedFile(copying: golden.file))
        #expect(weights.names == golden.tensors.map(\.path))
        #expect(weights.tensors.count == golden.tensors.count)
        #expect(weights.notes.count == golden.notes, "\(weights.notes)")
        for expected in golden.tensors { expected.check(try #require(weights.tensors[expected.path])) }
    }

    @Test(arguments: PyTorchWeightsGolden.all.filter { $0.name.hasPrefix("strides") })
    func `Views of one storage stay views`(golden: PyTorchWeightsGolden) throws {
        let tensors = try PyTorchWeights(MappedFile(copying: golden.file)).tensors
        let first = try #require(tensors["first"])
        #expect(first.storage == tensors["second"]?.storage && first.storage == tensors["every_other"]?.storage)
        #expect(first.storage != tensors["scalar"]?.storage)
        #expect(tensors["second"]?.offset == 6 && tensors["every_other"]?.offset == 1)
        #expect(tensors["channels_last"]?.isContiguous == false)
    }

    @Test(.enabled(if: SharedData.has("models/squeezenet1_1.pth"), "needs the shared models"))
    func `A published network is read`() throws {
        let weights = try PyTorchWeights(contentsOf: SharedData.url("models/squeezenet1_1.pth"))
        #expect(weights.names.count == 52)
        #expect(weights.tensors["features.0.weight"]?.shape == [64, 3, 3, 3])
        #expect(weights.tensors.values.allSatisfy { $0.isAligned })
    }
}

/// The data that tests share, where there is any.
enum SharedData {
    private static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["RATIONALE_SHARED"] {
            return URL(fileURLWithPath: path).appendingPathComponent("data")
        }
        return URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared/data").standardized
    }()

    static func url(_ path: String) -> URL { root.appendingPathComponent(path) }

    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: url(path).path) }
}
