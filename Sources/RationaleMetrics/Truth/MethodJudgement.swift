import RationaleAttribution
import RationaleCore

/// The evidence that one method finds in all scenes, and the share above which it counts.
struct MethodJudgement: Sendable {
    let method: String
    private(set) var tested = EvidenceTable()
    private(set) var calibration = EvidenceTable()
    var share = EvidenceShare.candidates[0]
    private(set) var degenerateMaps = 0
    private(set) var maps = 0
    private(set) var seconds = 0.0

    /// How many maps are asked for at once; a method divides them further where memory is short.
    private static var batch: Int { 16 }

    /// Explains every scene of two studies.
    init<World>(
        _ method: any AttributionMethod, _ tested: SceneStudy<World>, _ calibration: SceneStudy<World>,
        progress: (Int, Int) -> Void
    ) throws {
        self.method = type(of: method).identifier
        let requests = EvidenceTable.requests(of: tested, withPairs: true)
        let others = EvidenceTable.requests(of: calibration, withPairs: false)
        let all = requests.count + others.count
        let start = ContinuousClock().now
        self.tested = try explain(requests, of: tested, by: method) { progress($0, all) }
        self.calibration = try explain(others, of: calibration, by: method) { progress(requests.count + $0, all) }
        maps = all
        seconds = (ContinuousClock().now - start) / .seconds(1)
    }

    private mutating func explain<World>(
        _ requests: [EvidenceTable.Request], of study: SceneStudy<World>, by method: any AttributionMethod,
        progress: (Int) -> Void
    ) throws -> EvidenceTable {
        var table = EvidenceTable()
        for start in stride(from: 0, to: requests.count, by: Self.batch) {
            let part = requests[start..<min(start + Self.batch, requests.count)]
            let found = try method.attribute(
                try study.input(part.map(\.scene)), targets: part.map { .index($0.target) }, in: study.classifier)
            for (request, attribution) in zip(part, found) {
                if attribution.map.degeneracy != nil { degenerateMaps += 1 }
                table.add(Evidence(attribution.map, in: study.regions[request.scene]), to: request)
            }
            progress(start + part.count)
        }
        return table
    }
}
