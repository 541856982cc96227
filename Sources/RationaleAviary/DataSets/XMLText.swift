/// Writes small XML documents, indented: names are the program's own, texts are escaped.
///
/// By hand rather than by `XMLDocument`, which is a library of its own outside of Apple's systems.
struct XMLText {
    private(set) var text = ""
    private var depth = 0

    /// An element with a text.
    mutating func element(_ name: String, _ value: some CustomStringConvertible) {
        line("<\(name)>\(Self.escaped(value.description))</\(name)>")
    }

    /// An element with others inside.
    mutating func element(_ name: String, _ contents: (inout XMLText) -> Void) {
        line("<\(name)>")
        depth += 1
        contents(&self)
        depth -= 1
        line("</\(name)>")
    }

    private mutating func line(_ content: String) { text += String(repeating: "\t", count: depth) + content + "\n" }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
