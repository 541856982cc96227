import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// What holds for a method beyond what holds for all.
struct MethodProperties: OptionSet {
    let rawValue: Int

    /// The map of a difference of classes is the difference of their maps.
    static let linearInTarget = MethodProperties(rawValue: 1)
    /// The map is computed from the scores, so that a network with constant scores gets a degenerate one.
    static let dependsOnScores = MethodProperties(rawValue: 2)
    /// Draws random numbers.
    static let random = MethodProperties(rawValue: 4)
}

/// Checks everything that must hold for any method: one line in ``ConformanceTests`` for each.
///
/// - Parameter tolerance: how far maps may differ that should be equal up to rounding, relative to their largest value.
func checkAttributionMethod(
    _ method: some AttributionMethod, _ properties: MethodProperties, tolerance: Double = 1e-5
) throws {
    let classifier = try Golden.classifier("cnn").prepared()
    let pictures = try Golden.pictures()
    let check = MethodCheck(
        method: method, classifier: classifier, pictures: pictures, properties: properties, tolerance: tolerance)
    let whole = try method.attribute(pictures, in: classifier)
    try check.describesItself(whole)
    try check.batchesAndChunksDoNotMatter(whole)
    try check.sameSeedSameBytes(whole)
    try check.targetsAreWhatTheyAreCalled(whole)
    if properties.contains(.linearInTarget) { try check.isLinearInTheTarget() }
    if properties.contains(.dependsOnScores) { try check.saysSoWhereScoresAreConstant() }
}

private struct MethodCheck<Method: AttributionMethod> {
    let method: Method
    let classifier: Classifier
    let pictures: Tensor
    let properties: MethodProperties
    let tolerance: Double

    private var name: Comment { "\(Method.identifier)" }

    func describesItself(_ whole: [Attribution]) throws {
        #expect(Method.identifier.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, name)
        #expect(!Method.summary.isEmpty && !Method.summary.contains("\n"), name)
        #expect(!method.unit.text(for: .softmax).isEmpty, name)
        #expect((method.seed != nil) == properties.contains(.random), name)
        #expect(whole.count == 2, name)
        for attribution in whole {
            #expect(attribution.method == Method.identifier, name)
            #expect(attribution.unit == method.unit.text(for: classifier.scoring), name)
            #expect(attribution.settings == method.settings, name)
            #expect(attribution.seed == method.seed, name)
            #expect(attribution.map.degeneracy == nil, name)
            #expect(attribution.layer == nil || attribution.layerReason != nil, name)
            #expect(method.isSigned || attribution.map.values.allSatisfy { $0 >= 0 }, name)
            let file = FileManager.default.temporaryDirectory.appending(
                path: "rationale-\(UUID().uuidString).safetensors")
            defer { try? FileManager.default.removeItem(at: file) }
            try attribution.write(to: file)
            #expect(try Attribution(contentsOf: file) == attribution, name)
        }
    }

    func batchesAndChunksDoNotMatter(_ whole: [Attribution]) throws {
        let alone = try (0..<2).map {
            try method.attribute(pictures.slice(0, $0..<$0 + 1), in: classifier)[0]
        }
        expectEqual(alone, whole)
        let chunked = try method.attribute(pictures, in: classifier, budget: MemoryBudget(bytes: 1))
        expectEqual(chunked, whole)
        let pairs = try method.attribute(
            pictures, in: classifier, budget: MemoryBudget(bytes: 1 << 40, largestChunk: 3))
        expectEqual(pairs, whole)
    }

    func sameSeedSameBytes(_ whole: [Attribution]) throws {
        #expect(try method.attribute(pictures, in: classifier) == whole, name)
    }

    func targetsAreWhatTheyAreCalled(_ whole: [Attribution]) throws {
        let top = whole.map(\.target.index)
        #expect(whole.map(\.target.label) == top.map { "class \($0)" }, name)
        expectEqual(try method.attribute(pictures, targets: top.map(Target.index), in: classifier), whole)
        expectEqual(try method.attribute(pictures, targets: top.map { .label("Class \($0)") }, in: classifier), whole)
        let other = try method.attribute(pictures, targets: [.index(top[0] == 1 ? 2 : 1)], in: classifier)
        #expect(!properties.contains(.dependsOnScores) || other[0].map != whole[0].map, name)
        let error = #expect(throws: RationaleError.self) {
            try method.attribute(pictures, targets: [.index(10)], in: classifier)
        }
        #expect(error?.code == .usage, name)
    }

    func isLinearInTheTarget() throws {
        let classifier = try Golden.classifier("cnn")
        func maps(_ target: Target) throws -> [Attribution] {
            try method.attribute(pictures, targets: [target], in: classifier)
        }
        let both = try maps(.difference(.index(2), insteadOf: .index(5)))
        for (difference, (first, second)) in zip(both, zip(try maps(.index(2)), try maps(.index(5)))) {
            let expected = zip(first.map.values, second.map.values).map { $0 - $1 }
            let scale = max(first.map.values.largestMagnitude, second.map.values.largestMagnitude)
            let error = zip(difference.map.values, expected).map { abs($0 - $1) }.max()!
            #expect(Double(error / scale) < tolerance, name)
            #expect(difference.target.insteadOf == 5, name)
        }
    }

    func saysSoWhereScoresAreConstant() throws {
        var silent = classifier
        silent.network.weights = classifier.network.weights.mapValues(\.zerosLike)
        for attribution in try method.attribute(pictures, in: silent) {
            #expect(attribution.map.degeneracy != nil, name)
            #expect(attribution.warnings.contains { $0.hasPrefix("degenerate") }, name)
        }
    }

    private func expectEqual(_ found: [Attribution], _ expected: [Attribution]) {
        #expect(found.count == expected.count, name)
        for (found, expected) in zip(found, expected) {
            let error = zip(found.map.values, expected.map.values).map { abs($0 - $1) }.max() ?? .infinity
            #expect(Double(error / expected.map.values.largestMagnitude) < tolerance, name)
            #expect(found.target == expected.target, name)
            #expect(found.warnings.count == expected.warnings.count, name)
        }
    }
}

extension [Float] {
    var largestMagnitude: Float { map(abs).max() ?? 0 }
}
