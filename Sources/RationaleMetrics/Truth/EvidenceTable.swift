import RationaleAviary

/// What one method's maps say about the scenes of a study, by scene and by explained class.
struct EvidenceTable: Sendable {
    /// A map that is needed.
    struct Request: Hashable, Sendable {
        let scene: Int
        let target: Int
    }

    private(set) var evidence: [Request: Evidence] = [:]

    mutating func add(_ found: Evidence, to request: Request) { evidence[request] = found }

    /// The maps that a study needs: of the class in the picture, of the one that the network sees, and where it is
    /// asked for, of the two that are contrasted.
    static func requests<World>(of study: SceneStudy<World>, withPairs: Bool) -> [Request] {
        study.scenes.indices.flatMap { scene in
            var targets = [study.scenes[scene].label]
            let prediction = study.responses[scene].prediction()
            if prediction != targets[0] { targets.append(prediction) }
            if withPairs, let pair = study.heldPair(scene) {
                for target in [pair.first, pair.second] where !targets.contains(target) { targets.append(target) }
            }
            return targets.map { Request(scene: scene, target: $0) }
        }
    }

    /// What has to be known to mark preservation and deletion.
    func changes<World>(of study: SceneStudy<World>, shares: [Double], _ form: MetricForm) -> [Set<SceneChange>] {
        study.scenes.indices.map { scene in
            let present = study.present[scene]
            let evidence = self[scene, study.responses[scene].prediction()]
            return Set(
                Set(shares.map { evidence.important(above: $0, form).parts }).flatMap { named in
                    [SceneChange.removing(present.subtracting(named)), .removing(present.intersection(named))]
                })
        }
    }

    /// Every metric of every scene.
    func marks<World>(of study: SceneStudy<World>, share: Double, _ form: MetricForm) -> SceneMarks {
        var marks = SceneMarks()
        for scene in study.scenes.indices {
            let responses = study.responses[scene]
            let visible = study.regions[scene].visibleParts
            let evidence = self[scene, responses.label]
            let named = evidence.important(above: share, form)
            let namedForPrediction = self[scene, responses.prediction()].important(above: share, form).parts
            var row: [TruthMetric: Double] = [:]
            // A network that sees another class need not have used the parts that make this one.
            if responses.isRight {
                row[.controlledCheck] = TruthProtocols.controlledCheck(
                    named: named.parts, sufficient: study.sufficient[scene])
            }
            row[.preservation] = TruthProtocols.preservation(
                named: namedForPrediction, present: study.present[scene], responses)
            row[.deletion] = TruthProtocols.deletion(
                named: namedForPrediction, present: study.present[scene], responses)
            row[.distractibility] = TruthProtocols.distractibility(
                named: named, visible: visible, distractors: study.scenes[scene].distractorCount, responses, form)
            row[.singleDeletion] = TruthProtocols.singleDeletion(
                evidence: visible.map { evidence.parts[$0] ?? 0 },
                drops: visible.map { responses.drop(.removing([$0]), ofClass: responses.label) }, form)
            if let pair = study.heldPair(scene), let first = self.evidence[.init(scene: scene, target: pair.first)],
                let second = self.evidence[.init(scene: scene, target: pair.second)]
            {
                row[.targetSensitivity] = TruthProtocols.targetSensitivity(pair, first: first, second: second)
            }
            marks.append(row)
        }
        return marks
    }

    private subscript(scene: Int, target: Int) -> Evidence {
        guard let found = evidence[Request(scene: scene, target: target)] else {
            preconditionFailure("no map of class \(target) in scene \(scene)")
        }
        return found
    }
}
