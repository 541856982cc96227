import RationaleCore

/// Square tiles over the places of an input.
struct TileGrid {
    /// How many tiles there are.
    let count: Int
    /// The tile of each place.
    private let tiles: [Int]

    /// - Parameter side: of a tile; `nil` for a fourteenth of the shorter side, at least 1.
    /// - Throws: `RationaleError.Code.usage` where no tile of that side fits.
    init(height: Int, width: Int, side: Int?) throws(RationaleError) {
        let side = side ?? max(1, Int((Double(min(height, width)) / 14).rounded()))
        guard (1...min(height, width)).contains(side) else {
            throw RationaleError(
                .usage, "tiles of \(side)×\(side) places do not fit into \(height)×\(width)",
                hint: "Give a side from 1 to \(min(height, width)).")
        }
        let across = (width + side - 1) / side
        count = (height + side - 1) / side * across
        tiles = (0..<height * width).map { $0 / width / side * across + $0 % width / side }
    }

    /// The mean over the places of each tile: a sum would rank tiles that the edge cuts off too low.
    func means(of values: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        var places = sums
        for (tile, value) in zip(tiles, values) {
            sums[tile] += value
            places[tile] += 1
        }
        return zip(sums, places).map { $0 / $1 }
    }

    /// At each place, what its tile has.
    func spread(_ values: [Int]) -> [Int] { tiles.map { values[$0] } }
}
