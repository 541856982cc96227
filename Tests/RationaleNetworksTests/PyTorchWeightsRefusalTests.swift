import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch
import Testing

/// A piece of a pickle: text, a byte, or several.
struct PicklePiece: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }
    init(stringLiteral text: String) { bytes = Array(text.utf8) }
    init(integerLiteral byte: UInt8) { bytes = [byte] }
    init(arrayLiteral bytes: UInt8...) { self.bytes = bytes }
}

/// A pickle that must be refused, and a word of the reason.
struct BadPickle: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let reason: String

    init(_ name: String, _ pieces: [PicklePiece], reason: String) {
        testDescription = name
        bytes = pieces.flatMap(\.bytes)
        self.reason = reason
    }

    /// `("storage", FloatStorage, key, "cpu", count)` as a reference.
    static func storage(_ key: PicklePiece = "0", count: [PicklePiece] = ["K", 4]) -> [PicklePiece] {
        let head: [PicklePiece] = ["(X", [7, 0, 0, 0], "storagectorch\nFloatStorage\nX", [1, 0, 0, 0]]
        return head + [key, "X", [3, 0, 0, 0], "cpu"] + count + ["tQ"]
    }

    /// `{"w": _rebuild_tensor_v2(storage, offset, size, stride, False, {})}`
    static func tensor(
        storage: [PicklePiece] = storage(), offset: [PicklePiece] = ["K", 0],
        size: [PicklePiece] = ["K", 2, "K", 2, 0x86], stride: [PicklePiece] = ["K", 2, "K", 1, 0x86]
    ) -> [PicklePiece] {
        let head: [PicklePiece] = [0x80, 2, "}X", [1, 0, 0, 0], "wctorch._utils\n_rebuild_tensor_v2\n("]
        return head + storage + offset + size + stride + [0x89, "}tRs."]
    }

    private static let ones = PicklePiece([UInt8](repeating: 255, count: 8))

    static let all: [BadPickle] = [
        .init("os.system", [0x80, 2, "cos\nsystem\nX", [2, 0, 0, 0], "ls", 0x85, "R."], reason: "\"os.system\""),
        .init("posix.system", [0x80, 4, 0x8C, 5, "posix", 0x8C, 6, "system", 0x93, ")R."], reason: "\"posix.system\""),
        .init("eval", [0x80, 2, "cbuiltins\neval\nX", [1, 0, 0, 0], "1", 0x85, "R."], reason: "\"builtins.eval\""),
        .init("getattr", [0x80, 2, "c__builtin__\ngetattr\n."], reason: "\"__builtin__.getattr\""),
        .init("a global that is never called", [0x80, 2, "}cos\nsystem\n0."], reason: "\"os.system\""),
        .init(
            "a dotted name", [0x80, 4, 0x8C, 5, "torch", 0x8C, 9, "os.system", 0x93, "."], reason: "torch.os.system"),
        .init("load from bytes", [0x80, 2, "ctorch.storage\n_load_from_bytes\n."], reason: "_load_from_bytes"),
        .init(
            "a whole network", [0x80, 2, "ctorch.nn.modules.linear\nLinear\n)", 0x81, "."], reason: "a whole network"),
        .init("numpy", [0x80, 2, "cnumpy.core.multiarray\nscalar\n."], reason: "numpy.core.multiarray.scalar"),
        .init("INST", [0x80, 2, "(ios\nsystem\n."], reason: "\"os.system\""),
        .init("OBJ", [0x80, 2, "(ctorch\nSize\no."], reason: "an object of a class"),
        .init("NEWOBJ", [0x80, 2, "ctorch\nSize\n)", 0x81, "."], reason: "an object of a class"),
        .init("BUILD of a list", [0x80, 2, "]}b."], reason: "no dictionary"),
        .init("a call of a string", [0x80, 2, "X", [1, 0, 0, 0], "a)R."], reason: "no function"),
        .init("a call of a type", [0x80, 2, "ctorch\nFloatStorage\n)R."], reason: "calls a type"),
        .init("a call without arguments", [0x80, 2, "ctorch\nSize\nNR."], reason: "no list of arguments"),
        .init("an extension code", [0x80, 2, 0x82, 1, "."], reason: "0x82"),
        .init("protocol 0", ["(dp0\n."], reason: "0x70"),
        .init("protocol 9", [0x80, 9, "}."], reason: "protocol 9"),
        .init("no stop", [0x80, 2, "}"], reason: "without a stop"),
        .init("an empty stack", [0x80, 2, "."], reason: "stack is empty"),
        .init("a pop below a mark", [0x80, 2, "}(0q", 0, "00."], reason: "stack is empty"),
        .init("no mark", [0x80, 2, "t."], reason: "no mark"),
        .init("an unknown memo", [0x80, 2, "h", 7, "."], reason: "value 7"),
        .init("a string beyond the end", [0x80, 2, "X", [100, 0, 0, 0], "ab."], reason: "within a string"),
        .init("a string of 4 GB", [0x80, 2, "X", [255, 255, 255, 255], "ab."], reason: "too long"),
        .init("a string of 2^64", [0x80, 4, 0x8D, ones, "."], reason: "too long"),
        .init("a frame beyond the end", [0x80, 4, 0x95, ones, "."], reason: "frame"),
        .init("a huge integer", [0x80, 2, 0x8B, [0, 0, 0, 64], "."], reason: "too large"),
        .init("an integer of negative length", [0x80, 2, 0x8B, [255, 255, 255, 255], "."], reason: "too large"),
        .init("a string that is not UTF-8", [0x80, 2, "X", [1, 0, 0, 0], 0xFF, "."], reason: "UTF-8"),
        .init(
            "an endless name", [0x80, 2, "c", PicklePiece([UInt8](repeating: 97, count: 5000)), "\n\n."],
            reason: "does not end"),
        .init("a key without a value", [0x80, 2, "}(NNNu."], reason: "key without a value"),
        .init("an item for a number", [0x80, 2, "K", 1, "Na."], reason: "no container"),
        .init("a list", [0x80, 2, "]."], reason: "expected a state dict"),
        .init("a number", [0x80, 2, "K", 1, "."], reason: "expected a state dict"),
        .init("an empty dictionary", [0x80, 2, "}."], reason: "no weights"),
        .init("a number for a name", [0x80, 2, "}K", 1, "Ns."], reason: "not a string"),
        .init(
            "a dictionary of itself", [0x80, 2, "}q", 0, "X", [5, 0, 0, 0], "modelh", 0, "s."], reason: "no weights"),
        .init("a reference to nothing", [0x80, 2, "NQ."], reason: "no storage"),
        .init("a module's source", [0x80, 2, "(X", [6, 0, 0, 0], "moduleNNNtQ."], reason: "a whole network"),
        .init("a missing storage", tensor(storage: storage("7")), reason: "no storage \"7\""),
        .init("a storage that is too small", tensor(storage: storage(count: ["K", 5])), reason: "needs 5 elements"),
        .init(
            "a negative storage", tensor(storage: storage(count: ["J", [255, 255, 255, 255]])), reason: "no storage"),
        .init(
            "a storage of 2^62", tensor(storage: storage(count: [0x8A, 8, [0, 0, 0, 0, 0, 0, 0, 64]])),
            reason: "needs 4611686018427387904"),
        .init("a size beyond the storage", tensor(size: ["K", 3, "K", 2, 0x86]), reason: "reach beyond"),
        .init("an offset beyond the storage", tensor(offset: ["K", 1]), reason: "reach beyond"),
        .init("a negative offset", tensor(offset: ["J", [255, 255, 255, 255]]), reason: "do not fit"),
        .init("a negative size", tensor(size: ["J", [255, 255, 255, 255], "K", 2, 0x86]), reason: "negative size"),
        .init("a negative stride", tensor(stride: ["J", [255, 255, 255, 255], "K", 1, 0x86]), reason: "do not fit"),
        .init("a missing stride", tensor(stride: ["K", 1, 0x85]), reason: "do not fit"),
        .init("a size that is no number", tensor(size: ["NN", 0x86]), reason: "no integer"),
        .init(
            "a repetition without end",
            tensor(size: ["J", [0, 0, 0, 64], "K", 1, 0x86], stride: ["K", 0, "K", 0, 0x86]),
            reason: "only 4 are stored"),
        .init(
            "a tensor of nothing", [0x80, 2, "ctorch._utils\n_rebuild_tensor_v2\n)R."], reason: "made of a storage"),
    ]
}

struct PyTorchWeightsRefusalTests {
    static let floats = [UInt8](repeating: 0, count: 16)

    func weights(_ bytes: [UInt8]) throws -> PyTorchWeights {
        try PyTorchWeights(MappedFile(copying: bytes, name: "bad.pth"))
    }

    @Test func `The sound form of the bad pickles is read`() throws {
        let sound = BadPickle("sound", BadPickle.tensor(), reason: "")
        let file = ZipFixture.saved(pickle: sound.bytes, storages: [("0", Self.floats)]).bytes
        #expect(try weights(file).tensors["w"]?.shape == [2, 2])
    }

    @Test(arguments: BadPickle.all)
    func `A bad pickle is refused with its reason`(bad: BadPickle) throws {
        let file = ZipFixture.saved(pickle: bad.bytes, storages: [("0", Self.floats)]).bytes
        let error = #expect(throws: RationaleError.self) { try weights(file) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(bad.reason) == true, "\(error?.message ?? "")")
        #expect(error?.message.hasPrefix("bad.pth: ") == true)
    }

    @Test(
        arguments: [
            ("nested lists", [UInt8](repeating: UInt8(ascii: "]"), count: 200_000)),
            ("nested tuples", [UInt8(ascii: ")")] + [UInt8](repeating: 0x85, count: 200_000)),
            ("marks", [UInt8](repeating: UInt8(ascii: "("), count: 200_000)),
            ("doubling", Array("]".utf8) + (0..<100_000).flatMap { _ in [UInt8(ascii: "2"), 0x86] }),
        ])
    func `Deep pickles are refused like others`(name: String, program: [UInt8]) throws {
        let file = ZipFixture.saved(pickle: [0x80, 2] + program + Array(".".utf8)).bytes
        #expect(throws: RationaleError.self) { try weights(file) }
    }

    @Test func `A pickle of too many instructions is refused`() throws {
        let program = [UInt8](repeating: UInt8(ascii: "N"), count: 1000) + Array(".".utf8)
        let bytes = try MappedBytes(copying: program)
        #expect(try PickleMachine.load(bytes, file: "a", instructionLimit: 1001).root == .none)
        let error = #expect(throws: RationaleError.self) {
            try PickleMachine.load(bytes, file: "a", instructionLimit: 1000)
        }
        #expect(error?.message.contains("more than 1000 instructions") == true)
    }

    @Test func `Other kinds of files are recognised`() throws {
        let tar = [UInt8](repeating: 97, count: 257) + Array("ustar".utf8) + [UInt8](repeating: 0, count: 300)
        let script = ZipFixture(records: [.init("m/data.pkl", "x"), .init("m/constants.pkl", "x")]).bytes
        let export = ZipFixture(records: [.init("m/archive_format", "pt2"), .init("m/models/model.json", "{}")]).bytes
        let cases: [([UInt8], String, String)] = [
            (tar, "tar file", "torch.save"), (script, "TorchScript", "torch.export.save"),
            (export, "torch.export", ".pt2"),
            (ZipFixture(records: [.init("a.txt", "x")]).bytes, "a zip archive of other files, such as a.txt", ".pt2"),
            ([1, 2, 3], "neither a zip file nor a pickle", "state_dict"),
            ([0x80, 2, 0x7D, 0x2E], "not a file of torch.save", "state_dict"),
        ]
        for (bytes, reason, hint) in cases {
            let error = #expect(throws: RationaleError.self) { try weights(bytes) }
            #expect(error?.code == .badData)
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
            #expect(error?.hint?.contains(hint) == true, "\(error?.hint ?? "")")
        }
    }

    /// `{name: inner}`, where the inner pickle is a dictionary.
    private func wrapped(_ name: String, _ inner: [UInt8], more: [UInt8] = []) -> [UInt8] {
        [0x80, 2] + Array("}".utf8) + more + Array("X".utf8) + [UInt8(name.utf8.count), 0, 0, 0]
            + Array(name.utf8) + inner.dropFirst(2).dropLast() + Array("s.".utf8)
    }

    @Test(arguments: ["state_dict", "model_state_dict", "module", "model_ema", "weights of my own"])
    func `Weights are found in a checkpoint whatever holds them`(name: String) throws {
        let state = BadPickle("sound", BadPickle.tensor(), reason: "").bytes
        // Beside it an epoch, which is no tensor.
        let epoch = Array("X".utf8) + [5, 0, 0, 0] + Array("epochK".utf8) + [3] + Array("s".utf8)
        for bytes in [wrapped(name, state, more: epoch), wrapped("checkpoint", wrapped(name, state))] {
            let found = try weights(ZipFixture.saved(pickle: bytes, storages: [("0", Self.floats)]).bytes)
            #expect(found.names == ["w"])
            #expect(found.notes.contains { $0.contains("\"\(name)\"") }, "\(found.notes)")
        }
    }

    @Test func `A big-endian file is refused`() throws {
        var fixture = ZipFixture.saved(pickle: BadPickle("sound", BadPickle.tensor(), reason: "").bytes)
        fixture.records[1].data = Array("big".utf8)
        let bytes = fixture.bytes
        let error = #expect(throws: RationaleError.self) { try weights(bytes) }
        #expect(error?.message.contains("big-endian") == true)
    }

    @Test(arguments: ["module", "protocol 4, older layout"])
    func `Every shortened file is refused`(name: String) throws {
        let golden = try #require(PyTorchWeightsGolden.all.first { $0.name == name })
        // Every length near the ends, where the structure is, and some between.
        let count = golden.file.count
        let lengths =
            Array(1..<min(count, 700)) + stride(from: 700, to: count, by: 97) + Array(max(700, count - 200)..<count)
        for length in lengths {
            let bytes = [UInt8](golden.file.prefix(length))
            #expect(throws: RationaleError.self) { try weights(bytes) }
        }
    }

    @Test func `A missing file is told apart`() {
        let error = #expect(throws: RationaleError.self) {
            try PyTorchWeights(contentsOf: URL(fileURLWithPath: "/nonexistent/weights.pth"))
        }
        #expect(error?.code == .missingInput)
    }
}
