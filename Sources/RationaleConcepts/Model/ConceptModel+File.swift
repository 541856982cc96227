public import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleTorch

extension ConceptModel {
    /// How many of a concept's examples are kept with their pixels.
    public static let keptExamples = 2
    private static let key = "rationale.concepts"
    private static let version = 1

    /// Everything but the numbers, as JSON in the file's metadata.
    fileprivate struct Header: Codable {
        var version: Int
        var classifier: String
        var classes: [Int]
        var labels: [String]?
        var layers: [String]
        var layerReason: String
        var source: RegionFeatures.Source
        var plan: RegionPlan
        var bound: Double
        var content: ConceptMatcher.NodeContent
        var concepts: [[Record]]
        var reasoning: ReasoningConfiguration?
        /// See ``UsualContributions/unknown``; not in files of earlier versions.
        var unknownUsual: [Int]?
        var quality: Quality?
        var origin: [String: String]

        struct Record: Codable {
            var number: Int
            var name: String?
            var spread: Double
            var regions: Int
            var pictures: Int
            var importance: Score?
            var sensitivity: ConceptSensitivity.Measurement?
            var probability: Double?
            var examples: [Example]
            /// x and y; not in files of earlier versions.
            var place: [Double]?
            var seat: ConceptLayout.Seat?
        }

        struct Example: Codable {
            var picture: String
            var number: Int
            var box: Box
            var distance: Double
        }
    }

    /// What every version of the file says.
    private struct Version: Decodable { var version: Int }

    /// Writes the model as one file.
    ///
    /// - Parameters:
    ///   - url: of the file; what was there is replaced.
    ///   - origin: how it came to be: the command, the data, seeds; its own ``origin`` where none is given.
    ///   - examples: how many of each concept are kept, with the pixels that they have.
    /// - Throws: `RationaleError.Code.cannotWrite`.
    public func write(
        to url: URL, origin: [String: String]? = nil, examples: Int = keptExamples
    ) throws {
        let header = Header(
            version: Self.version, classifier: classifier, classes: classes, labels: labels, layers: layers,
            layerReason: layerReason, source: source, plan: plan, bound: bound, content: content,
            concepts: concepts.map { $0.map { Header.Record($0, examples: examples) } },
            reasoning: reasoning?.configuration,
            unknownUsual: usual?.unknown.sorted(),
            quality: quality,
            origin: origin ?? self.origin)
        var tensors: [(name: String, tensor: Tensor)] = [
            ("fingerprint", Tensor(fingerprint, shape: [fingerprint.count]))
        ]
        let all = concepts.flatMap(\.self)
        if let width = all.first?.center.count {
            tensors.append(("centers", Tensor(all.flatMap(\.center), shape: [all.count, width])))
        }
        for (place, concept) in all.enumerated() {
            for (number, example) in concept.examples.prefix(examples).enumerated() {
                guard let cut = example.cut else { continue }
                // Red, green, blue, and whether the pixel belongs to the region.
                let pixels = cut.mask.bits.indices.flatMap { pixel -> [UInt8] in
                    cut.image.pixels[3 * pixel..<3 * pixel + 3] + [cut.mask.bits[pixel] ? 255 : 0]
                }
                tensors.append(
                    ("example.\(place).\(number)", Tensor(pixels, shape: [cut.image.height, cut.image.width, 4])))
            }
        }
        if let scale { tensors += [("scale.mean", scale.mean), ("scale.deviation", scale.deviation)] }
        if let usual {
            tensors.append(("usual.nodes", Tensor(Array(usual.nodes.joined()), shape: [all.count])))
            tensors.append(("usual.edges", Tensor(usual.edges, shape: [usual.edges.count])))
            if !usual.nodesElsewhere.isEmpty {
                let values = usual.nodesElsewhere.joined().joined().map(Float.init)
                tensors.append(("usual.elsewhere", Tensor(values, shape: [classes.count, all.count])))
            }
        }
        if let reasoning { tensors += reasoning.tensors(prefix: "reasoning.").map { ($0.name, $0.tensor) } }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // The statistic of a test is infinite where all values agree.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        try SafetensorsFile.write(
            tensors.map { name, tensor in
                let bytes = try MappedBytes(copying: tensor.bytes, name: name)
                return (name, try StoredTensor(dtype: tensor.dtype, shape: tensor.shape, storage: bytes))
            }, metadata: [Self.key: String(decoding: try encoder.encode(header), as: UTF8.self)], to: url)
    }

    /// Reads a model.
    ///
    /// - Throws: `RationaleError`: `missingInput`, or `badData` for a file that is no concept model, or is damaged.
    public init(contentsOf url: URL) throws {
        let name = url.lastPathComponent
        func refusal(_ what: String) -> RationaleError {
            RationaleError(
                .badData, "\(name): not a usable concept model: \(what)",
                hint: "`rationale concepts discover` and `rationale train concepts` make them.")
        }
        let file = try SafetensorsFile(contentsOf: url)
        guard let text = file.metadata[Self.key] else { throw refusal("its metadata has no '\(Self.key)'") }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        func read<Part: Decodable>(_ part: Part.Type) throws -> Part {
            do { return try decoder.decode(part, from: Data(text.utf8)) } catch {
                throw refusal("its description cannot be read")
            }
        }
        // Another version's description may have another form.
        let version = try read(Version.self).version
        guard version == Self.version else { throw FormatVersion.refusal(of: name, version, Self.version) }
        let header = try read(Header.self)
        guard header.concepts.count == header.classes.count,
            header.labels.map({ $0.count == header.classes.count }) ?? true
        else {
            throw refusal(
                "\(header.concepts.count) lists of concepts and \(header.labels?.count ?? 0) labels for "
                    + "\(header.classes.count) classes")
        }
        let tensors = NamedTensors(
            try file.names.compactMap { name in try file.tensors[name].map { (name, try Tensor($0).copied) } })
        if let name = tensors.first(where: { $0.tensor.dtype.isFloatingPoint && !$0.tensor.isFinite })?.name {
            throw refusal("'\(name)' has numbers that are not finite")
        }
        guard let fingerprint = tensors["fingerprint"] else { throw refusal("there is no tensor 'fingerprint'") }
        guard Set(header.classes).count == header.classes.count,
            header.classes.allSatisfy({ (0..<fingerprint.count).contains($0) })
        else { throw refusal("its classes are \(header.classes), those of \(fingerprint.count) scores") }
        let total = header.concepts.reduce(0) { $0 + $1.count }
        let centers = tensors["centers"] ?? .zeros([0, 1])
        guard centers.rank == 2, centers.shape[0] == total, centers.shape[1] > 0 else {
            throw refusal("it lacks a centre for each of its \(total) concepts")
        }
        let (width, values) = (centers.shape[1], centers.floats)
        var place = 0
        concepts = try zip(header.classes, header.concepts).enumerated().map { position, pair in
            try pair.1.map { record in
                defer { place += 1 }
                guard record.seat?.isUsable ?? true else {
                    throw refusal("concept \(record.number) of class \(pair.0) has no usable place")
                }
                return try Concept(
                    record, classIndex: pair.0, label: header.labels?[position],
                    center: Array(values[place * width..<(place + 1) * width])
                ) { number in
                    try tensors["example.\(place).\(number)"].map { tensor in
                        guard let cut = RegionImage(tensor) else {
                            throw refusal("an example is no picture: 'example.\(place).\(number)' is \(tensor.shape)")
                        }
                        return cut
                    }
                }
            }
        }
        classifier = header.classifier
        self.fingerprint = fingerprint.floats
        classes = header.classes
        labels = header.labels
        layers = header.layers
        layerReason = header.layerReason
        source = header.source
        plan = header.plan
        bound = header.bound
        content = header.content
        quality = header.quality
        origin = header.origin
        switch (tensors["scale.mean"], tensors["scale.deviation"]) {
        case (let mean?, let deviation?):
            guard mean.shape.count == 2, mean.shape[0] == 1, mean.shape == deviation.shape,
                total == 0 || mean.shape[1] == width
            else { throw refusal("its scale has another width") }
            scale = FeatureScale(mean: mean, deviation: deviation)
        case (nil, nil): break
        default: throw refusal("half of its scale is missing")
        }
        guard let configuration = header.reasoning else { return }
        guard configuration.concepts == concepts.map(\.count) else {
            throw refusal("its network has other numbers of concepts")
        }
        guard configuration.featureWidth == content.nodeWidth(of: width) else {
            throw refusal(
                "its network reads \(configuration.featureWidth) numbers of a concept, there are \(content.nodeWidth(of: width))"
            )
        }
        do {
            reasoning = try ReasoningNetwork(tensors: tensors, prefix: "reasoning.", configuration: configuration)
        } catch { throw refusal(error.message) }
        if let nodes = tensors["usual.nodes"], let edges = tensors["usual.edges"] {
            guard nodes.count == total, edges.count == configuration.edges.reduce(0, +) else {
                throw refusal("its usual contributions do not fit its concepts")
            }
            func byClass(_ values: [Double]) -> [[Double]] {
                var rest = values[...]
                return concepts.map { own in
                    defer { rest = rest.dropFirst(own.count) }
                    return Array(rest.prefix(own.count))
                }
            }
            usual = UsualContributions(
                nodes: byClass(nodes.elements(as: Double.self)), edges: edges.elements(),
                unknown: Set(header.unknownUsual ?? []))
            if let elsewhere = tensors["usual.elsewhere"] {
                guard elsewhere.shape == [classes.count, total] else {
                    throw refusal("its contributions in pictures of other classes do not fit its concepts")
                }
                usual?.nodesElsewhere = classes.indices.map {
                    byClass(elsewhere.selected(0, $0).elements(as: Double.self))
                }
            }
        } else if tensors["usual.nodes"] != nil || tensors["usual.edges"] != nil {
            throw refusal("half of its usual contributions are missing")
        }
    }
}

extension ConceptModel.Header.Record {
    init(_ concept: Concept, examples: Int) {
        self.init(
            number: concept.number, name: concept.givenName, spread: concept.spread, regions: concept.regionCount,
            pictures: concept.pictureCount, importance: concept.importance, sensitivity: concept.sensitivity,
            probability: concept.probability,
            examples: concept.examples.prefix(examples).map {
                .init(picture: $0.picture, number: $0.pictureNumber, box: $0.box, distance: $0.distance)
            }, place: concept.place.map { [$0.x, $0.y] }, seat: concept.seat)
    }
}

extension Concept {
    fileprivate init(
        _ record: ConceptModel.Header.Record, classIndex: Int, label: String?, center: [Float],
        cut: (Int) throws -> RegionImage?
    ) throws {
        try self.init(
            classIndex: classIndex, number: record.number, label: label, givenName: record.name, center: center,
            spread: record.spread, regionCount: record.regions, pictureCount: record.pictures,
            importance: record.importance, sensitivity: record.sensitivity, probability: record.probability,
            examples: record.examples.enumerated().map { number, example in
                try Example(
                    picture: example.picture, pictureNumber: example.number, box: example.box,
                    distance: example.distance, cut: cut(number))
            }, place: record.place.flatMap { $0.count == 2 ? SIMD2($0[0], $0[1]) : nil },
            seat: record.seat)
    }
}

extension RegionImage {
    /// From `[height, width, 4]`, `uint8`; `nil` for another shape.
    fileprivate init?(_ tensor: Tensor) {
        guard tensor.rank == 3, tensor.shape[2] == 4, tensor.shape[0] > 0, tensor.shape[1] > 0, tensor.dtype == .uint8
        else { return nil }
        let (height, width) = (tensor.shape[0], tensor.shape[1])
        let values = tensor.elements(as: UInt8.self)
        let places = 0..<height * width
        self.init(
            image: Image(width: width, height: height, pixels: places.flatMap { values[4 * $0..<4 * $0 + 3] }),
            mask: Mask(height: height, width: width, bits: places.map { values[4 * $0 + 3] > 127 }))
    }
}
