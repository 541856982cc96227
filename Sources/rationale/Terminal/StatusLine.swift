import Foundation
import RationaleAttribution
import Synchronization

/// The line that says how far a run is: written over where a person watches, one every ten seconds elsewhere.
enum StatusLine {
    private struct State {
        var text = ""
        var isShown = false
        var last = ContinuousClock().now
    }

    private static let state = Mutex(State())
    private static let pause = Duration.seconds(10)
    private static let erase = "\r\u{1B}[2K"

    static func show(_ text: String) { update { $0.text = text } }

    /// Says what a part of the run does, behind what was shown last.
    static func show(detail: String) { update(detail: detail) { _ in } }

    /// Removes the line, so that a result can be printed in its place.
    static func clear() {
        state.withLock { state in
            if state.isShown { Terminal.write(erase, to: .standardError) }
            state.text = ""
            state.isShown = false
        }
    }

    private static func update(detail: String? = nil, _ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            let line = [state.text, detail ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
            let now = ContinuousClock().now
            if Terminal.isInteractive {
                Terminal.write("\(erase) \(line.prefix(Terminal.columns - 2))", to: .standardError)
                state.isShown = true
            } else if now - state.last > pause {
                Terminal.note(line)
                state.last = now
            }
        }
    }
}

extension MethodProgress {
    /// On the line that says how far the run is.
    static let shown = MethodProgress { stage, part in StatusLine.show(detail: "\(stage) \(Int(100 * part)) %") }
}
