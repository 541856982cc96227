import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch
import Testing

/// Pickles as `scripts/reference/interpnet_data.py` wrote them.
private struct PickleGolden: Decodable {
    struct Array: Decodable {
        let dtype: String?
        let shape: [Int]
        let bytes: Data?
        let strings: [String]?
    }

    struct Case: Decodable, CustomTestStringConvertible {
        let content: String
        let name: String
        let file: Data

        var testDescription: String { "\(content), \(name)" }
    }

    struct Bad: Decodable, CustomTestStringConvertible {
        let name: String
        let file: Data
        let message: String

        var testDescription: String { name }
    }

    let contents: [String: [String: Array]]
    let cases: [Case]
    let bad: [Bad]

    static let all: PickleGolden = {
        do {
            return try JSONDecoder().decode(
                PickleGolden.self, from: Data(contentsOf: Golden.folder.appendingPathComponent("pickles.json")))
        } catch {
            fatalError("pickles.json: \(error)")
        }
    }()
}

struct PickleFileTests {
    @Test(arguments: PickleGolden.all.cases.filter { $0.content != "values" })
    private func `Arrays are those that Python wrote`(golden: PickleGolden.Case) throws {
        let pickle = try PickleFile(MappedFile(copying: golden.file))
        let members = try pickle.members(of: pickle.root, "the root")
        let expected = try #require(PickleGolden.all.contents[golden.content])
        #expect(members.count == expected.count && expected.count > 4)
        for (name, array) in expected {
            let value = try #require(members[name])
            if let strings = array.strings {
                #expect(try pickle.strings(value, name) == strings, "\(name)")
                continue
            }
            let tensor = try pickle.tensor(value, name)
            #expect("\(tensor.dtype)" == array.dtype, "\(name)")
            #expect(tensor.shape == array.shape, "\(name)")
            #expect(Data(tensor.contiguousBytes) == array.bytes, "\(name)")
        }
    }

    @Test(arguments: PickleGolden.all.cases.filter { $0.content == "values" })
    private func `Numbers and text of NumPy are read as values`(golden: PickleGolden.Case) throws {
        let pickle = try PickleFile(MappedFile(copying: golden.file))
        let members = try pickle.members(of: pickle.root, "the root")
        let expected: [String: PickleValue] = [
            "int": .int(-7), "float": .float(2.5), "double": .float(0.1), "bool": .bool(true), "small": .int(200),
            "text": .string("über"), "plain": .string("a\nb\\c'd\"é"), "none": .none, "true": .bool(true),
            "big": .int(1 << 40), "number": .float(1.5),
        ]
        for (name, value) in expected { #expect(members[name] == value, "\(name)") }
        #expect(try pickle.strings(#require(members["list"]), "list") == ["x", "y"])
        #expect(try pickle.strings(#require(members["pair"]), "pair") == ["z"])
        #expect(try pickle.members(of: #require(members["ordered"]), "ordered") == ["a": .int(1)])
    }

    /// From protocol 3 on, elements are stored as they are.
    @Test(arguments: PickleGolden.all.cases.filter { $0.content == "few kinds" })
    private func `Arrays stay slices of the file where they are stored as they are`(golden: PickleGolden.Case) throws {
        let file = try MappedFile(copying: golden.file)
        let pickle = try PickleFile(file)
        let members = try pickle.members(of: pickle.root, "the root")
        let isStored = ["protocol 3", "protocol 4", "protocol 5"].contains { golden.name.hasSuffix($0) }
        // Python 2 shows strings in protocol 0, and stores them later.
        let isOld = golden.name.hasPrefix("Python 2") && !golden.name.hasSuffix("0")
        for name in ["features", "columns"] {
            let tensor = try pickle.tensor(#require(members[name]), name)
            #expect((tensor.storage.file === file) == (isStored || isOld), "\(name)")
        }
        #expect(try pickle.tensor(#require(members["columns"]), "columns").isContiguous == false)
    }

    @Test(arguments: PickleGolden.all.bad.filter { !$0.name.hasPrefix("lazy") })
    private func `A pickle that asks for more is refused with its reason`(bad: PickleGolden.Bad) throws {
        let error = #expect(throws: RationaleError.self) {
            try PickleFile(MappedFile(copying: bad.file, name: "bad.pkl"))
        }
        #expect(error?.code == .badData)
        #expect(error?.message.hasPrefix("bad.pkl: ") == true)
        #expect(error?.message.contains(bad.message) == true, "\(error?.message ?? "")")
        #expect(error?.hint != nil)
    }

    @Test(arguments: PickleGolden.all.bad.filter { $0.name.hasPrefix("lazy") })
    private func `An array is refused when it is asked for`(bad: PickleGolden.Bad) throws {
        let pickle = try PickleFile(MappedFile(copying: bad.file, name: "bad.pkl"))
        let value = try #require(try pickle.members(of: pickle.root, "the root")["a"])
        let error = #expect(throws: RationaleError.self) { try pickle.tensor(value, "a") }
        #expect(error?.code == .badData)
        #expect(error?.message.hasPrefix("bad.pkl: a: ") == true)
        #expect(error?.message.contains(bad.message) == true, "\(error?.message ?? "")")
    }

    /// What a state dict may say has not grown.
    @Test(arguments: PickleGolden.all.cases)
    private func `A file of weights may not hold arrays of NumPy`(golden: PickleGolden.Case) throws {
        let file = ZipFixture.saved(pickle: [UInt8](golden.file)).bytes
        let error = #expect(throws: RationaleError.self) { try PyTorchWeights(MappedFile(copying: file, name: "a")) }
        let reasons = ["among the names", "is not one that torch.save writes"]
        #expect(reasons.contains { error?.message.contains($0) == true }, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("_codecs", "encode"), ("numpy", "ndarray"), ("numpy", "dtype"), ("numpy._core.multiarray", "_reconstruct"),
        ("numpy.core.multiarray", "scalar"), ("numpy._core.numeric", "_frombuffer"), ("builtins", "bytes"),
    ])
    func `A name of arrays alone is refused among weights`(module: String, name: String) throws {
        let program = [0x80, 2] + Array("c\(module)\n\(name)\n0}.".utf8)
        let arrays = try PickleMachine.load(MappedBytes(copying: program), file: "a", for: .arrays)
        #expect(arrays.dictionary(arrays.root)?.isEmpty == true)
        let error = #expect(throws: RationaleError.self) {
            try PickleMachine.load(MappedBytes(copying: program), file: "a", for: .weights)
        }
        #expect(error?.message.contains("\"\(module).\(name)\"") == true, "\(error?.message ?? "")")
    }

    /// Text of 1000 characters, recalled without end: it must not be made anew each time.
    @Test func `Text is not decoded more often than the file has room for`() throws {
        let characters = [UInt8](repeating: 0, count: 4000)
        let type = Array("cnumpy\ndtype\nX\u{05}\0\0\0U1000\u{89}\u{88}\u{87}R".unicodeScalars.map { UInt8($0.value) })
        var program: [UInt8] = [0x80, 3, UInt8(ascii: "]")] + type + Array("q\u{01}0".utf8)
        program += Array("B".utf8) + [0xA0, 0x0F, 0, 0] + characters + Array("q\u{02}0".utf8)
        program += Array("cnumpy.core.multiarray\nscalar\nq\u{03}0".utf8)
        let once = Array("h\u{03}h\u{01}h\u{02}".utf8) + [0x86] + Array("Ra".utf8)
        #expect(throws: Never.self) {
            try PickleFile(MappedFile(copying: program + once + Array(".".utf8)))
        }
        let often = program + (0..<100).flatMap { _ in once } + Array(".".utf8)
        let error = #expect(throws: RationaleError.self) { try PickleFile(MappedFile(copying: often)) }
        #expect(error?.message.contains("more text than the file holds") == true, "\(error?.message ?? "")")
    }

    /// Longer than any name: it is kept where it lies until the array is asked for.
    @Test(arguments: [(2, 3), (2, 0), (0, 3)])
    func `Arrays may be written as long text`(version: Int, missing: Int) throws {
        let count = (1 << 20) + 100
        let elements = (0..<count - missing).map { UInt8(0x41 + $0 % 23) } + [UInt8](repeating: 0x5A, count: missing)
        var program = Array("(cnumpy._core.numeric\n_frombuffer\n(c_codecs\nencode\n(".utf8)
        if version == 0 {
            program += Array("V".utf8) + elements.dropLast(missing) + Array("\\u000a\\u00ff\\u005c\n".utf8)
        } else {
            program += Array("X".utf8) + withUnsafeBytes(of: UInt32(count + missing).littleEndian, Array.init)
            program += elements.dropLast(missing)
            program += (0..<missing).flatMap { _ in Array("é".utf8) }
        }
        program += Array("Vlatin1\ntRcnumpy\ndtype\n(Vu1\nI00\nI01\ntR(I\(count)\ntVC\ntRt.".utf8)
        let file = try MappedFile(copying: program)
        let pickle = try PickleFile(file)
        guard case .tuple(let parts) = pickle.document.object(pickle.root) else {
            Issue.record("no tuple")
            return
        }
        let bytes = try pickle.tensor(#require(parts.first), "a").contiguousBytes
        #expect(bytes.dropLast(missing).elementsEqual(elements.dropLast(missing)))
        #expect(
            Array(bytes.suffix(missing))
                == (version == 0 ? [0x0A, 0xFF, 0x5C] : Array(repeating: 0xE9, count: missing)))
    }

    /// Python 2 wrote text as the bytes of UTF-8.
    @Test(arguments: ["S'w\\xc3\\xbcrger'\n", "U\u{07}würger"])
    func `Text of Python 2 is UTF-8`(string: String) throws {
        let pickle = try PickleFile(MappedFile(copying: Array("(l\(string)a.".utf8)))
        #expect(try pickle.strings(pickle.root, "names") == ["würger"])
    }

    @Test func `Every shortened pickle is refused`() throws {
        for golden in PickleGolden.all.cases {
            for length in 1..<golden.file.count {
                let bytes = golden.file.prefix(length)
                #expect(throws: RationaleError.self) { try PickleFile(MappedFile(copying: bytes)) }
            }
        }
    }
}
