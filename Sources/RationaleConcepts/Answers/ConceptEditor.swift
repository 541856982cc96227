import RationaleAttribution
public import RationaleCore
public import RationaleImaging
import RationaleNetworks
import RationaleTorch

/// Edits a concept in a picture and asks the classifier again: what if it were gone, another one, or elsewhere?
///
/// The editor changes pixels, so that the classifier itself is the judge; the concepts only propose where.
public struct ConceptEditor: Sendable {
    public let explainer: ConceptExplainer
    /// By how many pixels a region is grown before it is painted over; the outlines of superpixels are good to one or two.
    public var margin: Int

    public init(_ explainer: ConceptExplainer, margin: Int = 1) {
        self.explainer = explainer
        self.margin = margin
    }

    /// A concept of the model: the class, by its position in the model, and its number there from 0.
    public struct Reference: Sendable, Hashable {
        public var position: Int
        public var number: Int

        public init(position: Int, number: Int) {
            self.position = position
            self.number = number
        }
    }

    /// The concept of a name: `ember finch 3`, or what a person called it.
    ///
    /// - Throws: `RationaleError.Code.usage` with the nearest names.
    public func concept(named name: String) throws(RationaleError) -> Reference {
        try explainer.model.concept(named: name)
    }

    public subscript(_ reference: Reference) -> Concept {
        explainer.model.concepts[reference.position][reference.number]
    }

    /// The region where a concept was found.
    ///
    /// - Throws: `RationaleError.Code.badData` where there is none.
    func mask(of concept: Reference, in view: ConceptExplainer.View) throws(RationaleError) -> Mask {
        guard let region = region(of: concept, in: view) else {
            throw RationaleError(.badData, "the picture has no region for \(self[concept].name)")
        }
        return view.match.regions.mask(of: region)
    }

    /// Whether there is a region for a concept: a class may have more concepts than a picture regions.
    func hasRegion(_ concept: Reference, in view: ConceptExplainer.View) -> Bool {
        region(of: concept, in: view) != nil
    }

    private func region(of concept: Reference, in view: ConceptExplainer.View) -> Int? {
        let before = explainer.model.concepts[..<concept.position].reduce(0) { $0 + $1.count }
        return view.match.region[before + concept.number]
    }

    /// The picture with the concept's region painted over.
    public func removing(_ concept: Reference, in view: ConceptExplainer.View) throws -> Image {
        try view.image.removing(mask(of: concept, in: view), growingBy: margin)
    }

    /// The picture with the concept's region taken elsewhere.
    ///
    /// - Parameters:
    ///   - concept: what is moved.
    ///   - offset: in pixels of the picture as the network sees it, to the right and downwards.
    ///   - view: the picture.
    public func moving(
        _ concept: Reference, by offset: (x: Int, y: Int), in view: ConceptExplainer.View
    ) throws -> Image {
        try view.image.moving(mask(of: concept, in: view), by: offset, growingBy: margin, feather: 1)
    }

    /// The picture with another concept in the place of one.
    ///
    /// Of the other concept's examples, mirrored or not, the one with which the region's feature comes nearest to the concept's centre.
    ///
    /// - Throws: `RationaleError.Code.badData` where the picture has no region for the concept, or the model keeps no pixels of
    ///   the other one.
    public func replacing(
        _ concept: Reference, by other: Reference, in view: ConceptExplainer.View
    ) throws -> Image {
        let mask = try mask(of: concept, in: view)
        return try nearest(replacing: mask, by: other, in: view)
    }

    /// The picture with a concept put into it: where it should be among the others, if the model knows that (``Concept/seat``).
    /// Otherwise where it fits best: of its own region, and those of the decided class's concepts, the one where the classifier
    /// then scores the concept's class highest, as for the control.
    ///
    /// - Parameters:
    ///   - concept: what is put in.
    ///   - decided: the class that was decided for, by its position in the model.
    ///   - view: the picture.
    /// - Throws: `RationaleError.Code.badData` where the picture has no such region, or the model keeps no pixels of the concept.
    public func inserting(
        _ concept: Reference, insteadOf decided: Int, in view: ConceptExplainer.View
    ) throws -> Image {
        let masks = try places(for: concept, insteadOf: decided, in: view)
        guard !masks.isEmpty else {
            throw RationaleError(.badData, "the picture has no region into which \(self[concept].name) could be put")
        }
        return try best(replacing: masks, by: concept, in: view)
    }

    /// The regions into which a concept of another class may be put; a class may have more concepts than the picture regions.
    func places(
        for concept: Reference, insteadOf decided: Int, in view: ConceptExplainer.View
    ) throws(RationaleError) -> [Mask] {
        var masks = try hasRegion(concept, in: view) ? [mask(of: concept, in: view)] : []
        if self[concept].seat != nil { return masks }
        // What is much larger or smaller than the concept is something else.
        let usual = self[concept].examples.first?.cut?.mask.area ?? masks.first?.area
        for number in explainer.model.concepts[decided].indices {
            let reference = Reference(position: decided, number: number)
            guard hasRegion(reference, in: view) else { continue }
            let mask = try mask(of: reference, in: view)
            if let usual, mask.area * 3 <= usual || mask.area >= usual * 3 { continue }
            if !masks.contains(mask) { masks.append(mask) }
        }
        return masks
    }

    /// The edited picture that the classifier finds most like the concept's class, of one for each place.
    func best(
        replacing masks: [Mask], by concept: Reference, in view: ConceptExplainer.View
    ) throws -> Image {
        let images = try masks.map { try nearest(replacing: $0, by: concept, in: view) }
        return images[try winner(images, concept)]
    }

    /// The picture with the example of a concept, mirrored or not, with which a region looks most like the concept.
    private func nearest(replacing mask: Mask, by concept: Reference, in view: ConceptExplainer.View) throws -> Image {
        let cuts = self[concept].examples.compactMap(\.cut)
        guard !cuts.isEmpty else {
            throw RationaleError(.badData, "the concept model keeps no picture of \(self[concept].name)")
        }
        let images = try cuts.flatMap { cut in
            try [false, true].map {
                try view.image.replacing(mask, with: cut.image, region: cut.mask, isMirrored: $0, growingBy: margin)
            }
        }
        let distances = try explainer.matcher.squaredDistances(of: mask, in: images, to: self[concept])
        return images[distances.indices.min { (distances[$0], $0) < (distances[$1], $1) } ?? 0]
    }

    /// The picture in which the classifier scores the concept's class highest, compared with the mean of the model's classes. To ask the
    /// reasoning network would be to look for all concepts in each of them.
    private func winner(_ images: [Image], _ concept: Reference) throws -> Int {
        guard images.count > 1 else { return 0 }
        let own = try explainer.classifier.scores(of: images).indices(1, explainer.model.classes)
        let scores = (own.selected(1, concept.position) - own.mean([1])).elements(as: Double.self)
        return scores.indices.max { (scores[$0], -$0) < (scores[$1], -$1) } ?? 0
    }

    /// The classifier's decision before and after an edit.
    ///
    /// - Parameters:
    ///   - kind: what was done.
    ///   - concept: to which concept.
    ///   - change: the same in words.
    ///   - view: the picture before.
    ///   - edited: the edited picture.
    ///   - classes: that the answer is about, by their positions among the classifier's scores.
    ///   - isControl: whether it is made for comparison.
    public func edit(
        _ kind: ConceptEdit.Kind, _ concept: Reference, change: String, from view: ConceptExplainer.View,
        to edited: Image, classes: [Int], isControl: Bool = false
    ) throws -> ConceptEdit {
        let after = try explainer.classifier.scores(of: [edited]).selected(0, 0).floats
        func predictions(_ scores: [Float]) -> [Prediction] {
            Prediction.top(
                scores.count, of: scores, labels: explainer.classifier.labels, scoring: explainer.classifier.scoring)
        }
        let (first, second) = (predictions(view.scores), predictions(after))
        return ConceptEdit(
            kind: kind, concept: self[concept].name, change: change, isControl: isControl,
            before: classes.compactMap { index in first.first { $0.index == index } },
            after: classes.compactMap { index in second.first { $0.index == index } }, decisionBefore: first[0],
            decisionAfter: second[0])
    }
}
