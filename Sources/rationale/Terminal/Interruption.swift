import Foundation
import Synchronization

/// Ctrl-C: once to stop after what is being computed, twice to stop at once.
enum Interruption {
    /// The exit status of a process that was interrupted: 128 and the number of the signal.
    static let status: Int32 = 130

    /// When it was first asked for, in milliseconds of a clock that began before the process; 0 for never.
    private static let first = Atomic<Int>(0)

    /// Signals closer together are one: a program that stops another may tell both it and its group.
    private static let together = 200

    static var happened: Bool { first.load(ordering: .relaxed) > 0 }

    /// What a signal does; only what a handler may do.
    private static func note() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let now = max(1, time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
        let (isFirst, before) = first.compareExchange(expected: 0, desired: now, ordering: .relaxed)
        if !isFirst, now - before > together { _exit(status) }
    }

    static func install() {
        signal(SIGINT) { _ in Interruption.note() }
        // What is finished is kept there too.
        signal(SIGTERM) { _ in Interruption.note() }
        // Who started this process may have had them blocked, and that is inherited.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        sigprocmask(SIG_UNBLOCK, &signals, nil)
        signal(SIGPIPE, SIG_IGN)
        // A file beyond the limit of the shell is a write that failed, not an end without a word.
        signal(SIGXFSZ, SIG_IGN)
    }
}
