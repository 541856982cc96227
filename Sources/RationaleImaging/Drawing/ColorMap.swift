public import RationaleCore

/// From numbers to colours: 256 colours, the first for 0 and the last for 1.
///
/// The tables are matplotlib's, to the level. For maps without a sign ``viridis`` (the default) and ``magma`` grow
/// evenly brighter, so equal steps of the map are equal steps to the eye, in print and for most colour-blind readers.
/// For maps with a sign ``blueWhiteRed`` has its white at zero. ``jet`` is here because older publications use it: its
/// bands show edges where the map has none, so it is never chosen unasked.
public struct ColorMap: Sendable, Hashable {
    /// The name on the command line: `viridis`.
    public let name: String
    /// 256 colours, from the lower to the upper end of a scale.
    public let colors: [Color]
    /// Whether the middle is the neutral colour, as maps with a sign need it.
    public let isDiverging: Bool

    private init(_ name: String, digits: String, isDiverging: Bool = false) {
        self.name = name
        self.isDiverging = isDiverging
        let levels = Array(digits.utf8).map { $0 < 58 ? $0 - 48 : $0 - 87 }
        colors = stride(from: 0, to: levels.count, by: 6).map { start in
            Color(
                levels[start] << 4 | levels[start + 1], levels[start + 2] << 4 | levels[start + 3],
                levels[start + 4] << 4 | levels[start + 5])
        }
    }

    public static let viridis = ColorMap("viridis", digits: Tables.viridis)
    public static let magma = ColorMap("magma", digits: Tables.magma)
    public static let inferno = ColorMap("inferno", digits: Tables.inferno)
    public static let turbo = ColorMap("turbo", digits: Tables.turbo)
    public static let jet = ColorMap("jet", digits: Tables.jet)
    public static let gray = ColorMap("gray", digits: Tables.gray)
    /// Dark blue, white, dark red; matplotlib's `RdBu_r`.
    public static let blueWhiteRed = ColorMap("blue-white-red", digits: Tables.blueWhiteRed, isDiverging: true)
    /// Pure blue, white, pure red; matplotlib's `bwr`.
    public static let bwr = ColorMap("bwr", digits: Tables.bwr, isDiverging: true)

    /// Every colour map, the recommended ones first.
    public static let all = [viridis, magma, inferno, blueWhiteRed, bwr, gray, turbo, jet]

    /// The map that suits an attribution where none was asked for.
    public static func standard(isSigned: Bool) -> ColorMap { isSigned ? blueWhiteRed : viridis }

    /// A colour map by its name, in upper or lower case; `grey` and matplotlib's `RdBu_r` are known too.
    ///
    /// - Throws: `RationaleError` of code `usage` with the nearest names.
    public init(named name: String) throws(RationaleError) {
        let wanted = ["grey": "gray", "rdbu_r": "blue-white-red"][name.lowercased()] ?? name.lowercased()
        guard let known = Self.all.first(where: { $0.name == wanted }) else {
            let names = Self.all.map(\.name)
            let nearest = names.nearest(to: wanted)
            let suggestion = nearest.isEmpty ? "" : "Did you mean \(nearest.joined(separator: ", "))? "
            throw RationaleError(
                .usage, "there is no colour map '\(name)'",
                hint: suggestion + "Known are \(names.joined(separator: ", ")).")
        }
        self = known
    }

    /// The place in ``colors`` of a fraction of the scale: ⌊256 · fraction⌋, 0 below the scale and 255 above it.
    ///
    /// The order of the arguments matters: `max(0, x)` is 0 also where `x` is not a number.
    public static func index(of fraction: Double) -> Int { Int(min(255, max(0, fraction * 256))) }

    /// The colour of a fraction of the scale, 0 to 1; beyond that the colour of the nearer end.
    public subscript(fraction: Double) -> Color { colors[Self.index(of: fraction)] }
}

extension ColorMap: CustomStringConvertible {
    public var description: String { name }
}
