public import RationaleCore
public import RationaleImaging
import RationaleNetworks
import RationaleTorch

/// Edits a concept in a picture and asks the classifier again: what if it were gone, another one, or elsewhere?
///
/// The editor changes pixels, so that the classifier itself is the judge; the reasoning network only proposes where.
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
        for (position, concepts) in explainer.model.concepts.enumerated() {
            for (number, concept) in concepts.enumerated() where concept.name == name {
                return Reference(position: position, number: number)
            }
        }
        let names = explainer.model.concepts.joined().map(\.name)
        let nearest = names.nearest(to: name)
        throw RationaleError(
            .usage, "the concept model has no concept '\(name)'",
            hint: nearest.isEmpty
                ? "Names are a class and a number: '\(names.first ?? "")'."
                : "Did you mean \(nearest.map { "'\($0)'" }.joined(separator: ", "))?")
    }

    public subscript(_ reference: Reference) -> Concept {
        explainer.model.concepts[reference.position][reference.number]
    }

    /// The region where a concept was found.
    ///
    /// - Throws: `RationaleError.Code.badData` where there is none.
    func mask(of concept: Reference, in view: ConceptExplainer.View) throws(RationaleError) -> Mask {
        let before = explainer.model.concepts[..<concept.position].reduce(0) { $0 + $1.count }
        guard let region = view.match.region[before + concept.number] else {
            throw RationaleError(.badData, "the picture has no region for \(self[concept].name)")
        }
        return view.match.regions.mask(of: region)
    }

    /// The picture with the concept's region painted over.
    public func removing(_ concept: Reference, in view: ConceptExplainer.View) throws -> Image {
        try view.image.removing(mask(of: concept, in: view), growingBy: margin)
    }

    /// The picture with the concept's region taken elsewhere.
    ///
    /// - Parameter offset: in pixels of the picture as the network sees it, to the right and downwards.
    public func moving(
        _ concept: Reference, by offset: (x: Int, y: Int), in view: ConceptExplainer.View
    ) throws -> Image {
        try view.image.moving(mask(of: concept, in: view), by: offset, growingBy: margin, feather: 1)
    }

    /// The picture with another concept in the place of one.
    ///
    /// Of the other concept's examples, as they are and mirrored, the one is taken with which the reasoning network scores the
    /// other concept's class highest.
    ///
    /// - Throws: `RationaleError.Code.badData` where the model keeps no pixels of the other concept.
    public func replacing(
        _ concept: Reference, by other: Reference, in view: ConceptExplainer.View
    ) throws -> Image {
        try best(replacing: [mask(of: concept, in: view)], by: other, in: view)
    }

    /// The picture with a concept put where it fits best: of the regions that any concept of the two classes was found in, the
    /// one where the reasoning network scores its class highest.
    public func inserting(
        _ concept: Reference, insteadOf decided: Int, in view: ConceptExplainer.View
    ) throws -> Image {
        var masks: [Mask] = []
        for position in [decided, concept.position] {
            for number in explainer.model.concepts[position].indices {
                let mask = try mask(of: Reference(position: position, number: number), in: view)
                if !masks.contains(mask) { masks.append(mask) }
            }
        }
        return try best(replacing: masks, by: concept, in: view)
    }

    private func best(
        replacing masks: [Mask], by concept: Reference, in view: ConceptExplainer.View
    ) throws -> Image {
        let cuts = self[concept].examples.compactMap(\.cut)
        guard !cuts.isEmpty, !masks.isEmpty else {
            throw RationaleError(.badData, "the concept model keeps no picture of \(self[concept].name)")
        }
        let edited = try masks.flatMap { mask in
            try cuts.flatMap { cut in
                try [false, true].map {
                    try view.image.replacing(
                        mask, with: cut.image, region: cut.mask, isMirrored: $0, growingBy: margin)
                }
            }
        }
        let scores = try explainer.views(edited).map { view in
            view.reasoned[concept.position] - view.reasoned.enumerated().reduce(0) {
                $1.offset == concept.position ? $0 : $0 + $1.element
            } / Double(max(1, view.reasoned.count - 1))
        }
        let winner = scores.indices.max { (scores[$0], -$0) < (scores[$1], -$1) } ?? 0
        return edited[winner]
    }

    /// The classifier's decision before and after an edit.
    ///
    /// - Parameters:
    ///   - edited: the edited picture.
    ///   - classes: that the answer is about, by their positions among the classifier's scores.
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
