import Foundation
import Synchronization

/// Watches the reader at work: says which input it was when one crashes, and ends the process when one takes too long
/// or memory grows beyond the limit.
enum Watch {
    private static let iteration = Atomic<Int>(-1)
    private static let startedAt = Atomic<UInt64>(0)
    /// What a signal handler can print without allocating: "reader jpeg, seed 1, iteration ".
    nonisolated(unsafe) private static var prefix: UnsafeMutablePointer<CChar>?

    /// Starts watching one reader; called from the thread that reads.
    static func begin(reader: String, seed: UInt64) {
        free(prefix)
        prefix = strdup("rationale-fuzz: reader \(reader), seed \(seed), iteration ")
    }

    static func enter(_ number: Int) {
        iteration.store(number, ordering: .relaxed)
        startedAt.store(DispatchTime.now().uptimeNanoseconds, ordering: .releasing)
    }

    static func leave() { startedAt.store(0, ordering: .releasing) }

    /// Installs the handlers and starts the thread that looks at the clock and at the memory.
    static func start(secondsPerInput: Double, megabytes: Int) {
        for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE] {
            signal(number) { number in
                Watch.say(" crashed the reader\n")
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        let limit = UInt64(secondsPerInput * 1e9)
        Thread.detachNewThread {
            while true {
                Thread.sleep(forTimeInterval: 0.05)
                let started = startedAt.load(ordering: .acquiring)
                let now = DispatchTime.now().uptimeNanoseconds
                if started != 0, now > started, now - started > limit {
                    say(" took too long\n")
                    _exit(70)
                }
                if peakMegabytes > megabytes {
                    say(" needed too much memory\n")
                    _exit(70)
                }
            }
        }
    }

    /// The largest resident memory of this process so far.
    static var peakMegabytes: Int {
        var usage = rusage()
        #if os(Linux)
            getrusage(CInt(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss >> 10
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss >> 20
        #endif
    }

    /// Safe in a signal handler: nothing is allocated.
    private static func say(_ ending: StaticString) {
        if let prefix { _ = write(STDERR_FILENO, prefix, strlen(prefix)) }
        var number = max(0, iteration.load(ordering: .relaxed))
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var position = 20
            repeat {
                position -= 1
                digits[position] = UInt8(48 + number % 10)
                number /= 10
            } while number > 0
            _ = write(STDERR_FILENO, digits.baseAddress! + position, 20 - position)
        }
        _ = write(STDERR_FILENO, ending.utf8Start, ending.utf8CodeUnitCount)
    }
}
