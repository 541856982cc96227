import Foundation
import RationaleCore
import RationaleText
import Testing

/// What is wrong with a file is said, by name; nothing is passed over, and nothing crashes.
struct TokenizerFileTests {
    private static let folder = FileManager.default.temporaryDirectory
        .appending(path: "rationale-tokenizers-\(ProcessInfo.processInfo.processIdentifier)")

    /// A small tokenizer whose parts are JSON.
    private static func json(
        normalizer: String = "null", pre: String = "null", post: String = "null", decoder: String = "null",
        model: String = #"{"type":"WordLevel","vocab":{"a":0,"[UNK]":1},"unk_token":"[UNK]"}"#, added: String = "[]",
        truncation: String = "null", padding: String = "null"
    ) -> String {
        """
        {"version":"1.0","truncation":\(truncation),"padding":\(padding),"added_tokens":\(added),
        "normalizer":\(normalizer),"pre_tokenizer":\(pre),"post_processor":\(post),"decoder":\(decoder),"model":\(model)}
        """
    }

    private func file(_ content: some Collection<UInt8>, _ name: String = "tokenizer.json") throws -> String {
        let folder = Self.folder.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = folder.appending(path: name)
        try Data(content).write(to: url)
        return url.path
    }

    private func refusal(_ content: String, _ name: String = "tokenizer.json") throws -> RationaleError? {
        let path = try file(content.utf8, name)
        return #expect(throws: RationaleError.self, "\(content.prefix(300))") { try Tokenizer(contentsOf: path) }
    }

    static let faults: [(json: String, message: String)] = [
        ("", "empty"), ("{", "no JSON"), ("[]", "expected an object"), ("{}", "no 'model'"),
        (json(model: #"{"type":"Markov","vocab":{}}"#), "the model 'Markov' is not known"),
        (json(normalizer: #"{"type":"Rot13"}"#), "the normalizer 'Rot13' is not known"),
        (json(normalizer: #"{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"NFX"}]}"#), "part 2"),
        (json(pre: #"{"type":"Whitespaces"}"#), "the pre-tokenizer 'Whitespaces' is not known"),
        (json(post: #"{"type":"Bert"}"#), "the post-processor 'Bert' is not known"),
        (json(decoder: #"{"type":"Morse"}"#), "the decoder 'Morse' is not known"),
        (json(normalizer: #"{"type":"Lowercase"}"#, pre: "7"), "'pre_tokenizer' should be an object"),
        (json(normalizer: #"{"type":"BertNormalizer","lowercase":"yes"}"#), "'lowercase' should be true or false"),
        (json(normalizer: #"{"type":"Replace","pattern":{"Regex":"("},"content":""}"#), "cannot be read"),
        (json(normalizer: #"{"type":"Replace","pattern":{"Glob":"*"},"content":""}"#), "a Glob"),
        (json(normalizer: #"{"type":"Replace","pattern":{"String":"a"}}"#), "'content' is missing"),
        (json(normalizer: #"{"type":"Precompiled","precompiled_charsmap":"!"}"#), "base64"),
        (json(normalizer: #"{"type":"Precompiled","precompiled_charsmap":"/////w=="}"#), "damaged"),
        (json(pre: #"{"type":"Metaspace","replacement":"ab"}"#), "one character"),
        (json(pre: #"{"type":"Metaspace","replacement":"_","prepend_scheme":"last"}"#), "'last'"),
        (json(pre: #"{"type":"Split","pattern":{"String":"a"},"behavior":"Glued"}"#), "'Glued'"),
        (json(pre: #"{"type":"FixedLength","length":0}"#), "'length' is 0"),
        (json(model: #"{"type":"WordLevel","vocab":{"a":0,"b":0},"unk_token":"a"}"#), "the same number 0"),
        (json(model: #"{"type":"WordLevel","vocab":{"a":-1},"unk_token":"a"}"#), "the number -1"),
        (json(model: #"{"type":"WordLevel","vocab":{"a":4000000000},"unk_token":"a"}"#), "the number 4000000000"),
        (json(model: #"{"type":"WordLevel","vocab":{"a":0,"a":1},"unk_token":"a"}"#), "twice"),
        (json(model: #"{"type":"WordLevel","vocab":{"a":0}}"#), "'unk_token' is missing"),
        (
            json(model: #"{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"]}"#),
            "'ab', which is not in the vocabulary"
        ),
        (
            json(model: #"{"type":"BPE","vocab":{"a":0,"aa":1},"merges":["a c"]}"#),
            "'c', which is not in the vocabulary"
        ),
        (json(model: #"{"type":"BPE","vocab":{"a":0},"merges":["a b c"]}"#), "merge 1 should be two tokens"),
        (json(model: #"{"type":"Unigram","vocab":[["a",0]],"unk_id":1}"#), "'unk_id' is 1"),
        (json(model: #"{"type":"Unigram","vocab":[["a",0],["a",1]],"unk_id":0}"#), "twice"),
        (json(model: #"{"type":"Unigram","vocab":[["a","x"]],"unk_id":0}"#), "a string and a score"),
        (json(model: #"{"type":"Unigram","vocab":[["a",1e999]],"unk_id":0}"#), "too large"),
        (json(post: #"{"type":"BertProcessing","sep":["x"],"cls":["y",1]}"#), "'sep' should be a token and its number"),
        (
            json(
                post:
                    #"{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"X","type_id":0}}],"pair":[],"special_tokens":{}}"#
            ),
            "'X', which is not described"
        ),
        (
            json(post: #"{"type":"TemplateProcessing","single":[],"pair":[],"special_tokens":{}}"#),
            "should have the text A once"
        ),
        (json(added: #"[{"id":7,"content":"a"}]"#), "7 here and 0 in the vocabulary"),
        (json(added: #"[{"id":0,"content":"b"}]"#), "the same number 0"),
        (json(added: #"[{"content":"b"}]"#), "'id' is missing"),
        (json(truncation: #"{"max_length":-1}"#), "'max_length' is -1"),
        (json(truncation: #"{"max_length":4,"strategy":"Random"}"#), "'Random'"),
        (json(padding: #"{"strategy":{"Fixed":99999999},"pad_id":0}"#), "99999999"),
        (
            "{\"model\":" + String(repeating: "[", count: 100_000),
            "nested deeper"
        ),
    ]

    @Test(arguments: faults.indices) func `A damaged file is refused in words`(index: Int) throws {
        let fault = Self.faults[index]
        let error = try refusal(fault.json)
        #expect(error?.code == .badData)
        #expect(error.map { "\($0)".contains(fault.message) } == true, "\(error.map { "\($0)" } ?? "none")")
    }

    @Test func `The sound file of the table is read`() throws {
        let tokenizer = try Tokenizer(contentsOf: file(Self.json().utf8))
        #expect(try tokenizer.encode("a").ids == [0] && tokenizer.encode("b").ids == [1])
    }

    @Test func `A missing token for unknown words is an error of the text`() throws {
        let model = #"{"type":"WordLevel","vocab":{"a":0},"unk_token":"[UNK]"}"#
        let tokenizer = try Tokenizer(contentsOf: file(Self.json(model: model).utf8))
        #expect(try tokenizer.encode("a").ids == [0])
        let error = #expect(throws: RationaleError.self) { try tokenizer.encode("b") }
        #expect(error?.message.contains("[UNK]") == true)
    }

    @Test func `Folders and names say what is read`() throws {
        let vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nbird\n##s\n"
        let path = try file(vocabulary.utf8, "vocab.txt")
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        #expect(try Tokenizer(contentsOf: folder.path).encode("Birds").ids == [2, 5, 6, 3])
        let settings = folder.appending(path: "tokenizer_config.json")
        try Data(#"{"tokenizer_class":"BertTokenizerFast","do_lower_case":false,"model_max_length":64}"#.utf8).write(
            to: settings)
        let cased = try Tokenizer(contentsOf: folder.path)
        #expect(try cased.encode("Birds birds").ids == [2, 1, 5, 6, 3])
        #expect(cased.maximumLength == 64 && cased.paddingID == 0)
        try Data(#"{"tokenizer_class":"ReformerTokenizer"}"#.utf8).write(to: settings)
        let error = #expect(throws: RationaleError.self) { try Tokenizer(contentsOf: folder.path) }
        #expect(error?.message.contains("ReformerTokenizer") == true)
        try FileManager.default.removeItem(at: settings)
        try FileManager.default.removeItem(atPath: path)
        let missing = #expect(throws: RationaleError.self) { try Tokenizer(contentsOf: folder.path) }
        #expect(missing?.code == .missingInput && missing?.hint?.contains("vocab.txt") == true)
    }

    /// What the package `tokenizers` 0.23 returns; found by `Benchmarks/tokenizers/fuzz.py`.
    @Test(arguments: [("^", [0..<0, 2..<3, 3..<4]), ("x*", [0..<0, 2..<3, 2..<3, 3..<4, 3..<4])])
    func `What is inserted before a stripped text lies where the text began`(pattern: String, offsets: [Range<Int>])
        throws
    {
        let json = Self.json(
            normalizer: #"""
                {"type":"Sequence","normalizers":[{"type":"Strip","strip_left":true,"strip_right":false},
                {"type":"Replace","pattern":{"Regex":"\#(pattern)"},"content":"_"}]}
                """#,
            pre: #"{"type":"Split","pattern":{"Regex":"."},"behavior":"Isolated","invert":false}"#)
        #expect(try Tokenizer(contentsOf: file(json.utf8)).encode("  ab").offsets == offsets)
    }

    /// What `transformers` finds in the same folder (`BertTokenizer`, 5.24).
    @Test func `Tokens that are added beside a vocabulary are found in texts`() throws {
        let path = try file("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nbird\n##s\n".utf8, "vocab.txt")
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        func write(_ tokens: String) throws {
            try Data(#"{"tokenizer_class":"BertTokenizer","added_tokens_decoder":{\#(tokens)}}"#.utf8)
                .write(to: folder.appending(path: "tokenizer_config.json"))
        }
        try write(
            #"""
            "3":{"content":"[SEP]","special":true},"7":{"content":"<New>","normalized":true},
            "8":{"content":"<end>","special":true,"lstrip":true}
            """#)
        for tokenizer in try [Tokenizer(contentsOf: folder.path), Tokenizer(contentsOf: path)] {
            #expect(try tokenizer.encode("birds<new> bird <end>[SEP]").ids == [2, 5, 6, 7, 5, 8, 3, 3])
            #expect(tokenizer.count == 9 && tokenizer.largestID == 8)
        }
        for (tokens, words) in [
            (#""5":{"content":"<new>"}"#, "bird"), (#""6":{"content":"bird"}"#, "the number 6 here and 5"),
            (#""7":{"content":"<a>"},"07":{"content":"<b>"}"#, "<a>"), (#""7":{}"#, "content"),
            (#""x":{"content":"<new>"}"#, "'x' should be the number"),
        ] {
            try write(tokens)
            let error = #expect(throws: RationaleError.self) { try Tokenizer(contentsOf: folder.path) }
            #expect(error?.code == .badData && error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `The settings beside tokenizer json count for a folder`() throws {
        let source = TokenizerGolden.path("wordpiece-bert.json")
        let path = try file(Data(contentsOf: URL(fileURLWithPath: source)))
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try Data(#"{"tokenizer_class":"BertTokenizer","do_lower_case":false,"model_max_length":1e30}"#.utf8)
            .write(to: folder.appending(path: "tokenizer_config.json"))
        let folders = try Tokenizer(contentsOf: folder.path)
        let files = try Tokenizer(contentsOf: path)
        #expect(folders.maximumLength == nil)
        #expect(try files.encode("HELLO").ids == files.encode("hello").ids)
        #expect(try folders.encode("HELLO").ids != folders.encode("hello").ids)
    }

    /// Every byte of a small model is changed in turn: it is read or refused.
    @Test func `A damaged SentencePiece model never crashes`() throws {
        let model = [UInt8](try Data(contentsOf: URL(fileURLWithPath: TokenizerGolden.path("sp-bpe.model"))))
        var refused = 0
        for index in stride(from: 0, to: model.count, by: max(1, model.count / 300)) {
            var bytes = model
            bytes[index] ^= 0xFF
            let path = try file(bytes, "spiece.model")
            if let tokenizer = try? Tokenizer(contentsOf: path) {
                _ = try? tokenizer.encode("a bird \u{e9}\u{1F600} <mask>")
            } else {
                refused += 1
            }
            // What is cut off may end between two pieces; it is a smaller model then.
            _ = try? Tokenizer(contentsOf: file(model.prefix(index), "spiece.model")).encode("a bird")
        }
        #expect(refused > 50)
    }

    /// The trie of the normalization rules is hostile: units point everywhere.
    @Test func `Damaged normalization rules never crash`() throws {
        var random = SplitMix64(seed: 3)
        for _ in 0..<200 {
            let count = 64
            var bytes: [UInt8] = [0, 1, 0, 0]
            for _ in 0..<count * 4 + 40 { bytes.append(UInt8.random(in: 0x00...0x7F, using: &random)) }
            let map = Data(bytes).base64EncodedString()
            let tokenizer = try Tokenizer(
                contentsOf: file(
                    Self.json(normalizer: #"{"type":"Precompiled","precompiled_charsmap":"\#(map)"}"#).utf8))
            _ = try tokenizer.encode("abc \u{e9}\u{0301} \u{1F600} the quick brown fox")
        }
    }
}
