/// Colours a finished drawing by the light of its scene, each channel by a table of 256 levels.
struct Lamp {
    private let red: [UInt8]
    private let green: [UInt8]
    private let blue: [UInt8]

    init(_ light: Light) {
        func table(_ gain: Double) -> [UInt8] {
            (0..<256).map { UInt8(min(255, (Double($0) * gain * light.brightness).rounded())) }
        }
        red = table(1 + 0.05 * light.warmth)
        green = table(1 + 0.01 * light.warmth)
        blue = table(1 - 0.08 * light.warmth)
    }

    /// Pixels as 0x00RRGGBB to three bytes each.
    func light(_ colors: UnsafeBufferPointer<UInt32>, into result: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        red.withUnsafeBufferPointer { red in
            green.withUnsafeBufferPointer { green in
                blue.withUnsafeBufferPointer { blue in
                    var index = start
                    for color in colors {
                        result[index] = red[Int(color >> 16 & 255)]
                        result[index + 1] = green[Int(color >> 8 & 255)]
                        result[index + 2] = blue[Int(color & 255)]
                        index += 3
                    }
                }
            }
        }
    }
}
