internal import CTorch
public import RationaleCore

/// Where a tensor lives and is computed on.
public struct Device: Hashable, Sendable, CustomStringConvertible {
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// LibTorch's own code (`c10::DeviceType`).
        public let rawValue: Int32

        public init(rawValue: Int32) { self.rawValue = rawValue }

        public static let cpu = Kind(rawValue: 0)
        public static let cuda = Kind(rawValue: 1)
        public static let mps = Kind(rawValue: 13)
        /// Shapes without elements: computes what a result would look like.
        public static let meta = Kind(rawValue: 14)
    }

    public let kind: Kind
    /// Which of several; -1 for the current one.
    public let index: Int

    public init(_ kind: Kind, index: Int = -1) {
        self.kind = kind
        self.index = index
    }

    public static let cpu = Device(.cpu)

    /// A device by its PyTorch name: `cpu`, `cuda`, `cuda:1`, `mps`; `nil` for anything else.
    public init?(_ name: String) {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        let kinds: [Substring: Kind] = ["cpu": .cpu, "cuda": .cuda, "mps": .mps]
        guard let kind = kinds[parts[0]], parts.count <= 2 else { return nil }
        guard parts.count == 2 else {
            self.init(kind)
            return
        }
        guard let index = Int(parts[1]), (0..<128).contains(index) else { return nil }
        self.init(kind, index: index)
    }

    /// Whether this machine and this LibTorch have it.
    public var isAvailable: Bool { ctorch_device_is_available(reference) }

    /// The fastest device here: CUDA, then MPS, then the CPU.
    public static var best: Device {
        [Device(.cuda), Device(.mps)].first(where: \.isAvailable) ?? .cpu
    }

    /// Waits until everything queued on the device is done.
    public func synchronize() throws(RationaleError) {
        try check { ctorch_synchronize(reference, &$0) }
    }

    public var description: String {
        let name =
            switch kind {
            case .cpu: "cpu"
            case .cuda: "cuda"
            case .mps: "mps"
            case .meta: "meta"
            default: "device\(kind.rawValue)"
            }
        return index < 0 ? name : "\(name):\(index)"
    }

    init(_ reference: CTorchDevice) {
        self.init(Kind(rawValue: reference.type), index: Int(reference.index))
    }

    var reference: CTorchDevice { CTorchDevice(type: kind.rawValue, index: Int32(index)) }
}
