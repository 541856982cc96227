import Foundation
import RationaleFiles
import RationaleNetworks
import RationaleTorch
import Testing

/// Archives of `torch.export`, as `scripts/reference/export_archives.py` wrote them.
struct ExportArchiveGolden: Decodable, Sendable, CustomTestStringConvertible {
    struct Node: Decodable, Equatable {
        let name: String
        let `operator`: String
        let module: String
        let type: String
    }
    struct Input: Decodable, Equatable {
        let kind: String
        let name: String
        let path: String?
    }

    let name: String
    let file: Data
    let nodes: [Node]
    let inputs: [Input]
    let outputs: [String]
    let tensors: [GoldenTensor]

    var testDescription: String { name }

    static let all: [ExportArchiveGolden] = goldenCases("export_archives")

    /// The archive of a name.
    static func archive(_ name: String) throws -> ExportArchive {
        let golden = try #require(all.first { $0.name == name })
        return try ExportArchive(MappedFile(copying: golden.file, name: "\(name).pt2"))
    }
}

/// A tensor as Python describes it.
struct GoldenTensor: Decodable, Sendable {
    let path: String
    let dtype: String
    let shape: [Int]
    let strides: [Int]
    let bytes: Data

    func check(_ tensor: StoredTensor) {
        #expect("\(tensor.dtype)" == dtype, "\(path)")
        #expect(tensor.shape == shape, "\(path)")
        #expect(tensor.strides == strides, "\(path)")
        #expect(tensor.contiguousBytes == [UInt8](bytes), "\(path)")
    }
}

/// The cases of a golden file of this target.
func goldenCases<Case: Decodable>(_ name: String) -> [Case] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name).json")
    return try! JSONDecoder().decode([String: [Case]].self, from: Data(contentsOf: url))["cases"]!
}

struct ExportArchiveGoldenTests {
    @Test(arguments: ExportArchiveGolden.all)
    func `Nodes, signature and tensors are those of the exported program`(golden: ExportArchiveGolden) throws {
        let archive = try ExportArchive(MappedFile(copying: golden.file))
        #expect(archive.schemaVersion.major == 8)
        #expect(archive.operatorSets["aten"] != nil)

        #expect(archive.graph.nodes.map(\.name) == golden.nodes.map(\.name))
        for (node, expected) in zip(archive.graph.nodes, golden.nodes) {
            #expect(node.target.hasSuffix(expected.operator))
            let isInserted = expected.type.hasPrefix("_empty")
            #expect((node.modules.last?.path ?? "") == (isInserted ? "" : expected.module))
            #expect((node.modules.last?.type ?? "") == (isInserted ? "" : expected.type))
        }

        let inputs = archive.inputs.map { input -> ExportArchiveGolden.Input in
            switch input {
            case .user(let argument): .init(kind: "USER_INPUT", name: argument.names.joined(), path: nil)
            case .parameter(let name, let path): .init(kind: "PARAMETER", name: name, path: path)
            case .buffer(let name, let path, _): .init(kind: "BUFFER", name: name, path: path)
            case .tensorConstant(let name, let path): .init(kind: "CONSTANT_TENSOR", name: name, path: path)
            case .constant(let name, _), .token(let name): .init(kind: "?", name: name, path: nil)
            }
        }
        #expect(inputs == golden.inputs)
        #expect(archive.graph.inputs.flatMap(\.names) == golden.inputs.map(\.name))
        #expect(archive.outputs == golden.outputs.map { .user(.tensor($0)) })

        #expect(archive.weights.count + archive.constants.count == golden.tensors.count)
        for expected in golden.tensors {
            expected.check(try #require(archive.weights[expected.path] ?? archive.constants[expected.path]))
        }
    }

    @Test func `Tied weights and parts of one storage are recognised`() throws {
        let tied = try ExportArchiveGolden.archive("convolutional").weights
        #expect(tied["fc.weight"] != nil && tied["fc.weight"] == tied["tied.weight"])
        let stored = try ExportArchiveGolden.archive("stored").weights
        let head = try #require(stored["head"])
        let rest = try #require(stored["rest"])
        #expect(head.storage == rest.storage && rest.offset == 4 && !rest.isContiguous)
    }

    @Test func `Arguments keep their kinds`() throws {
        let graph = try ExportArchiveGolden.archive("convolutional").graph
        let convolution = try #require(graph.nodes.first { $0.name == "conv2d" })
        #expect(
            convolution.inputs.map(\.value) == [
                .tensor("x"), .tensor("p_features_0_weight"), .tensor("p_features_0_bias"), .ints([2, 2]),
            ])
        #expect(convolution.inputs.map(\.name) == ["input", "weight", "bias", "stride"])
        let size = try #require(graph.nodes.first { $0.name == "sym_size_int_1" })
        #expect(size.outputs == [.symbolicInt(.name("sym_size_int_1"))])
        let product = try #require(graph.nodes.first { $0.target == "_operator.mul" })
        #expect(product.inputs.map(\.value) == [.symbolicInt(.name("sym_size_int_1")), .int(2)])
        #expect(
            graph.tensors["conv2d"]?.sizes == [.symbolic(expression: "s77", hint: 2), .fixed(2), .fixed(3), .fixed(3)])
        #expect(graph.tensors["conv2d"]?.dtype == .float32)
        #expect(graph.symbolicInts["sym_size_int_1"] == .symbolic(expression: "s77", hint: 2))
    }

    @Test func `A part without gradient is a subgraph`() throws {
        let archive = try ExportArchiveGolden.archive("frozen")
        let node = try #require(archive.graph.nodes.first)
        #expect(node.target == "torch.ops.higher_order.wrap_with_set_grad_enabled")
        #expect(node.inputs[0].value == .bool(false))
        guard case .graph(_, let body) = node.inputs[1].value else {
            Issue.record("expected a graph, found \(node.inputs[1].value)")
            return
        }
        #expect(body.nodes.map(\.target) == ["torch.ops.aten.linear.default", "torch.ops.aten.relu.default"])
        #expect(body.nodes[0].modules.map(\.path) == ["", "fc"])
        #expect(node.inputs.dropFirst(2).map(\.value) == [.tensor("x"), .tensor("p_fc_weight"), .tensor("p_fc_bias")])
        let chunk = try #require(archive.graph.nodes.first { $0.name == "chunk" })
        #expect(chunk.outputs.count == 1 && chunk.outputs.first?.names.count == 3)
        let masked = try #require(archive.graph.nodes.last)
        #expect(masked.inputs.last?.value == .float(-.infinity))
    }

    @Test func `An operator with several results names each`() throws {
        let graph = try ExportArchiveGolden.archive("recurrent").graph
        let lstm = try #require(graph.nodes.first { $0.name == "lstm" })
        #expect(lstm.outputs.count == 3 && lstm.outputs.allSatisfy { $0.names.count == 1 })
        let zeros = try #require(graph.nodes.first { $0.name == "zeros" })
        #expect(zeros.inputs.first?.value == .symbolicInts([.value(1), .name("sym_size_int_1"), .value(2)]))
        #expect(zeros.inputs.map(\.isKeyword) == [false, true, true, true])
        #expect(zeros.inputs[1].value == .scalarType(.float32))
        #expect(zeros.inputs[2].value == .device(type: "cpu", index: nil))
    }
}
