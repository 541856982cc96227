import Foundation
import RationaleCore
import RationaleNetworks
import RationaleWorkbench
import Testing

/// Label files as people have them.
struct LabelFileTests {
    private func labels(_ text: String, _ name: String = "labels") throws -> [String]? {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let file = try scratch.file(name, text)
        return try ModelSource(ModelSourceTests.golden.appending(path: "cnn.pt2").path, labels: file).classifier()
            .labels
    }

    static let readable: [(form: String, text: String)] = [
        ("lines", "ant\nbee\nsea lion\n"), ("Windows lines", "\u{FEFF}ant\r\nbee\r\nsea lion\r\n\r\n"),
        ("synset words", "n01440764 ant\nn01443537 bee\nn01484850 sea lion\n"),
        ("a table", "0,ant\n1,bee\n2,sea lion\n"), ("a table out of order", "2,sea lion\n0,ant\n1,bee"),
        ("a table with a first line", "index,label\n0,ant\n1,\"bee\"\n2,sea lion\n"),
        ("a table, names first", "label,id\nant,0\nbee,1\nsea lion,2\n"), ("tabulators", "0\tant\n1\tbee\n2\tsea lion"),
        ("colons", "0: ant\n1: bee\n2: sea lion"), ("spaces", "0 ant\n1 bee\n2 sea lion\n"),
        ("a JSON list", #"["ant", "bee", "sea lion"]"#),
        ("a JSON object", #"{"0": "ant", "2": "sea lion", "1": "bee"}"#),
        ("ImageNet's index", #"{"0": ["n1", "ant"], "1": ["n2", "bee"], "2": ["n3", "sea lion"]}"#),
        ("names to indices", #" {"ant": 0, "sea lion": 2, "bee": 1}"#),
        (
            "config.json",
            #"{"model_type": "vit", "id2label": {"0": "ant", "1": "bee", "2": "sea lion"}, "label2id": {"ant": 0}}"#
        ),
        ("label2id alone", #"{"hidden": 3, "label2id": {"ant": 0, "bee": 1, "sea lion": 2}}"#),
        ("names", #"{"nc": 3, "names": ["ant", "bee", "sea lion"]}"#),
    ]

    @Test(arguments: readable) func `Labels are read by what the file contains`(form: String, text: String) throws {
        #expect(try labels(text) == ["ant", "bee", "sea lion"], "\(form)")
        // Whatever the file is called.
        #expect(try labels(text, "labels.csv") == ["ant", "bee", "sea lion"], "\(form)")
    }

    @Test(arguments: [
        ("red, green\nblue, 3\nfour, 4\n", ["red, green", "blue, 3", "four, 4"]),
        ("7 of 9\nbee\n", ["7 of 9", "bee"]), ("3 ant\n4 bee\n", ["3 ant", "4 bee"]),
        ("[UNK]\nbee\n", ["[UNK]", "bee"]),
        ("0\n1\n2\n", ["0", "1", "2"]),
        ("n01440764 tench, Tinca tinca\nn01443537 goldfish\n", ["tench, Tinca tinca", "goldfish"]),
    ])
    func `Lines that are no table stay as they are`(text: String, expected: [String]) throws {
        #expect(try labels(text) == expected)
    }

    @Test(arguments: [
        (#"{"0": "ant", "2": "bee"}"#, "class 1 has no name"), (#"{"1": "ant", "2": "bee"}"#, "class 0 has no name"),
        ("0,ant\n2,bee\n", "class 1 has no name"), ("1,ant\n2,bee\n", "class 0 has no name"),
        ("0,ant\n0,bee\n", "line 2: the class 0 is named twice, 'ant' and 'bee'"),
        ("id,label\n0,ant\n1,bee\n1,cat\n", "line 4: the class 1 is named twice"),
        (#"{"0": "ant", "0": "bee"}"#, "twice"), (#"{"0": "ant", "00": "bee"}"#, "named twice"),
        (#"{"ant": 0, "bee": 0}"#, "named twice"), (#"["ant", 3]"#, "a name for the class 1, found an integer"),
        (#"{"0": "ant", "1": ""}"#, "the class 1 has no name"), (#"{"-1": "ant"}"#, "no index"),
        (#"{"hidden": "x", "size": 3}"#, "found an object with 'hidden', 'size'"), (#"{"0": "ant""#, "is not"),
        ("[]", "no labels"),
    ])
    func `Gaps, doubled indices and other documents are clear errors`(text: String, says: String) throws {
        let error = #expect(throws: RationaleError.self) { try labels(text) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }
}
