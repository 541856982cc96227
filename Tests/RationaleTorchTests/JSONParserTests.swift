import RationaleFiles
import RationaleTorch
import Testing

struct JSONParserTests {
    static func parse(_ text: String, valueLimit: Int = 1000) throws -> JSONValue {
        try JSONParser.parse(MappedBytes(copying: Array(text.utf8)), valueLimit: valueLimit)
    }

    @Test(arguments: [
        ("null", JSONValue.null), (" true\n", .bool(true)), ("[]", .array([])), ("{}", .object(.init(members: []))),
        ("-0", .integer(0)), ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
        ("1e-05", .number(1e-5)), ("-2.50E+1", .number(-25)), ("0.0", .number(0)),
        (#""a\"\\\/\b\f\n\r\té€""#, .string("a\"\\/\u{8}\u{c}\n\r\té€")),
        (#""\ud83d\udc26 🐦""#, .string("🐦 🐦")),
        (
            #"[1, [2.5, "x"], {"a": {}, "b": null}]"#,
            .array([
                .integer(1), .array([.number(2.5), .string("x")]),
                .object(
                    .init(members: [
                        .init(name: "a", value: .object(.init(members: []))), .init(name: "b", value: .null),
                    ])),
            ])
        ),
    ])
    func `Valid text is read`(text: String, expected: JSONValue) throws {
        #expect(try Self.parse(text) == expected)
    }

    @Test(arguments: [
        "", " ", "nul", "True", "NaN", "Infinity", "01", "-", "1.", ".5", "1e", "+1", "1e999", "[1,]", "[1 2]", "[",
        "{",
        "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\":1,\"a\":2}", "\"", "\"\\", "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud83d\"", "\"\\ud83d\\u0041\"", "\"\\udc26\"", "\"a\nb\"", "1 2", "[]]", "'a'", "//", "\u{FEFF}1",
    ])
    func `Anything else is refused`(text: String) throws {
        #expect(throws: JSONParser.Failure.self) { try Self.parse(text) }
    }

    @Test func `Depth and the number of values are limited`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try Self.parse(nested(128)).array?.count == 1)
        #expect(throws: JSONParser.Failure.self) { try Self.parse(nested(129)) }
        #expect(try Self.parse("[1,2]", valueLimit: 3).array?.count == 2)
        #expect(throws: JSONParser.Failure.self) { try Self.parse("[1,2]", valueLimit: 2) }
    }

    @Test func `A name that appears twice is found in large objects too`() throws {
        let members = (0..<100).map { "\"k\($0)\": \($0)" }
        let object = try #require(try Self.parse("{\(members.joined(separator: ","))}").object)
        #expect(object.members.count == 100 && object["k77"] == .integer(77) && object["k100"] == nil)
        let repeated = members + ["\"k3\": 0"]
        let error = #expect(throws: JSONParser.Failure.self) { try Self.parse("{\(repeated.joined(separator: ","))}") }
        #expect(error?.message.contains("\"k3\" appears twice") == true)
    }

    @Test func `Bytes that are not UTF-8 are refused`() throws {
        let bytes = try MappedBytes(copying: [0x22, 0xC3, 0x28, 0x22])
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(bytes) }
    }
}
