import RationaleCore
import RationaleTorch

/// Where and how precisely a network computes, as a person names it.
enum DeviceChoice {
    static func device(_ name: String) throws(RationaleError) -> Device {
        if name == "auto" { return .best }
        guard let device = Device(name) else {
            throw RationaleError(
                .usage, "there is no device '\(name)'",
                hint: "Use auto, cpu, cuda (or cuda:1 for the second of several) or mps.")
        }
        guard device.isAvailable else {
            throw RationaleError(
                .unavailable, "the device \(name) is not available here",
                hint: "Use --device auto for the fastest that is, or --device cpu.")
        }
        return device
    }

    static func precision(_ name: String) throws(RationaleError) -> DType {
        switch name {
        case "float32": return .float32
        case "bfloat16": return .bfloat16
        default:
            throw RationaleError(
                .usage, "there is no precision '\(name)'", hint: "Use float32, or bfloat16 (faster, less exact).")
        }
    }
}
