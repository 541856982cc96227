import Foundation
import RationaleCore
import RationaleWorkbench

/// A run that explains one picture of the repository to a small network.
enum SmallRun {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// - Parameter change: of the options; without it the image centre explains.
    static func explain(
        in scratch: Scratch, _ existing: ExistingOutput = .refuse, change: (inout ExplainOptions) -> Void = { _ in }
    ) throws -> ExplainResult {
        var options = ExplainOptions()
        options.input = [tests.appending(path: "RationaleImagingTests/Golden/Pictures/rgb.png").path]
        options.model = tests.appending(path: "RationaleAttributionTests/Golden/cnn.pt2").path
        options.method = ["centre"]
        options.threads = 1
        options.output = scratch.path("run")
        change(&options)
        return try ExplainRun(options, command: ["rationale"], existing: existing).run()
    }
}
