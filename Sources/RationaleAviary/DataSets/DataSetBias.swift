internal import RationaleCore

/// Something that goes along with the species in the training pictures of a data set, and with nothing in the others.
///
/// A network that learns from such pictures may take it for the species: a shortcut, whose place is known. Pictures for validation
/// are the same as without it.
///
/// *Source:* Sagawa, Koh, Hashimoto and Liang (2020), "Distributionally robust neural networks for group shifts", ICLR, section 4.1
/// (birds before land and water). Departs from it in that no training picture is an exception.
public enum DataSetBias: String, CaseIterable, Codable, Sendable {
    /// Each species is only ever seen before one kind of background.
    case background
    /// Each species is only ever seen facing one way: by turns to the right and to the left.
    case pose

    /// The scene as the bias has it.
    ///
    /// - Parameters:
    ///   - scene: of a bird.
    ///   - number: of its species among those with the bias, from 0.
    ///   - seed: decides which kinds of background are whose; ten species have different ones.
    func biased(_ scene: Scene, number: Int, seed: UInt64) -> Scene {
        switch self {
        case .background:
            var random = SplitMix64(seed: seed, for: "bias")
            let kinds = random.shuffled(Background.Kind.allCases)
            return scene.replacingBackground(kind: kinds[number % kinds.count])
        case .pose:
            return scene.facing(right: number.isMultiple(of: 2))
        }
    }
}
