import RationaleCore

extension ErrorGroup {
    /// `9 juncos are taken for finches (21 % of the errors): finch 2 is seen in them. Painting it over corrects 67 % (35 to 88 %) of
    /// them; the same with another concept 8 %.`
    var words: String {
        let what =
            switch cause {
            case .missingVariance: "\(concept) is not there as in the pictures that were learned from"
            case .badStructure: "\(concept) lies otherwise to the other concepts than usual"
            case .confusedConcept:
                isOfDecided ? "\(concept) is seen in them" : "\(concept) looks otherwise than usual"
            }
        let noun = count == 1 ? "picture" : "pictures"
        var text = "\(count) \(noun) of \(truth.name) \(count == 1 ? "is" : "are") taken for \(decided.name)"
        if let fraction { text += " (\(percent(fraction.value)) of the errors)" }
        text += ": \(what)."
        if let repair = repairs.first { text += " " + repair.words }
        return text
    }
}

extension SuspectedBias {
    /// The finding in plain words.
    public var sentence: String {
        var text = "Pictures of \(ofClass.name) are recognised \(with.errors == 0 ? "only " : "mostly ")\(condition): "
        text += "\(percent(training.value)) of the training pictures \(kind == .concept ? "show it" : "have it so"); "
        text += "of the tested ones \(with.errors) of \(with.pictures) with it are wrong, and "
        text += "\(without.errors) of \(without.pictures) without it."
        if let repair { text += " " + repair.words }
        return text
    }

    /// What to do.
    public var advice: String {
        switch kind {
        case .concept: "Add pictures of \(ofClass.name) without \(concepts[0])."
        case .leftOf: "Add pictures of \(ofClass.name) in which \(relation(reversed: true)), such as mirrored ones."
        case .above: "Add pictures of \(ofClass.name) in which \(relation(reversed: true))."
        }
    }

    private var condition: String {
        kind == .concept ? "with \(concepts[0]) (\(place))" : "where \(relation(reversed: false))"
    }

    private func relation(reversed: Bool) -> String {
        let side =
            kind == .leftOf
            ? (reversed ? "to the right of" : "to the left of") : (reversed ? "below" : "above")
        return "\(concepts[0]) lies \(side) \(concepts[1])"
    }
}

extension Repair {
    /// `Painting finch 2 over corrects 67 % (35 to 88 %) of 12; the same with another concept 8 %.`
    var words: String {
        var text =
            "\(change) corrects \(percent(corrected.value)) (\(percent(corrected.low)) to \(percent(corrected.high)))"
        text += " of \(corrected.count) pictures"
        if let control { text += "; the same with another concept \(percent(control.value))" }
        if let kept { text += "; \(percent(kept.value)) of \(kept.count) right ones stay right" }
        return text + "."
    }
}

private func percent(_ value: Double) -> String { "\(Int((100 * value).rounded())) %" }
