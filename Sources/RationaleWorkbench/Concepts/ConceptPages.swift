import Foundation
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleReport

/// The page of discovered concepts: for each class its concepts with their regions, where these sit in their photos, importance and
/// neighbours.
struct ConceptPages {
    let model: ConceptModel
    let features: RegionFeatures
    let pictures: ConceptPictures
    /// What is usual, a feature in the unit of concepts' centres.
    let origin: [Float]
    let command: [String]

    /// How many pictures of a class, and of others, completeness is measured on.
    private static let completenessCount = 50
    /// How many neighbours of each kind are shown.
    private static let neighborCount = 3

    /// The page as one HTML document.
    ///
    /// - Parameter progress: called with the classes done.
    func html(progress: (Int) throws -> Void = { _ in }) throws -> String {
        let isExclusive = features.classifier.scoring == .softmax
        var writer = try ConceptReportWriter(
            title: "Concepts of \(model.classifier)", run: facts, unit: isExclusive ? "log odds" : "score")
        for position in model.classes.indices {
            try progress(position)
            try writer.add(section(position))
        }
        var page = ""
        try writer.write { page += $0 }
        return page
    }

    /// What a concept is called in a page.
    static func id(_ concept: Concept) -> String { "c-\(concept.classIndex)-\(concept.number)" }

    private var facts: [Report.Fact] {
        [
            .init("Classifier", model.classifier), .init("Layers", model.layers.joined(separator: ", ")),
            .init("Why these", model.layerReason), .init("Features", model.source.rawValue),
            .init(
                "Superpixels",
                "\(model.plan.superpixels), \(model.plan.resolutions.map(String.init).joined(separator: ", "))"),
            .init("Version", "Rationale \(Rationale.version)"),
            .init("Command", command.map(\.shellQuoted).joined(separator: " "), isCode: true),
        ]
    }

    private func section(_ position: Int) throws -> ConceptSection {
        let concepts = model.concepts[position]
        return ConceptSection(
            title: label(position), sentences: try completeness(position).map { [$0] } ?? [],
            cards: try concepts.map { try card($0, position) })
    }

    private func label(_ position: Int) -> String { model.labels?[position] ?? "class \(model.classes[position])" }

    private func card(_ concept: Concept, _ position: Int) throws -> ConceptSection.Card {
        var other: [ConceptSection.Neighbor] = []
        for place in model.classes.indices where place != position { other += neighbors(of: concept, in: place) }
        return ConceptSection.Card(
            id: Self.id(concept), name: concept.name, regions: concept.regionCount, pictures: concept.pictureCount,
            importance: concept.importance, sensitivity: concept.sensitivity.map { ($0.mean, $0.low, $0.high) },
            probability: concept.probability,
            patches: concept.examples.prefix(Concept.shownExamples).compactMap { $0.cut?.picture() },
            places: try places(of: concept, position),
            ownNeighbors: Array(neighbors(of: concept, in: position).prefix(Self.neighborCount)),
            otherNeighbors: Array(other.sorted { $0.distance < $1.distance }.prefix(Self.neighborCount)))
    }

    /// Other concepts of a class, nearest first.
    private func neighbors(of concept: Concept, in position: Int) -> [ConceptSection.Neighbor] {
        model.concepts[position].filter { $0.classIndex != concept.classIndex || $0.number != concept.number }.map {
            other in
            let square = zip(concept.center, other.center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            return ConceptSection.Neighbor(
                id: Self.id(other), name: other.name, distance: Double(square).squareRoot() / max(concept.spread, 1e-12)
            )
        }.sorted { $0.distance < $1.distance }
    }

    /// How many photos of each concept are shown: as many as keep the page of all concepts below 25 MB.
    private var placeCount: Int {
        switch model.concepts.reduce(0, { $0 + $1.count }) {
        case ...120: 3
        case ...300: 2
        default: 1
        }
    }

    /// The most typical regions of different pictures, in these.
    private func places(of concept: Concept, _ position: Int) throws -> [ConceptSection.Place] {
        var seen: Set<Int> = []
        let own = pictures.ofClass[position]
        let map = ConceptMap(features, origin: origin)
        return try concept.examples.filter { $0.cut != nil && seen.insert($0.pictureNumber).inserted }
            .prefix(placeCount).map { example in
                let image = try own.image(example.pictureNumber)
                let mask = example.mask(height: image.height, width: image.width)
                let answer = try? map.answer(concept.center, in: image, region: mask)
                return ConceptSection.Place(
                    photo: image, outlines: mask.outlines, map: answer?.map,
                    caption: Self.caption(example, mask, answer))
            }
    }

    /// `0013035.jpg: 62 % of what speaks for it lies in the region, which is 9 % of the photo`
    private static func caption(_ example: Concept.Example, _ mask: Mask, _ answer: ConceptMap.Answer?) -> String {
        let name = URL(fileURLWithPath: example.picture).lastPathComponent
        guard let inside = answer?.fraction(inside: mask) else { return name }
        let area = Double(mask.area) / Double(mask.height * mask.width)
        func percent(_ value: Double) -> String { "\(ShortNumber(100 * value)) %" }
        return
            "\(name): \(percent(inside)) of what speaks for it lies in the region, which is \(percent(area)) of the photo."
    }

    /// How much of the class's logit its concepts keep, in words.
    private func completeness(_ position: Int) throws -> String? {
        let concepts = model.concepts[position]
        guard !concepts.isEmpty else { return nil }
        let own = pictures.ofClass[position]
        var images = try (0..<min(own.count, Self.completenessCount)).map { try own.image($0) }
        let ownCount = images.count
        let others = pictures.ofClass.indices.filter { $0 != position }
        for number in 0..<Self.completenessCount where !others.isEmpty {
            let other = pictures.ofClass[others[number % others.count]]
            guard number / others.count < other.count else { continue }
            images.append(try other.image(number / others.count))
        }
        guard
            let kept = try features.completeness(
                ofCenters: concepts.map(\.center), class: model.classes[position], in: images, origin: origin)
        else { return nil }
        let rest = images.count - ownCount
        let those = "\(ownCount) of its pictures" + (rest > 0 ? " and \(rest) others" : "")
        let span = concepts.count == 1 ? "its concept" : "its \(concepts.count) concepts"
        let layer = model.layers.last ?? "the layer"
        guard kept.kept > 0 else {
            return
                "Completeness below 0: with nothing of \(layer) but what \(span) span, the score of \(label(position)) cannot be "
                + "told for \(those). What decides lies mostly elsewhere."
        }
        return String(
            format:
                "Completeness %.2f: with nothing of %@ but what %@ span, %.0f %% of how the score of %@ varies over %@ is kept. ",
            kept.kept, layer, span, 100 * kept.kept, label(position), those)
            + (kept.kept > 0.8
                ? "They hold nearly all that decides."
                : kept.kept > 0.5 ? "They hold most of what decides." : "Much of what decides lies elsewhere.")
    }
}

extension Concept.Example {
    /// The region in a picture of this size.
    func mask(height: Int, width: Int) -> Mask {
        var bits = [Bool](repeating: false, count: height * width)
        guard let cut else {
            return Mask(height: height, width: width, covering: [box.scaled(height: height, width: width)])
        }
        let left = Int((box.x * Double(width)).rounded())
        let top = Int((box.y * Double(height)).rounded())
        for row in 0..<cut.mask.height where top + row < height {
            for column in 0..<cut.mask.width where cut.mask[row, column] && left + column < width {
                bits[(top + row) * width + left + column] = true
            }
        }
        return Mask(height: height, width: width, bits: bits)
    }
}

extension Box {
    /// A box in fractions of a picture's sides, in its pixels.
    func scaled(height: Int, width: Int) -> Box {
        Box(
            x: x * Double(width), y: y * Double(height), width: self.width * Double(width),
            height: self.height * Double(height))
    }
}

extension Mask {
    /// The outlines as polygons of x and y after each other, in fractions of the picture's sides.
    var outlines: [[Double]] {
        polygons.map { polygon in polygon.flatMap { [Double($0.x) / Double(width), Double($0.y) / Double(height)] } }
    }
}
