import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// The pictures of one diagnosis, where errors are explained and edits are measured.
struct DiagnosisBench {
    let settings: ConceptDiagnosis
    let classes: [DiagnosedClass]
    let training: [ObservedPicture]
    let tested: [ObservedPicture]
    let trainingSources: [PictureSource]
    let testedSources: [PictureSource]
    /// See ``ObservedPicture/has(_:maxDistance:)``.
    let maxDistance: [[Double]]
    /// Of each class's concepts: what is usual, and the mean middle in training pictures that have it.
    private let usual: [[ErrorCause.Usual]]
    private let middle: [[SIMD2<Double>?]]

    var explainer: ConceptExplainer { settings.explainer }
    private var model: ConceptModel { explainer.model }
    private var editor: ConceptEditor { ConceptEditor(explainer) }

    /// How many pictures of a class say what another class's concepts usually contribute in it.
    private static let referenceCount = 16

    init(
        _ settings: ConceptDiagnosis, classes: [DiagnosedClass], training: [ObservedPicture], tested: [ObservedPicture],
        trainingSources: [PictureSource], testedSources: [PictureSource]
    ) throws {
        self.settings = settings
        self.classes = classes
        self.training = training
        self.tested = tested
        self.trainingSources = trainingSources
        self.testedSources = testedSources
        let model = settings.explainer.model
        let maxDistance = training.maxDistances(
            concepts: model.concepts.map(\.count), quantile: settings.quantile, bound: model.bound)
        self.maxDistance = maxDistance
        var (usual, middle): ([[ErrorCause.Usual]], [[SIMD2<Double>?]]) = ([], [])
        for position in model.concepts.indices {
            let own = training.filter { $0.truth == position }
            let numbers = model.concepts[position].indices
            let there = numbers.map { number in
                own.filter { $0.distance[position][number] <= maxDistance[position][number] }
            }
            usual.append(
                numbers.map { number in
                    .init(
                        frequency: own.isEmpty ? 1 : Double(there[number].count) / Double(own.count),
                        maxDistance: maxDistance[position][number])
                })
            middle.append(
                numbers.map { number in
                    let found = there[number]
                    guard !found.isEmpty else { return nil }
                    return found.reduce(.zero) { $0 + $1.position[position][number] } / Double(found.count)
                })
        }
        self.usual = usual
        self.middle = middle
    }

    // MARK: Causes

    /// The errors between classes of the model, each with its leading cause.
    func errors() throws -> [DiagnosedError] {
        var errors: [DiagnosedError] = []
        var references: [Int: [ConceptExplainer.View]] = [:]
        var means: [[Int]: ConceptGraph.Panel] = [:]
        for (number, picture) in tested.enumerated() where !picture.isRight {
            guard let decided = picture.decided else { continue }
            try Cancellation.check()
            let truth = picture.truth
            let graph = try graph(of: try view(number), truth: truth, decided: decided)
            if references[truth] == nil { references[truth] = try referenceViews(truth) }
            if means[[truth, decided]] == nil {
                means[[truth, decided]] = try meanPanel(of: decided, in: references[truth] ?? [], truth: truth)
            }
            var panel = graph.panels[1]
            if let mean = means[[truth, decided]] { panel.setUsual(mean) }
            guard let cause = ErrorCause.all(truth: graph.panels[0], decided: panel, usual: usual[truth]).first
            else { continue }
            errors.append(
                DiagnosedError(number: number, picture: picture.name, truth: truth, decided: decided, cause: cause))
        }
        return errors
    }

    private func view(_ number: Int) throws -> ConceptExplainer.View {
        try explainer.view(testedSources[number].image())
    }

    private func graph(of view: ConceptExplainer.View, truth: Int, decided: Int) throws -> ConceptGraph {
        try explainer.whyNot(view, class: model.classes[truth], insteadOf: model.classes[decided])
    }

    /// Training pictures of a class that are classified rightly.
    private func referenceViews(_ truth: Int) throws -> [ConceptExplainer.View] {
        let numbers = training.indices.filter { training[$0].truth == truth && training[$0].isRight }
        return try explainer.views(numbers.prefix(Self.referenceCount).map { try trainingSources[$0].image() })
    }

    /// What a class's concepts contribute on average in pictures of another; `nil` without pictures.
    private func meanPanel(
        of decided: Int, in views: [ConceptExplainer.View], truth: Int
    ) throws -> ConceptGraph.Panel? {
        let panels = try views.map { try graph(of: $0, truth: truth, decided: decided).panels[1] }
        guard var mean = panels.first else { return nil }
        let count = Double(panels.count)
        for node in mean.nodes.indices {
            mean.nodes[node].contribution = panels.reduce(0) { $0 + $1.nodes[node].contribution } / count
        }
        for edge in mean.edges.indices {
            mean.edges[edge].contribution = panels.reduce(0) { $0 + $1.edges[edge].contribution } / count
        }
        return mean
    }

    // MARK: Repairs

    /// What corrects a group's errors: all that its cause suggests, the best first.
    func repairs(of group: ErrorGroup, _ shown: inout [ConceptDiagnosis.Shown]) throws -> [Repair] {
        guard let truth = classes.firstIndex(of: group.truth), let decided = classes.firstIndex(of: group.decided)
        else { return [] }
        let numbers = Array(group.numbers.prefix(settings.edits))
        let concept = group.reference
        var substitutions: [Substitution] = []
        switch (group.cause, group.isOfDecided) {
        case (.missingVariance, _), (.confusedConcept, false):
            substitutions = [.insert(concept, middle[truth][concept.number])]
        case (.confusedConcept, true):
            substitutions = [.remove(concept)]
            if let best = leadingConcept(of: truth, group) { substitutions.append(.replace(concept, by: best)) }
        case (.badStructure, false):
            substitutions = middle[truth][concept.number].map { [.move(concept, to: $0)] } ?? []
            substitutions += [.mirror, .insert(concept, middle[truth][concept.number])]
        case (.badStructure, true):
            substitutions = [.remove(concept), .mirror]
        }
        let control = control(for: concept, in: truth, decided)
        return try substitutions.map { one in
            try measure(
                one, control: control.flatMap(one.ofConcept), on: numbers, truth: truth, title: group.sentence, &shown)
        }.sorted { $0.corrected.value > $1.corrected.value }
    }

    /// What putting a suspect right in the errors that lack it corrects.
    func repair(of suspect: SuspectedBias, _ shown: inout [ConceptDiagnosis.Shown]) throws -> Repair? {
        let truth = suspect.position
        let lacking = tested.indices.filter {
            tested[$0].truth == truth && !tested[$0].isRight
                && tested[$0].has(suspect.trait, maxDistance: maxDistance) == false
        }
        guard !lacking.isEmpty else { return nil }
        let numbers = Array(lacking.prefix(settings.edits))
        let title = suspect.sentence
        switch suspect.trait {
        case .concept(let concept):
            let place = middle[truth][concept.number]
            let other = model.concepts[truth].indices.reversed().first { $0 != concept.number }
            return try measure(
                .insert(concept, place),
                control: other.map { .insert(.init(position: truth, number: $0), middle[truth][$0]) }, on: numbers,
                truth: truth, title: title, &shown)
        case .leftOf:
            return try measure(.mirror, control: nil, on: numbers, truth: truth, title: title, &shown)
        case .above(let concept, _):
            guard let place = middle[truth][concept.number] else { return nil }
            let other = model.concepts[truth].indices.reversed().first {
                !suspect.trait.concepts.map(\.number).contains($0)
            }
            return try measure(
                .move(concept, to: place),
                control: other.map { .move(.init(position: truth, number: $0), to: place) }, on: numbers, truth: truth,
                title: title, &shown)
        }
    }

    /// Some training pictures with a suspect, and where it is in them.
    func examples(of suspect: SuspectedBias, count: Int = 6) throws -> [SuspectedBias.Example] {
        let numbers = training.indices.filter {
            training[$0].truth == suspect.position && training[$0].has(suspect.trait, maxDistance: maxDistance) == true
        }
        return try numbers.prefix(count).map { number in
            let view = try explainer.view(trainingSources[number].image())
            let panel = try explainer.why(view, class: model.classes[suspect.position]).panels[0]
            return .init(
                picture: training[number].name, outlines: suspect.trait.concepts.map { panel.nodes[$0.number].outlines }
            )
        }
    }

    /// The concept of a class that most errors of the group lack most.
    private func leadingConcept(of truth: Int, _ group: ErrorGroup) -> ConceptEditor.Reference? {
        let lacking = model.concepts[truth].indices.map { number in
            group.numbers.count { tested[$0].distance[truth][number] > maxDistance[truth][number] }
        }
        return lacking.indices.max { (lacking[$0], -$0) < (lacking[$1], -$1) }.map {
            .init(position: truth, number: $0)
        }
    }

    /// A concept of the same class as another, to compare with: the one that matters least.
    private func control(for concept: ConceptEditor.Reference, in truth: Int, _ decided: Int) -> ConceptEditor
        .Reference?
    {
        model.concepts[concept.position].indices.reversed().first { $0 != concept.number }
            .map { .init(position: concept.position, number: $0) }
    }

    /// Makes a substitution in pictures and asks the classifier again.
    private func measure(
        _ substitution: Substitution, control: Substitution?, on numbers: [Int], truth: Int, title: String,
        _ shown: inout [ConceptDiagnosis.Shown]
    ) throws -> Repair {
        var (before, after, others): ([ConceptExplainer.View], [Image], [Image]) = ([], [], [])
        for number in numbers {
            let view = try view(number)
            before.append(view)
            after.append(try substitution.applied(to: view, editor))
            if let control { others.append(try control.applied(to: view, editor)) }
        }
        let corrected = try hits(after, truth)
        for place in corrected.indices.sorted(by: { corrected[$0] && !corrected[$1] }).prefix(2) {
            guard let decided = tested[numbers[place]].decided else { continue }
            shown.append(
                .init(
                    title: title, picture: tested[numbers[place]].name,
                    edit: try editor.edit(
                        substitution.editKind, substitution.concept ?? .init(position: truth, number: 0),
                        change: substitution.words(editor), from: before[place], to: after[place],
                        classes: [model.classes[truth], model.classes[decided]]),
                    before: before[place].image, after: after[place],
                    graph: try graph(of: before[place], truth: truth, decided: decided)))
        }
        let kept: Score? = try substitution == .mirror ? mirroredRight(truth) : nil
        return Repair(
            kind: substitution.kind, change: substitution.words(editor),
            corrected: .of("corrected", corrected),
            control: others.isEmpty ? nil : .of("corrected by the control", try hits(others, truth)), kept: kept)
    }

    /// Of pictures that are classified rightly, the fraction that stays so when mirrored.
    private func mirroredRight(_ truth: Int) throws -> Score? {
        let right = tested.indices.filter { tested[$0].truth == truth && tested[$0].isRight }.prefix(settings.edits)
        guard !right.isEmpty else { return nil }
        return .of("still right", try hits(right.map { try testedSources[$0].image().mirrored }, truth))
    }

    /// For each picture whether the classifier decides for a class.
    private func hits(_ images: [Image], _ position: Int) throws -> [Bool] {
        guard !images.isEmpty else { return [] }
        let tops = try explainer.classifier.scores(of: images).argmax(1).elements(as: Int64.self)
        return tops.map { Int($0) == model.classes[position] }
    }
}

extension ConceptGraph.Panel {
    /// Takes another panel's contributions for what is usual.
    fileprivate mutating func setUsual(_ mean: ConceptGraph.Panel) {
        for node in nodes.indices { nodes[node].usual = mean.nodes[node].contribution }
        for edge in edges.indices { edges[edge].usual = mean.edges[edge].contribution }
    }
}

extension Score {
    /// - Precondition: there is an outcome.
    fileprivate static func of(_ name: String, _ outcomes: [Bool]) -> Score {
        .proportion(name, hits: outcomes.count { $0 }, of: outcomes.count)
            ?? Score(name: name, value: 0, low: 0, high: 1, count: 0, direction: .higher)
    }
}
