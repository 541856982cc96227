import Foundation

/// How far a run is: a bar where a person watches, lines elsewhere, nothing where that was asked for.
struct Progress {
    private let isQuiet: Bool
    /// Where the work at hand began: a resumed run does not begin at 0, and each step of a run begins anew.
    private var start: (done: Int, time: ContinuousClock.Instant)?
    private var last = 0
    private var lastLine = ContinuousClock().now
    private var isShown = false

    /// Lines come no more often than this.
    private static let pause = Duration.seconds(10)

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    mutating func show(done: Int, total: Int, doing: String) {
        guard !isQuiet, total > 1 else { return }
        let now = ContinuousClock().now
        if start == nil || done < last { start = (done, now) }
        last = done
        if Terminal.isInteractive {
            let width = 24
            let filled = done * width / total
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
            let line = " \(bar) \(done)/\(total) \(remaining(done, total, now))\(doing)"
            Terminal.write("\r\u{1B}[2K" + line.prefix(Terminal.columns - 1), to: .standardError)
            isShown = true
        } else if now - lastLine > Self.pause {
            Terminal.note("\(done)/\(total) \(doing)")
            lastLine = now
        }
    }

    /// Removes the bar, so that a result can be printed in its place.
    mutating func clear() {
        guard isShown else { return }
        Terminal.write("\r\u{1B}[2K", to: .standardError)
        isShown = false
    }

    private func remaining(_ done: Int, _ total: Int, _ now: ContinuousClock.Instant) -> String {
        guard let start, done > start.done, now - start.time >= .seconds(3) else { return "" }
        let left = Int((now - start.time) / .seconds(done - start.done) * Double(total - done))
        return left >= 60 ? "\(left / 60) min \(left % 60) s left · " : "\(left) s left · "
    }
}
