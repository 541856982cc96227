import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// How much memory explanations take, each in a process of its own, where no other test takes any. Linux only:
/// elsewhere, nothing tells a process's peak and lets it be reset.
@Suite(.serialized, .enabled(if: ResidentMemory.isKnown))
struct MemoryTests {
    /// The mean of each squared channel, weighted: next to nothing to compute on pictures of any size.
    private static func classifier(side: Int) -> Classifier {
        AnalyticNetwork.classifier(
            shape: [3, side, side], weights: AnalyticNetwork.numbers([2, 3], seed: 1, dtype: .float32)
        ) { builder, x in
            let squared = builder.call("aten::mul.Tensor", .value(x), .value(x))
            let active = builder.call("aten::relu", .value(squared))
            let pooled = builder.call("aten::mean.dim", .value(active), .constant(.ints([2, 3])))
            return builder.scores(of: pooled, features: 3, classes: 2)
        }
    }

    /// 256 gradients of 1.7 MiB would be 432 MiB.
    @Test func integratedGradientsPeakDoesNotDependOnTheSteps() async {
        await #expect(processExitsWith: .success) {
            let classifier = Self.classifier(side: 384)
            let picture = AnalyticNetwork.numbers([1, 3, 384, 384], seed: 2, dtype: .float32)
            func peak(steps: Int) throws -> Int {
                try ResidentMemory.resetPeak()
                let before = try ResidentMemory.now()
                let budget = MemoryBudget(bytes: 1 << 40, largestChunk: 2)
                let map = try IntegratedGradients(steps: steps).attribute(picture, in: classifier, budget: budget)
                #expect(map[0].map.degeneracy == nil)
                return try ResidentMemory.peak() - before
            }
            // Enough for every thread of LibTorch to have its part of the heap, and too little to hide 256 gradients.
            _ = try peak(steps: 16)
            let few = try peak(steps: 4)
            let many = try peak(steps: 256)
            #expect(many - few < 32 << 20, "\(few >> 20) MiB for 4 steps, \(many >> 20) MiB for 256")
        }
    }

    /// 1000 forgotten gradients of 108 KiB would be 105 MiB.
    @Test func residentMemoryIsFlatOverAThousandExplanations() async {
        await #expect(processExitsWith: .success) {
            let classifier = Self.classifier(side: 96)
            let picture = AnalyticNetwork.numbers([1, 3, 96, 96], seed: 2, dtype: .float32)
            let methods: [any AttributionMethod] = [
                Gradient(), InputTimesGradient(), IntegratedGradients(steps: 2), SmoothGrad(samples: 2),
                GuidedBackpropagation(),
            ]
            func explain(_ count: Int) throws {
                for index in 0..<count { _ = try methods[index % methods.count].attribute(picture, in: classifier) }
            }
            try explain(100)
            let before = try ResidentMemory.now()
            try explain(1000)
            let growth = try ResidentMemory.now() - before
            #expect(growth < 32 << 20, "\(growth >> 20) MiB")
        }
    }
}

/// This process's memory, as Linux counts it, in bytes.
private enum ResidentMemory {
    private static let status = "/proc/self/status"
    static var isKnown: Bool { FileManager.default.fileExists(atPath: status) }

    static func now() throws -> Int { try value("VmRSS:") }
    static func peak() throws -> Int { try value("VmHWM:") }

    /// Lets the peak start again from now.
    static func resetPeak() throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "/proc/self/clear_refs"))
        try file.write(contentsOf: Data("5".utf8))
        try file.close()
    }

    private static func value(_ name: String) throws -> Int {
        let text = try String(contentsOfFile: status, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(name) })
        return try #require(line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first) * 1024
    }
}
