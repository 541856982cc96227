import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch
import Testing

/// A change to a sound archive that must be refused, and words of the reason and of the hint.
struct BadExport: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reason: String
    let hint: String
    let damage: @Sendable (inout ZipFixture) throws -> Void

    init(
        _ name: String, reason: String, hint: String = "",
        _ damage: @escaping @Sendable (inout ZipFixture) throws -> Void
    ) {
        testDescription = name
        self.reason = reason
        self.hint = hint
        self.damage = damage
    }

    /// Replaces text in a record.
    init(
        _ name: String, in record: String = "models/model.json", _ text: String, _ replacement: String, reason: String,
        hint: String = ""
    ) {
        self.init(name, reason: reason, hint: hint) { fixture in
            let index = try #require(fixture.records.firstIndex { $0.name == "archive/\(record)" })
            let old = String(decoding: fixture.records[index].data, as: UTF8.self)
            #expect(old.contains(text), "the fixture has no \(text)")
            fixture.records[index].data = Array(old.replacingOccurrences(of: text, with: replacement).utf8)
        }
    }

    static let weights = "data/weights/model_weights_config.json"
    static let firstSizes = #""sizes": [{"as_int": 2}, {"as_int": 1}, {"as_int": 3}, {"as_int": 3}]"#
    static let firstStrides = #""strides": [{"as_int": 9}, {"as_int": 9}, {"as_int": 3}, {"as_int": 1}]"#

    static let all: [BadExport] = [
        .init("schema 7", #""major": 8"#, #""major": 7"#, reason: "schema 7", hint: "torch.export.load('bad.pt2')"),
        .init("schema 9", #""major": 8"#, #""major": 9"#, reason: "expected schema 8", hint: "torch.export.save"),
        .init("schema of words", #""major": 8"#, #""major": "8""#, reason: "expected an integer, found a string"),
        .init("cut JSON", #", "schema_version""#, "\u{0}", reason: "is not JSON"),
        .init(
            "deep JSON", #""guards_code": []"#, #""guards_code": \#(String(repeating: "[", count: 500))"#,
            reason: "nested"),
        .init("name twice", #""guards_code""#, #""torch_version""#, reason: "appears twice"),
        .init("no nodes", #""nodes": ["#, #""knots": ["#, reason: "the nodes of the graph: expected a list"),
        .init(
            "a node without a target", #""target": "torch.ops.aten.conv2d.default""#, #""target": null"#,
            reason: "node 1"),
        .init(
            "an argument of two kinds", #"{"as_ints": [2, 2]}"#, #"{"as_ints": [2], "as_int": 2}"#,
            reason: "2 kinds at once"),
        .init(
            "an argument of the wrong type", #"{"as_ints": [2, 2]}"#, #"{"as_ints": "2"}"#,
            reason: "\"stride\" of node 1"),
        .init(
            "a fraction for an integer", #"{"as_ints": [2, 2]}"#, #"{"as_ints": [2, 2.5]}"#,
            reason: "expected an integer"),
        .init("an unknown input", #"{"tensor_constant""#, #"{"tensor_mystery""#, reason: "unknown kind tensor_mystery"),
        .init(
            "a custom object", #"{"tensor_constant""#, #"{"custom_obj""#, reason: "custom object", hint: "plain tensors"
        ),
        .init("an unknown output", #"{"user_output""#, #"{"surprise""#, reason: "unknown kind surprise"),
        .init(
            "more inputs than the graph", #""input_specs": ["#,
            #""input_specs": [{"token": {"arg": {"name": "t"}}}, "#, reason: "the signature has 14 inputs"),
        .init("a weight that is not stored", #""fc.bias""#, #""fc.bais""#, reason: "\"fc.bais\"", hint: "fc.bias"),
        .init(
            "a weight in a pickle", in: weights, #""use_pickle": false"#, #""use_pickle": true"#, reason: "a pickle"),
        .init("a weight of another type", in: weights, #""dtype": 7"#, #""dtype": 28"#, reason: "scalar type 28"),
        .init("a sparse weight", in: weights, #""layout": 7"#, #""layout": 2"#, reason: "sparse"),
        .init("a weight without a record", in: weights, "weight_0", "weight_99", reason: "data/weights/weight_99"),
        .init("a weight elsewhere", in: weights, "weight_0", "../../../etc/passwd", reason: "is missing"),
        .init(
            "a negative size", in: weights, firstSizes,
            #""sizes": [{"as_int": -2}, {"as_int": 1}, {"as_int": 3}, {"as_int": 3}]"#, reason: "negative size"),
        .init(
            "a size too large", in: weights, firstSizes,
            #""sizes": [{"as_int": 3}, {"as_int": 1}, {"as_int": 3}, {"as_int": 3}]"#, reason: "reach beyond the 18"),
        .init(
            "a size that overflows", in: weights, firstSizes,
            #""sizes": [{"as_int": 9223372036854775807}, {"as_int": 9}, {"as_int": 3}, {"as_int": 3}]"#,
            reason: "can be counted"),
        .init(
            "a free size", in: weights, firstSizes,
            #""sizes": [{"as_expr": {"expr_str": "s0"}}, {"as_int": 1}, {"as_int": 3}, {"as_int": 3}]"#,
            reason: "not fixed"),
        .init(
            "a stride that overflows", in: weights, firstStrides,
            #""strides": [{"as_int": 9223372036854775807}, {"as_int": 9}, {"as_int": 3}, {"as_int": 1}]"#,
            reason: "reach beyond"),
        .init("too few strides", in: weights, firstStrides, #""strides": []"#, reason: "do not fit"),
        .init("big-endian", in: "byteorder", "little", "big", reason: "big-endian"),
        .init("no model", reason: "not an archive of torch.export.save", hint: "torch.export.export") {
            $0.records.removeAll { $0.name.contains("models/") }
        },
        .init("compiled code only", reason: "compiled machine code") {
            $0.records.removeAll { $0.name.contains("models/") }
            $0.records.append(.init("archive/data/aotinductor/model/model.so", "x"))
        },
        .init("no configuration of weights", reason: "model_weights_config.json") {
            $0.records.removeAll { $0.name.contains("weights_config") }
        },
        .init("a model by another name", reason: "no model \"model\"", hint: "encoder, decoder") { fixture in
            fixture.records.removeAll { $0.name.contains("models/") }
            fixture.records += ["encoder", "decoder"].map { .init("archive/models/\($0).json", "{}") }
        },
        .init("pickled weights of PyTorch 2.8", reason: "weights in a pickle", hint: "torch.export.load('bad.pt2')") {
            $0.records.append(.init("archive/data/weights/model.pt", "x"))
        },
        .init("the layout of PyTorch 2.5", reason: "layout of PyTorch before", hint: "PyTorch 2.9 or later") {
            fixture in
            fixture.records = ["serialized_exported_program.json", "serialized_state_dict.pt", "version"]
                .map { .init($0, "x") }
        },
    ]
}

struct ExportArchiveRefusalTests {
    /// A sound archive, taken apart.
    static func fixture() throws -> ZipFixture {
        let golden = try #require(ExportArchiveGolden.all.first { $0.name == "convolutional" })
        let zip = try ZipArchive(MappedFile(copying: golden.file))
        return ZipFixture(records: zip.records.map { .init($0.name, $0.bytes.array) })
    }

    @Test func `Taken apart and put together, the archive is still sound`() throws {
        let archive = try ExportArchive(MappedFile(copying: Self.fixture().bytes))
        #expect(archive.graph.nodes.count == 13)
    }

    @Test(arguments: BadExport.all)
    func `A bad archive is refused with its reason`(bad: BadExport) throws {
        var fixture = try Self.fixture()
        try bad.damage(&fixture)
        let file = try MappedFile(copying: fixture.bytes, name: "bad.pt2")
        let error = #expect(throws: RationaleError.self) { try ExportArchive(file) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(bad.reason) == true, "\(error?.message ?? "")")
        #expect(bad.hint.isEmpty || error?.hint?.contains(bad.hint) == true, "\(error?.hint ?? "")")
        #expect(error?.message.hasPrefix("bad.pt2: ") == true)
    }

    @Test func `An argument nobody knows is an error only when it is used`() throws {
        var fixture = try Self.fixture()
        let bad = BadExport("", #"{"as_ints": [2, 2]}"#, #"{"as_hologram": [2, 2]}"#, reason: "")
        try bad.damage(&fixture)
        let graph = try ExportArchive(MappedFile(copying: fixture.bytes)).graph
        let convolution = try #require(graph.nodes.first { $0.name == "conv2d" })
        #expect(convolution.inputs.last?.value == .unsupported("an argument of kind as_hologram"))
    }

    @Test func `A missing file and a file of another kind are told apart`() throws {
        let missing = #expect(throws: RationaleError.self) {
            try ExportArchive(contentsOf: URL(fileURLWithPath: "/nonexistent/net.pt2"))
        }
        #expect(missing?.code == .missingInput)
        let text = try MappedFile(copying: [1, 2, 3])
        let error = #expect(throws: RationaleError.self) { try ExportArchive(text) }
        #expect(error?.message.contains("expected a zip file") == true)
        #expect(error?.hint?.contains("torch.export.save") == true)
    }

    @Test(.enabled(if: SharedData.has("models/bvlc_googlenet.pt2"), "needs the shared models"))
    func `A published network is read`() throws {
        let archive = try ExportArchive(contentsOf: SharedData.url("models/bvlc_googlenet.pt2"))
        #expect(archive.graph.nodes.count == 162)
        #expect(archive.weights["conv1.conv.weight"]?.shape == [64, 3, 7, 7])
        #expect(archive.graph.nodes.contains { $0.modules.last?.path == "inception4a.branch3.conv" })
    }
}
