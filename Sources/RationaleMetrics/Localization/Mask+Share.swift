import RationaleCore

extension Mask {
    /// The part of the picture that lies inside.
    var share: Double { Double(area) / Double(max(1, bits.count)) }
}
