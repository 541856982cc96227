public import RationaleCore
public import RationaleImaging
import RationaleNetworks
import RationaleStatistics

/// Says why a classifier errs on a data set, in concepts, and what corrects it.
///
/// 1. Every error is explained (``ConceptExplainer``), and its leading cause found (``ErrorCause``); errors with the same classes,
///    cause and concept are a group.
/// 2. The concepts and relations of all pictures are compared with those of the training pictures: what nearly all of these
///    have and wrongly classified pictures lack is a suspected bias (``SuspectedBias``). A concept is looked for in the picture and
///    in its mirror image: a thing that faces the other way is still there, and only its relations are others.
/// 3. The leading groups and suspects are put to the test: the substitution that should correct them is made in their pictures, and
///    the classifier asked again, beside the same edit of another concept (``Repair``).
///
/// *Source:* the authors' site of Ge et al. (2021), "A peek into the reasoning of neural networks", CVPR, does the first step
/// and the third by hand for three pictures; the second is ours.
/// *Cost:* two matches (``ConceptMatcher``) for each picture, and about 14 for each edit that is measured.
public struct ConceptDiagnosis: Sendable {
    public let explainer: ConceptExplainer
    /// The fraction of a class's training pictures that must have a trait before its lack is suspected.
    public var minFrequency: Double
    /// A concept counts as there where its distance is within this quantile of those in training pictures of its class.
    public var quantile: Double
    /// How many groups, and how many suspects of each class, are put to the test.
    public var groups: Int
    public var suspects: Int
    /// In how many pictures of each; 0 tests none.
    public var edits: Int

    public init(
        _ explainer: ConceptExplainer, minFrequency: Double = 0.8, quantile: Double = 0.95, groups: Int = 6,
        suspects: Int = 2, edits: Int = 12
    ) {
        self.explainer = explainer
        self.minFrequency = minFrequency
        self.quantile = quantile
        self.groups = groups
        self.suspects = suspects
        self.edits = edits
    }

    /// What was found.
    public struct Result: Sendable {
        /// The fraction of tested pictures that are classified rightly.
        public let accuracy: Score
        /// How many errors there are, of how many tested pictures; those whose decided class has no concepts are not explained.
        public let errors: Int
        public let pictures: Int
        public let unexplained: Int
        /// What a reader should know: how many training pictures of each class were compared with.
        public let trainingPictures: Int
        /// The most errors first.
        public let groups: [ErrorGroup]
        /// The most errors explained first.
        public let suspects: [SuspectedBias]
        /// Some edits to look at.
        public let shown: [Shown]
    }

    /// One picture before and after an edit.
    public struct Shown: Sendable {
        /// The sentence of what it belongs to, and the picture's name.
        public let title: String
        public let picture: String
        public let edit: ConceptEdit
        public let before: Image
        public let after: Image
        /// Why not the true class: the graphs of the picture before the edit.
        public let graph: ConceptGraph
    }

    static let batch = 16

    /// Diagnoses.
    ///
    /// - Parameters:
    ///   - training: pictures that the classifier was trained on, by class.
    ///   - tested: others, by class; both only of classes of the model.
    ///   - progress: told how many pictures are looked at, and of how many.
    /// - Throws: `usage` for classes without concepts, `badData` where nothing is tested; what reading pictures throws.
    public func diagnose(
        training: [ClassPictures], tested: [ClassPictures], progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Result {
        let model = explainer.model
        let total = (training + tested).reduce(0) { $0 + $1.count }
        var done = 0
        func observed(_ pictures: [ClassPictures]) throws -> (pictures: [ObservedPicture], sources: [PictureSource]) {
            var (observed, sources): ([ObservedPicture], [PictureSource]) = ([], [])
            for own in pictures {
                let position = try model.position(ofClass: own.index, label: own.label)
                for start in stride(from: 0, to: own.count, by: Self.batch) {
                    try Cancellation.check()
                    try progress(done, total)
                    let numbers = start..<min(start + Self.batch, own.count)
                    let images = try numbers.map { try own.image($0) }
                    let views = try explainer.views(images)
                    let mirrored = try explainer.matcher.matches(in: images.map(\.mirrored))
                    for (place, number) in numbers.enumerated() {
                        observed.append(
                            ObservedPicture(
                                own.name(number), position, views[place], mirrored: mirrored[place], model))
                    }
                    sources += numbers.map { number in PictureSource { try own.image(number) } }
                    done += numbers.count
                }
            }
            return (observed, sources)
        }
        let learned = try observed(training)
        let seen = try observed(tested)
        guard
            let accuracy = Score.proportion(
                "accuracy", hits: seen.pictures.count(where: \.isRight), of: seen.pictures.count)
        else { throw RationaleError(.badData, "there are no pictures to diagnose") }
        let classes = zip(model.classes.indices, model.classes).map {
            DiagnosedClass(index: $1, label: model.labels?[$0] ?? explainer.classifier.label($1))
        }
        let bench = try DiagnosisBench(
            self, classes: classes, training: learned.pictures, tested: seen.pictures, trainingSources: learned.sources,
            testedSources: seen.sources)
        let errors = try bench.errors()
        let wrong = seen.pictures.count { !$0.isRight }
        var found = errors.groups(classes: classes, names: model.concepts.map { $0.map(\.name) }, of: wrong)
        var suspects = BiasSearch(
            classes: classes, names: model.concepts.map { $0.map(\.name) },
            importance: model.concepts.map { $0.map(\.importance) }, training: learned.pictures, tested: seen.pictures,
            maxDistance: bench.maxDistance, minFrequency: minFrequency
        ).suspects()
        var shown: [Shown] = []
        if edits > 0 {
            for index in found.indices.prefix(groups) {
                try Cancellation.check()
                found[index].repairs = try bench.repairs(of: found[index], &shown)
            }
            var tests: [Int: Int] = [:]
            for index in suspects.indices where tests[suspects[index].position, default: 0] < self.suspects {
                try Cancellation.check()
                tests[suspects[index].position, default: 0] += 1
                suspects[index].repair = try bench.repair(of: suspects[index], &shown)
                suspects[index].examples = try bench.examples(of: suspects[index])
            }
        }
        return Result(
            accuracy: accuracy, errors: wrong, pictures: seen.pictures.count, unexplained: wrong - errors.count,
            trainingPictures: learned.pictures.count, groups: found, suspects: suspects, shown: shown)
    }
}

/// Where a picture comes from: read again when it is needed, since all together would not fit into memory.
struct PictureSource: Sendable {
    let image: @Sendable () throws -> Image
}

extension ObservedPicture {
    fileprivate init(
        _ name: String, _ truth: Int, _ view: ConceptExplainer.View, mirrored: ConceptMatcher.Match,
        _ model: ConceptModel
    ) {
        let top = view.scores.indices.max { view.scores[$0] < view.scores[$1] } ?? 0
        func middle(_ place: Int, _ match: ConceptMatcher.Match) -> SIMD2<Double> {
            match.region[place].map { match.regions.position(of: $0) } ?? SIMD2(0.5, 0.5)
        }
        var (distance, position): ([[Double]], [[SIMD2<Double>]]) = ([], [])
        var first = 0
        for concepts in model.concepts {
            let places = first..<first + concepts.count
            distance.append(places.map { min(view.match.distance[$0], mirrored.distance[$0]) })
            position.append(
                places.map { place in
                    guard mirrored.distance[place] < view.match.distance[place] else {
                        return middle(place, view.match)
                    }
                    let seen = middle(place, mirrored)
                    return SIMD2(1 - seen.x, seen.y)
                })
            first += concepts.count
        }
        self.init(
            name: name, truth: truth, decided: model.classes.firstIndex(of: top), isRight: top == model.classes[truth],
            distance: distance, position: position)
    }
}
