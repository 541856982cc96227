import Foundation
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch

/// What `rationale demo` shows: a network and pictures that it makes itself, explained by every method.
public struct Demo: Sendable {
    /// The folder that it writes.
    public let output: String
    public let seed: UInt64

    /// A step of it, for a person who waits.
    public enum Event: Sendable {
        case training(part: Double)
        case trained(accuracy: Double, seconds: Double)
        case explaining(ExplainRun.Event)
    }

    /// What it made.
    public struct Result: Sendable {
        public let run: ExplainResult
        /// The trained network, to go on with.
        public let model: String
        public let pictures: [String]
    }

    public init(output: String = "rationale-output/demo", seed: UInt64 = 7) {
        self.output = output
        self.seed = seed
    }

    /// Trains, draws, explains and writes the report; about ten seconds.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    public func run(isCancelled: @escaping @Sendable () -> Bool = { false }, report: (Event) throws -> Void = { _ in })
        throws -> Result
    {
        let pictures = "\(output)/pictures"
        let model = "\(output)/scenes.safetensors"
        try RunFolder.make(pictures)
        // So small a network is computed fastest by one thread; others would only wait for each other.
        let threads = LibTorch.threads
        LibTorch.setThreads(1)
        defer { LibTorch.setThreads(threads) }
        let clock = ContinuousClock()
        let start = clock.now
        var training = SceneTraining()
        training.seed = seed
        let (network, accuracy) = try training.run { part in
            if isCancelled() { throw RationaleError(.interrupted, "the demo was interrupted") }
            try report(.training(part: part))
        }
        let own = OwnModel(
            architecture: SceneNetwork.architectureName, classes: SceneObject.Kind.all.count, labels: network.labels,
            preprocessing: network.preprocessing)
        try own.write(network, to: URL(fileURLWithPath: model))
        try report(.trained(accuracy: accuracy, seconds: (clock.now - start).seconds))

        var paths: [String] = []
        // Seeds that training does not reach.
        let scenes = [
            ("red-star", Scene(.init(.red, .star), seed: 0xA001)),
            ("blue-disc", Scene(.init(.blue, .disc), seed: 0xA002)),
            ("both", Scene(.init(.green, .star), beside: .init(.red, .disc), seed: 0xA003)),
        ]
        for (name, scene) in scenes {
            let path = "\(pictures)/\(name).png"
            try scene.image(side: 320).write(to: URL(fileURLWithPath: path))
            paths.append(path)
        }
        var options = ExplainOptions()
        options.input = paths
        options.model = model
        options.method = ["all"]
        options.masks = 1000
        options.samples = 25
        options.seed = seed
        options.output = "\(output)/run"
        let command =
            ["rationale", "explain"] + paths
            + ["--model", model, "--method", "all", "--masks", "1000", "--samples", "25", "--seed", "\(seed)"]
        let run = try ExplainRun(options, command: command, existing: .overwrite)
        let result = try run.run(isCancelled: isCancelled) { try report(.explaining($0)) }
        return Result(run: result, model: model, pictures: paths)
    }
}
