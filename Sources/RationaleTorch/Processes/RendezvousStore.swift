internal import CTorch
import Foundation
import RationaleCore

/// A few counters by name that all processes of a group see while they find each other.
final class RendezvousStore {
    let reference: CTorchStore

    /// Serves the store, or connects to it, trying until `timeout` is over.
    init(at environment: WorkerEnvironment, timeout: Duration) throws(RationaleError) {
        let serves = environment.rank == 0 && !environment.storeIsServed
        // An agent's store outlives a failed attempt, and holds what the agents say to each other.
        let prefix = "rationale/attempt/\(environment.attempt)"
        var result = CTorchStore()
        do {
            try check {
                ctorch_store_open(
                    environment.host, UInt16(environment.port), serves, prefix, timeout.milliseconds, &result, &$0)
            }
        } catch {
            let place = "\(environment.host):\(environment.port)"
            throw RationaleError(
                .unavailable,
                serves
                    ? "rank 0 cannot serve the group at \(place): \(error.message.plainReason). "
                        + "MASTER_ADDR must be this machine and MASTER_PORT a free port"
                    : "rank \(environment.rank) of \(environment.size) found nobody at \(place) within "
                        + "\(timeout.words): is rank 0 running, and is this the right MASTER_ADDR and MASTER_PORT?",
                hint: WorkerEnvironment.howToStart)
        }
        reference = result
    }

    deinit { ctorch_store_free(reference) }

    func add(_ amount: Int, to key: String) throws(RationaleError) -> Int {
        var sum: Int64 = 0
        try check { ctorch_store_add(reference, key, Int64(amount), &sum, &$0) }
        return Int(sum)
    }

    func has(_ key: String) throws(RationaleError) -> Bool {
        var has = false
        try check { ctorch_store_has(reference, key, &has, &$0) }
        return has
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }

    /// For messages: `60 s`, `0.5 s`.
    var words: String {
        let milliseconds = self.milliseconds
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(Double(milliseconds) / 1000) s"
    }
}

extension String {
    /// What Gloo and c10d say, without the place in their sources, the advice and the final full stop.
    var plainReason: String {
        var reason = self[...]
        if reason.hasPrefix("["), let end = reason.range(of: "] ") { reason = reason[end.upperBound...] }
        if let advice = reason.range(of: ". This is typically") { reason = reason[..<advice.lowerBound] }
        while let last = reason.last, ".!\n ".contains(last) { reason.removeLast() }
        return String(reason)
    }
}
