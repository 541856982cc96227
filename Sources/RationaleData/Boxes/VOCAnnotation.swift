import Foundation
import FoundationXML
public import RationaleCore
import RationaleFiles
import RationaleImaging

/// What an annotation of Pascal VOC says: the picture's size, and things with their boxes.
///
/// *Source:* Everingham and Winn, "The PASCAL Visual Object Classes Challenge 2012: development kit"; ImageNet's boxes have
/// the same form. Parts of things and everything else are passed over; things that are marked as difficult are kept.
public struct VOCAnnotation: Sendable, Hashable {
    public struct Thing: Sendable, Hashable {
        /// The class: a name, or a WordNet id such as `n01440764`.
        public let name: String
        public let isDifficult: Bool
        public let box: Box
    }

    /// `nil` where the annotation does not say.
    public let frame: AnnotatedPicture.Frame?
    /// Those that are difficult come last.
    public let things: [Thing]
    /// The class of the first object in the file that can be used; `nil` where there is none.
    public let firstName: String?
    /// Objects without a name or a box that can be used.
    package let passedOver: PassedOver
    /// How many objects there are, with those.
    package let count: Int

    /// Larger than any annotation by people.
    private static let largestFile = 8 << 20

    /// Reads an annotation.
    ///
    /// - Throws: `RationaleError`: `missingInput`; `badData` where it is no annotation, naming the line and what is wrong
    ///   in it. Objects that cannot be used are in ``passedOver``.
    public init(contentsOf path: String) throws(RationaleError) {
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: Self.largestFile)
        let reader = Reader(path)
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        parser.delegate = reader
        let isWhole = parser.parse()
        if let error = reader.error { throw error }
        guard isWhole, reader.isClosed else {
            throw RationaleError(
                .badData,
                "\(path), line \(parser.lineNumber): this is no XML: "
                    + (parser.parserError?.localizedDescription ?? "it cannot be read"))
        }
        let frame = try reader.frame()
        self.frame = frame
        var things: [Thing] = []
        var passedOver = PassedOver()
        for thing in reader.things {
            let found = passedOver.unlessFaulty { () throws(RationaleError) in try thing.checked(in: frame, path) }
            if let found { things.append(found) }
        }
        self.passedOver = passedOver
        count = reader.things.count
        firstName = things.first?.name
        self.things = things.filter { !$0.isDifficult } + things.filter(\.isDifficult)
    }

    /// The boxes of one class.
    public func boxes(of name: String) -> [Box] { things.filter { $0.name == name }.map(\.box) }
}

/// Collects the texts of those elements that matter.
private final class Reader: NSObject, XMLParserDelegate {
    struct Thing {
        let line: Int
        var texts: [String: String] = [:]

        func checked(in frame: AnnotatedPicture.Frame?, _ path: String) throws(RationaleError) -> VOCAnnotation.Thing {
            let place = "\(path), line \(line)"
            guard let name = texts["name"], !name.isEmpty else {
                throw RationaleError(.badData, "\(place): an object has no name")
            }
            let edges = try ["xmin", "ymin", "xmax", "ymax"].map { edge throws(RationaleError) in
                guard let text = texts["bndbox/\(edge)"], let value = Double(text), abs(value) < 1e9 else {
                    throw RationaleError(
                        .badData,
                        "\(place): expected a number as \(edge) of '\(name.prefix(40))', found "
                            + "'\((texts["bndbox/\(edge)"] ?? "nothing").prefix(40))'")
                }
                // As published: what is behind the decimal point is cut off.
                return value.rounded(.towardZero)
            }
            return VOCAnnotation.Thing(
                name: name, isDifficult: texts["difficult"].map { $0 != "0" } ?? false,
                box: try Box(edges: edges, in: frame, isInclusive: true, place: place))
        }
    }

    private let path: String
    private var elements: [String] = []
    private var text = ""
    private var size: [String: String] = [:]
    private(set) var things: [Thing] = []
    private(set) var error: RationaleError?
    /// Whether the annotation has an end.
    private(set) var isClosed = false

    private static let mostThings = 100_000
    private static let deepest = 64

    init(_ path: String) { self.path = path }

    func frame() throws(RationaleError) -> AnnotatedPicture.Frame? {
        guard let width = size["width"].flatMap(Double.init), let height = size["height"].flatMap(Double.init),
            width > 0, height > 0, width < 1e9, height < 1e9
        else {
            // Some annotators write 0 for what they do not know.
            guard size.values.contains(where: { Double($0) == nil }) else { return nil }
            throw RationaleError(
                .badData,
                "\(path): expected numbers as the picture's size, found "
                    + size.sorted { $0.key < $1.key }.map { "\($0.key) '\($0.value.prefix(40))'" }.joined(
                        separator: ", "))
        }
        return AnnotatedPicture.Frame(width: width, height: height)
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        text = ""
        if elements == ["annotation", "object"] { things.append(Thing(line: parser.lineNumber)) }
        guard things.count <= Self.mostThings, elements.count <= Self.deepest else {
            error = RationaleError(
                .badData,
                "\(path), line \(parser.lineNumber): more than \(Self.mostThings) objects, or elements nested "
                    + "more than \(Self.deepest) deep")
            return parser.abortParsing()
        }
        if elements.count == 1, name != "annotation" {
            error = RationaleError(
                .badData,
                "\(path), line \(parser.lineNumber): expected an annotation of Pascal VOC, found <\(name.prefix(40))>")
            parser.abortParsing()
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        // Nothing that matters is longer.
        if text.utf8.count < 4096 { text += string }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let path = elements.dropFirst().joined(separator: "/")
        switch path {
        case "size/width", "size/height": size[name] = value
        case "object/name", "object/difficult": things[things.count - 1].texts[name] = value
        case "object/bndbox/xmin", "object/bndbox/ymin", "object/bndbox/xmax", "object/bndbox/ymax":
            things[things.count - 1].texts["bndbox/\(name)"] = value
        default: break
        }
        elements.removeLast()
        isClosed = elements.isEmpty
        text = ""
    }
}
