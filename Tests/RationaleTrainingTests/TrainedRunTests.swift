import Foundation
import RationaleCore
import RationaleTraining
import Testing

@Suite struct TrainedRunTests {
    private func folder() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "trained-run-\(UUID().uuidString)")
    }

    @Test func `a folder tells its settings, its best step and its log`() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = TrainingSettings(.steps(6))
        settings.evaluationInterval = 2
        settings.logInterval = 3
        settings.batchSize = 4
        let task = Parabola(evaluations: [5, 5, 2, 2, 9, 9])
        _ = try Trainer(task, settings, folder: folder).run()
        #expect(TrainedRun.isIn(folder))
        let run = try TrainedRun(in: folder)
        #expect(run.steps == 6)
        #expect(run.best?.step == 4 && run.best?.value == 2)
        #expect(run.evaluations.map(\.step) == [2, 4, 6])
        #expect(run.evaluations.map { $0.evaluation?["said"] } == [5, 2, 9])
        #expect(run.settings["settings.batchSize"] == "4" && run.settings["task.task"] == "parabola")
        #expect(!run.settings.keys.contains { $0.hasSuffix("shape") })
    }

    @Test func `half a line is passed over, and a folder without a log is refused`() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: RationaleError.self) { try TrainedRun(in: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(#"{"step":3,"training":{"loss":1.5}}\#n{"step":6,"trai"#.utf8).write(
            to: folder.appending(path: "log.jsonl"))
        let run = try TrainedRun(in: folder)
        #expect(run.steps == 3 && run.best == nil && run.settings.isEmpty)
    }
}
