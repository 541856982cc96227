import GRDB
import RationaleCore

/// A row of the table `explanation`.
struct StoredExplanation: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "explanation"

    var input: Int64
    var method: String
    var layer: String?
    var target: Int
    var targetLabel: String?
    var targetProbability: Double?
    var insteadOf: Int?
    var change: String?
    var map: String?
    var overlay: String?
    var unit: String
    var seed: String?
    var seconds: Double
    var convergenceGap: Double?
    var warnings: [String]
    var settings: [String: String]
    var stages: [StageResult]?
    var errorCode: String?
    var errorMessage: String?
    var errorHint: String?

    init(_ result: ExplanationResult, of input: Int64, in folder: String) {
        func relative(_ path: String) -> String {
            path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
        }
        self.input = input
        method = result.method
        layer = result.layer
        target = result.target.index
        targetLabel = result.target.label
        targetProbability = result.targetProbability.map(Double.init)
        insteadOf = result.target.insteadOf
        change = result.target.change?.rawValue
        map = result.map.map(relative)
        overlay = result.overlay.map(relative)
        unit = result.unit
        seed = result.seed.map { "\($0)" }
        seconds = result.seconds
        convergenceGap = result.convergenceGap
        warnings = result.warnings
        settings = result.settings
        stages = result.stages.isEmpty ? nil : result.stages
        errorCode = result.failure?.code
        errorMessage = result.failure?.message
        errorHint = result.failure?.hint
    }

    func result(in folder: String) -> ExplanationResult {
        ExplanationResult(
            method: method, layer: layer,
            target: ExplainedTarget(
                index: target, label: targetLabel, insteadOf: insteadOf,
                change: change.flatMap(ExplainedTarget.Change.init)),
            map: map.map { "\(folder)/\($0)" }, overlay: overlay.map { "\(folder)/\($0)" }, unit: unit,
            seed: seed.flatMap { UInt64($0) }, seconds: seconds, warnings: warnings,
            stages: stages ?? [], failure: Failure(code: errorCode, message: errorMessage, hint: errorHint),
            targetProbability: targetProbability.map { Float($0) }, convergenceGap: convergenceGap, settings: settings)
    }
}
