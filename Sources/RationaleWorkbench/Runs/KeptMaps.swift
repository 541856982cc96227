import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleImaging

/// The written maps of a chunk of inputs.
struct KeptChunk {
    private let folder: RunFolder
    /// The folder of each input in the run's.
    private let places: [String]
    private let colorMap: ColorMap?
    /// By the positions of the inputs.
    private(set) var maps: [Int: KeptMaps] = [:]

    init(_ folder: RunFolder, places: [String], colorMap: ColorMap?) {
        self.folder = folder
        self.places = places
        self.colorMap = colorMap
    }

    /// Writes those maps of answers that are new, on all cores: compressing pictures takes longer than a pass of a small network.
    mutating func keep(_ answers: [Int: SessionAnswer]) throws {
        // In order: of several errors the same one is reported each time.
        let written = answers.sorted { $0.key < $1.key }.concurrentMap { [self] position, answer in
            Result {
                var kept = maps[position] ?? KeptMaps()
                try kept.keep(answer, in: folder, place: places[position], colorMap: colorMap)
                return (position, kept)
            }
        }
        for outcome in written {
            let (position, kept) = try outcome.get()
            maps[position] = kept
        }
    }
}

/// The maps of an input that are written into a run's folder already, as numbers and as pictures.
struct KeptMaps: Sendable {
    private var files: [String: (map: String, overlay: String?)] = [:]
    /// Of maps over the plane, by method, for other uses.
    private(set) var pictures: [String: HeatmapPicture] = [:]

    /// Writes those maps of an answer that are new.
    ///
    /// - Parameter place: the input's folder in the run's.
    mutating func keep(
        _ answer: SessionAnswer, in folder: RunFolder, place: String, colorMap: ColorMap?
    ) throws {
        for (method, attribution) in answer.attributions where files[method] == nil {
            try OutputFolder.make("\(folder.path)/\(place)")
            let writer = MapWriter(folder: folder, place: "\(place)/\(method)", colorMap: colorMap)
            let written = try writer.write(attribution, over: answer.photo)
            files[method] = (written.map, written.overlay)
            pictures[method] = written.picture
        }
    }

    /// An explanation whose findings name their files.
    func named(in explanation: Explanation) -> Explanation {
        var named = explanation
        for index in named.findings.indices {
            guard let file = files[named.findings[index].method] else { continue }
            (named.findings[index].map, named.findings[index].overlay) = file
        }
        return named
    }
}

/// Writes one map into a run's folder.
private struct MapWriter {
    let folder: RunFolder
    /// The path without an ending, in the run's folder.
    let place: String
    let colorMap: ColorMap?

    /// - Parameter photo: behind the map, where there is one.
    /// - Returns: the paths in the run's folder, and the picture; no picture of a map that says nothing.
    func write(
        _ attribution: Attribution, over photo: ShownPhoto?
    ) throws -> (map: String, overlay: String?, picture: HeatmapPicture?) {
        let map = "\(place).safetensors"
        try attribution.write(to: folder.url(of: map))
        if attribution.tokens != nil { return (map, try writeWords(attribution), nil) }
        guard attribution.map.degeneracy == nil else { return (map, nil, nil) }
        let picture = try HeatmapPicture(attribution, colorMap: colorMap)
        try folder.write(try picture.layerPNG(opacity: .uniform(1)), to: "\(place).map.png")
        guard let photo else { return (map, "\(place).map.png", picture) }
        let painted = picture.overlay(on: photo.image, region: photo.region)
        try folder.write(try painted.pngData(fast: true), to: "\(place).overlay.png")
        return (map, "\(place).overlay.png", picture)
    }

    /// A text in the map's colours; `nil` where they would say nothing.
    private func writeWords(_ attribution: Attribution) throws -> String? {
        guard let text = try? HighlightedText(attribution, colorMap: colorMap) else { return nil }
        let title = "\(attribution.title) · \(attribution.target.label ?? "class \(attribution.target.index)")"
        let svg = try text.drawing(title: title).svg(
            title: "\(title): \(text.words.map(\.text).joined(separator: " "))")
        try folder.write(Array(svg.utf8), to: "\(place).svg")
        return "\(place).svg"
    }
}
