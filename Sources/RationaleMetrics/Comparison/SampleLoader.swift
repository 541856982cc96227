import Foundation
import RationaleCore
import RationaleData
import RationaleNetworks
import Synchronization

/// A sample in memory, or why there is none.
struct LoadedSample: Sendable {
    let index: Int
    let name: String
    let sample: Result<Sample, any Error>
}

/// Makes the samples of groups ahead of their use, on threads beside those of the network.
struct SampleLoader {
    private let made: Prefetcher<[LoadedSample]>
    private let spent: Spent

    /// Adds up the threads' times.
    private final class Spent: Sendable {
        let time = Mutex(Duration.zero)
    }

    /// Memory for samples that wait grows with the threads.
    private static let mostThreads = 8

    /// - Parameters:
    ///   - groups: the numbers of their samples; ``next()`` returns them in this order.
    ///   - source: asked on several threads at once.
    ///   - classifier: for which the samples are made.
    init(_ groups: [[Int]], of source: any SampleSource, for classifier: Classifier) {
        let threads = max(1, min(Self.mostThreads, ProcessInfo.processInfo.activeProcessorCount / 2, groups.count))
        let spent = Spent()
        self.spent = spent
        made = Prefetcher(ahead: 2 * threads, threads: threads) { number in
            guard groups.indices.contains(number) else { return [] }
            let start = ContinuousClock.now
            defer { spent.time.withLock { $0 += ContinuousClock.now - start } }
            return groups[number].map { index in
                LoadedSample(
                    index: index, name: source.name(of: index),
                    sample: Result { try source.sample(index, for: classifier) })
            }
        }
    }

    /// How long the threads have made samples, together, in seconds.
    var seconds: Double { spent.time.withLock { $0 } / .seconds(1) }

    /// The next group; waits until it is made.
    func next() throws -> [LoadedSample] { try made.next() }
}
