import RationaleCore
import RationaleFiles

/// One record of a COCO file's lists.
struct COCORecord {
    private let object: JSONObject
    /// Where it stands, for messages.
    private let place: String

    /// - Parameters:
    ///   - element: as it was read.
    ///   - place: the list and the number in it.
    /// - Throws: `badData` where it is no object.
    init(_ element: JSONLists.Element, _ place: String) throws(RationaleError) {
        self.place = place
        switch element {
        case .failure(let error): throw RationaleError(.badData, "\(place): it is no JSON: \(error.message)")
        case .success(let value):
            guard let object = value.object else {
                throw RationaleError(.badData, "\(place): expected an object, found \(value.kind)")
            }
            self.object = object
        }
    }

    func failure(_ message: String) -> RationaleError { RationaleError(.badData, "\(place): \(message)") }

    func picture() throws(RationaleError) -> COCODocument.Picture {
        let name = try text("file_name")
        var frame: AnnotatedPicture.Frame?
        if let width = object["width"]?.number, let height = object["height"]?.number, width >= 1, height >= 1 {
            frame = AnnotatedPicture.Frame(width: width, height: height)
        }
        return COCODocument.Picture(id: try number("id"), name: name, frame: frame)
    }

    func category() throws(RationaleError) -> (id: Int, name: String) { (try number("id"), try text("name")) }

    func annotation(_ index: Int, keepsShape: Bool) throws(RationaleError) -> COCODocument.Annotation {
        let shape = try shape()
        return COCODocument.Annotation(
            index: index, pictureID: try number("image_id"), categoryID: try number("category_id"),
            shape: keepsShape ? shape : shape?.box.map { .box($0) } ?? shape)
    }

    /// A picture of a file of captions, by an id that may be text.
    func namedPicture() throws(RationaleError) -> (id: String, name: String) { (try id("id"), try text("file_name")) }

    /// A sentence and the id of its picture. The sentence may be empty.
    func caption() throws(RationaleError) -> (pictureID: String, text: String) {
        guard let caption = object["caption"] else { throw failure("there is no 'caption'") }
        guard let text = caption.string else { throw failure("'caption' is of another kind: \(caption.kind)") }
        return (try id("image_id"), text)
    }

    private func id(_ name: String) throws(RationaleError) -> String {
        if let text = object[name]?.string { return text }
        return String(try number(name))
    }

    private func number(_ name: String) throws(RationaleError) -> Int {
        guard let value = object[name] else { throw failure("there is no '\(name)'") }
        guard let number = value.integer else { throw failure("'\(name)' is of another kind: \(value.kind)") }
        return number
    }

    private func text(_ name: String) throws(RationaleError) -> String {
        guard let value = object[name] else { throw failure("there is no '\(name)'") }
        guard let text = value.string, !text.isEmpty, !text.contains("\0") else {
            throw failure("'\(name)' is of another kind: \(value.kind)")
        }
        return text
    }

    /// What `segmentation` says; where it says nothing, what `bbox` says.
    private func shape() throws(RationaleError) -> Shape? {
        switch object["segmentation"] {
        case .array(let polygons) where !polygons.isEmpty:
            var found: [[SIMD2<Double>]] = []
            for polygon in polygons { found.append(try corners(polygon)) }
            return .polygons(found)
        case .object(let runs): return .runs(try runLengths(runs))
        case nil, .null, .array: break
        case .some(let other): throw failure("'segmentation' is of another kind: \(other.kind)")
        }
        guard let bbox = object["bbox"], !bbox.isNull else { return nil }
        let values = try numbers(bbox, "bbox")
        guard values.count == 4 else { throw failure("expected four numbers as bbox, found \(values.count)") }
        return .box(Box(x: values[0], y: values[1], width: values[2], height: values[3]))
    }

    private func corners(_ polygon: JSONValue) throws(RationaleError) -> [SIMD2<Double>] {
        let values = try numbers(polygon, "segmentation")
        guard values.count >= 6, values.count.isMultiple(of: 2) else {
            throw failure("expected x and y of three corners or more, found \(values.count) numbers")
        }
        return stride(from: 0, to: values.count, by: 2).map { SIMD2(values[$0], values[$0 + 1]) }
    }

    private func runLengths(_ runs: JSONObject) throws(RationaleError) -> RunLengths {
        guard let size = runs["size"]?.array?.compactMap(\.integer), size.count == 2 else {
            throw failure("expected height and width as size of its runs")
        }
        do throws(RationaleError) {
            switch runs["counts"] {
            case .string(let text): return try RunLengths(height: size[0], width: size[1], text: text)
            case .array(let counts):
                let numbers = counts.compactMap(\.integer)
                guard numbers.count == counts.count else { throw failure("'counts' holds what is no whole number") }
                return try RunLengths(height: size[0], width: size[1], counts: numbers)
            default: throw failure("its runs have no 'counts'")
            }
        } catch {
            throw error.message.hasPrefix(place) ? error : failure(error.message)
        }
    }

    private func numbers(_ value: JSONValue, _ name: String) throws(RationaleError) -> [Double] {
        guard let list = value.array else { throw failure("'\(name)' is of another kind: \(value.kind)") }
        let numbers = list.compactMap(\.number)
        guard numbers.count == list.count, numbers.allSatisfy({ $0.isFinite && abs($0) < 1e9 }) else {
            throw failure("'\(name)' holds what is no number of pixels")
        }
        return numbers
    }
}
