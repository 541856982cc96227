/// The six full colours, which no grey and none of the others is mistaken for.
public enum FlatColor: String, Sendable, Hashable, CaseIterable {
    case red, green, blue, yellow, cyan, magenta

    /// Red, green and blue: 0 or 255.
    var levels: [UInt8] {
        switch self {
        case .red: [255, 0, 0]
        case .green: [0, 255, 0]
        case .blue: [0, 0, 255]
        case .yellow: [255, 255, 0]
        case .cyan: [0, 255, 255]
        case .magenta: [255, 0, 255]
        }
    }

    /// The channels that are full, and those that are empty.
    var channels: (full: [Int], empty: [Int]) {
        let full = levels.indices.filter { levels[$0] > 0 }
        return (full, levels.indices.filter { levels[$0] == 0 })
    }
}
