internal import Mustache

/// How the report's templates write text: nothing in it can end an element, an attribute or a document.
///
/// The template library's own way goes `Character` by `Character`, and a quotation mark with a combining mark after it
/// is one `Character` that it does not know: a file of such a name would end the attribute it stands in. This goes
/// scalar by scalar.
struct HTMLText: MustacheContentType {
    /// What templates begin with.
    static let declaration = "{{% CONTENT_TYPE:RATIONALE_HTML}}\n"
    static let name = "RATIONALE_HTML"

    /// Makes the name known to the template library, which keeps one table for the process.
    static let isRegistered: Bool = {
        MustacheContentTypes.register(HTMLText(), named: name)
        return true
    }()

    func escapeText(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            case "`": result.append(contentsOf: "&#96;".unicodeScalars)
            case "\t", "\n": result.append(scalar)
            default:
                // HTML holds no other control characters; they are shown as the missing character.
                result.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
            }
        }
        return String(result)
    }
}
