import RationaleCore
import RationaleTorch

/// Where and how precisely a network computes, as a person names it.
enum DeviceChoice {
    /// - Parameter localRank: of a process that shares its machine's GPUs with others, each of which gets its own; `nil`
    ///   for a process by itself.
    static func device(_ name: String, localRank: Int? = nil) throws(RationaleError) -> Device {
        guard var device = name == "auto" ? .best : Device(name) else {
            throw RationaleError(
                .usage, "there is no device '\(name)'",
                hint: "Use auto, cpu, cuda (or cuda:1 for the second of several) or mps.")
        }
        if let localRank, device.kind == .cuda, device.index < 0 { device = Device(.cuda, index: localRank) }
        guard device.isAvailable else {
            throw RationaleError(
                .unavailable, "the device \(device) is not available here",
                hint: localRank == nil
                    ? "Use --device auto for the fastest that is, or --device cpu."
                    : "Start as many processes as there are GPUs; where each sees only its own, use --device cuda:0.")
        }
        return device
    }

    static func precision(_ name: String) throws(RationaleError) -> DType {
        switch name {
        case "float32": return .float32
        case "bfloat16": return .bfloat16
        default:
            throw RationaleError(
                .usage, "there is no precision '\(name)'", hint: "Use float32, or bfloat16 (less exact).")
        }
    }
}
