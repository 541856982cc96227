import Foundation
import RationaleImaging

extension BenchRequest {
    /// Cuts a photo that is read and decoded already; the shape is height, width and the number of regions.
    ///
    /// The first run's labels go to the file `labels` where one is named: little-endian 32-bit integers, row by row.
    func superpixels() throws -> () throws -> [Int] {
        guard let picture else { throw Unknown(description: "no picture is named") }
        let superpixels = try Superpixels(named: method ?? "slic")
        let number = resolution ?? 0
        guard superpixels.resolutions.indices.contains(number) else {
            throw Unknown(description: "no resolution \(number) of \(superpixels.name)")
        }
        let chosen = superpixels.resolutions[number]
        let image = try Image(contentsOf: URL(filePath: picture))
        if let labels {
            let values = try chosen.segment(image).labels.map(\.littleEndian)
            try values.withUnsafeBytes { try Data($0).write(to: URL(filePath: labels)) }
        }
        return {
            let found = try chosen.segment(image)
            return [found.height, found.width, found.count]
        }
    }
}
