import Foundation
import RationaleAviary
public import RationaleCore
import RationaleImaging

/// Overviews of an aviary that can be asked for by name.
public enum AviarySheet: String, CaseIterable, Sendable {
    /// Every species once.
    case species
    /// One species in many scenes.
    case scenes
    /// One scene with parts, distractors and background changed.
    case interventions
    /// Scenes and the masks of their parts.
    case masks

    /// The overview of a name.
    ///
    /// - Throws: `usage`, with the nearest name.
    public init(named name: String) throws(RationaleError) {
        try self.init(name, for: "--sheet")
    }

    /// The sides of pictures with which every sheet, also that of the most species, can be drawn.
    public static let sides = 32...1024

    /// Draws the overview into a file.
    ///
    /// - Parameters:
    ///   - path: a name that ends in .png, .jpg or .jpeg.
    ///   - side: of each picture, in pixels.
    ///   - seed: of the scenes; the species of `scenes` is drawn from it, too.
    ///   - speciesCount: as in `DataSetOptions`.
    /// - Throws: `usage` for a number out of range or another extension; `cannotWrite`, naming the file and why.
    public func write(to path: String, side: Int, seed: UInt64, speciesCount: Int? = nil) throws(RationaleError) {
        guard Self.sides.contains(side) else {
            throw RationaleError(
                .usage,
                "--side \(side): expected \(Self.sides.lowerBound) to \(Self.sides.upperBound) for the pictures of a sheet"
            )
        }
        var options = DataSetOptions(format: .folder)
        options.seed = seed
        options.speciesCount = speciesCount
        let aviary = try options.aviary()
        let picture =
            switch self {
            case .species: try ContactSheet.species(of: aviary, side: side, seed: seed)
            case .scenes:
                try ContactSheet.scenes(
                    of: aviary, species: aviary.scene(seed: seed).species, count: 32, side: side, seed: seed)
            case .interventions: try ContactSheet.interventions(of: aviary, seed: seed, side: side)
            case .masks: try ContactSheet.masks(of: aviary, seed: seed, side: side)
            }
        try picture.write(to: URL(fileURLWithPath: path))
    }
}
