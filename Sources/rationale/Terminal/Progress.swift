/// How far a run is: a bar where a person watches, words elsewhere, nothing where that was asked for.
struct Progress {
    private let isQuiet: Bool
    /// Where the work at hand began: a resumed run does not begin at 0, and each step of a run begins anew.
    private var start: (done: Int, time: ContinuousClock.Instant)?
    private var last = 0

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    mutating func show(done: Int, total: Int, doing: String) {
        guard !isQuiet, total > 1 else { return }
        let now = ContinuousClock().now
        if start == nil || done < last { start = (done, now) }
        last = done
        var line = "\(done)/\(total) "
        if Terminal.isInteractive {
            let width = 24
            let filled = done * width / total
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
            line = "\(bar) \(line)\(remaining(done, total, now))"
        }
        StatusLine.show(line + doing)
    }

    /// Removes the bar, so that a result can be printed in its place.
    func clear() { StatusLine.clear() }

    private func remaining(_ done: Int, _ total: Int, _ now: ContinuousClock.Instant) -> String {
        guard let start, done > start.done, now - start.time >= .seconds(3) else { return "" }
        let left = Int((now - start.time) / .seconds(done - start.done) * Double(total - done))
        return left >= 60 ? "\(left / 60) min \(left % 60) s left · " : "\(left) s left · "
    }
}
