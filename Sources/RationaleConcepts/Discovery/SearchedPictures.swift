import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleTorch

/// The pictures of a class with all of their regions and features, while its concepts are looked for.
struct SearchedPictures {
    /// The class.
    let index: Int
    let name: String
    let images: [Image]
    private let regions: [Regions]
    /// `[region, width]`, all pictures one after another.
    let rows: Tensor
    /// The picture of each row, and its number among the picture's regions.
    let owner: [Int]
    private let number: [Int]
    /// How much each picture speaks for the class.
    let evidence: [Double]
    /// The pixels of regions as bits, made when they are first asked for.
    private let bits: BitCache

    init(
        _ pictures: ClassPictures, plan: RegionPlan, features: RegionFeatures,
        remembering: (() throws -> Tensor) throws -> Tensor
    ) throws {
        index = pictures.index
        name = pictures.label ?? "class \(pictures.index)"
        guard pictures.count > 0 else { throw RationaleError(.usage, "there are no pictures of \(name)") }
        let images = try (0..<pictures.count).map { try pictures.image($0) }
        let maps = try plan.maps(of: images, forClass: pictures.index, in: features.classifier)
        let regions = try plan.regions(of: images, maps: maps)
        func rows() throws -> Tensor {
            .concatenated(try features.features(of: images.indices.map { (images[$0], regions[$0]) }))
        }
        let count = regions.reduce(0) { $0 + $1.count }
        let remembered = try remembering(rows)
        // Features of other regions than these would be taken for theirs.
        self.rows = try remembered.rank == 2 && remembered.shape[0] == count ? remembered : rows()
        self.images = images
        self.regions = regions
        owner = regions.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element.count) }
        number = regions.flatMap { Array(0..<$0.count) }
        evidence = try features.classifier.evidence(in: images, for: pictures.index)
        bits = BitCache(count: owner.count)
    }

    var count: Int { owner.count }

    func mask(of row: Int) -> Mask { regions[owner[row]].mask(of: number[row]) }

    func region(of row: Int) -> Regions.Region { regions[owner[row]].items[number[row]] }

    func position(of row: Int) -> SIMD2<Double> { regions[owner[row]].position(of: number[row]) }

    func sighting(of row: Int) -> ConceptLayout.Sighting { regions[owner[row]].sighting(of: number[row]) }

    /// The first row of each picture.
    func onePerPicture(_ rows: [Int]) -> [Int] {
        var seen: Set<Int> = []
        return rows.filter { seen.insert(owner[$0]).inserted }
    }

    /// Whether two groups of regions mostly show the same: where a picture has regions of both, their Jaccard index is mostly above
    /// 0.4. A part of a larger thing is something else than that.
    func isSame(_ first: [Int], _ second: [Int]) -> Bool {
        let others = Dictionary(grouping: second) { owner[$0] }
        var (shared, same) = (0, 0)
        for row in onePerPicture(first) {
            guard let others = others[owner[row]] else { continue }
            shared += 1
            let area = region(of: row).area
            if others.contains(where: {
                let common = commonArea(row, $0)
                return 5 * common > 2 * (area + region(of: $0).area - common)
            }) {
                same += 1
            }
        }
        return 2 * same > shared
    }

    private func commonArea(_ first: Int, _ second: Int) -> Int {
        let (a, b) = (bits(first) { mask(of: first) }, bits(second) { mask(of: second) })
        return zip(a, b).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
    }
}

/// Masks as bits. A class, so that asking does not change the pictures; used by one thread.
private final class BitCache {
    private var words: [[UInt64]?]

    init(count: Int) { words = Array(repeating: nil, count: count) }

    func callAsFunction(_ row: Int, _ mask: () -> Mask) -> [UInt64] {
        if let known = words[row] { return known }
        let bits = mask().bits
        var made = [UInt64](repeating: 0, count: (bits.count + 63) / 64)
        for (place, isInside) in bits.enumerated() where isInside { made[place >> 6] |= 1 << UInt64(place & 63) }
        words[row] = made
        return made
    }
}

/// A cluster that is a concept.
struct FoundConcept {
    let center: [Float]
    let pictureCount: Int
    /// All rows, nearest to the centre first, and their distances.
    let nearest: [Int]
    private let distances: [Double]
    var importance: Score?
    var sensitivity: ConceptSensitivity.Measurement?
    var probability: Double?

    init(center: [Float], members: [Int], pictureCount: Int, in searched: SearchedPictures) {
        self.center = center
        self.pictureCount = pictureCount
        let rows = searched.rows.indices(0, members)
        let differences = rows - Tensor(center, shape: [1, center.count])
        let distances = (differences * differences).sum([1]).squareRoot.elements(as: Double.self)
        let order = members.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
        nearest = order.map { members[$0] }
        self.distances = order.map { distances[$0] }
    }

    func examples(_ count: Int) -> [Int] { Array(nearest.prefix(count)) }

    /// - Parameter exampleCount: how many regions stand for it.
    func concept(
        number: Int, of pictures: ClassPictures, exampleCount: Int, in searched: SearchedPictures
    ) -> Concept {
        let spread = distances.reduce(0, +) / Double(distances.count)
        let examples = zip(nearest, distances).prefix(exampleCount).enumerated().map { place, pair in
            let (row, distance) = pair
            let image = searched.images[searched.owner[row]]
            let box = searched.region(of: row).box
            return Concept.Example(
                picture: pictures.name(searched.owner[row]), pictureNumber: searched.owner[row],
                box: Box(
                    x: box.x / Double(image.width), y: box.y / Double(image.height),
                    width: box.width / Double(image.width), height: box.height / Double(image.height)),
                distance: spread > 0 ? distance / spread : 0,
                cut: place < Concept.shownExamples ? RegionImage(of: searched.mask(of: row), in: image) : nil)
        }
        return Concept(
            classIndex: pictures.index, number: number, label: pictures.label, center: center, spread: spread,
            regionCount: nearest.count, pictureCount: pictureCount, importance: importance, sensitivity: sensitivity,
            probability: probability, examples: examples,
            place: nearest.reduce(SIMD2.zero) { $0 + searched.position(of: $1) } / Double(max(1, nearest.count)))
    }
}
