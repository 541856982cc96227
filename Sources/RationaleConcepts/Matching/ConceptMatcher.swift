import RationaleAttribution
import RationaleCore
public import RationaleImaging
import RationaleTorch

/// Finds in a picture the region that comes nearest to each concept.
///
/// The concepts of a class are served in order; each takes the region that costs least and that no other concept of its class has taken.
/// A region costs `(d / spread)²`, d the distance of its feature from the concept's centre. Where concepts know how they lie to each
/// other (``Concept/seat``) it costs
///
///     min((d / spread)², 11) + u / (1 + u / 9) + size
///
/// u is the squared distance from where the concept should be, in deviations, and size at most 4. A region that lies far away is then
/// taken only if it looks as the concept does, to within about √2 spreads, and the one at the concept's place does not. A region further
/// than ``bound`` in looks counts as not found; what it looks like is passed on all the same, for the reasoning network to judge.
///
/// A node thus says what is at the concept's place. Where the concept itself went, an edge must say: for edges, each concept's displacement
/// is that of the region that costs least, of all, by
///
///     (d / spread)² + (u / (1 + u / 9) + size) / 10
///
/// so that looks decide, and places only between regions that look alike.
///
/// *Source:* Ge et al. (2021), CVPR, section 3.2. Departs from it in the bound of a distance: the published one, 40000 squared, was made
/// for another network and leaves nothing out; here it is in units of each concept's own spread. And in the places, which it does not look
/// at: what another class's concept looks like most may then lie anywhere.
public struct ConceptMatcher: Sendable {
    /// How a picture is cut; without a filter by default, since which class is asked about must not change what is seen.
    public var plan: RegionPlan
    public let features: RegionFeatures
    /// The largest distance of a region that is taken for the concept, in units of the concept's spread.
    public var bound: Double
    /// What a node's feature is.
    public var content: NodeContent
    /// The number of concepts of each class, the classes' concepts one after another.
    public let counts: [Int]
    /// `[concept, width]`, and their mean, `[1, width]`.
    private let centers: Tensor
    private let middle: Tensor
    private let spreads: [Double]
    /// Of each class.
    private let layouts: [ConceptLayout]

    public static let standardBound = 2.5

    /// What a node of a graph says of its region.
    public enum NodeContent: String, Sendable, Codable, CaseIterable {
        /// The region's feature. Published.
        case feature
        /// What the feature has beyond the concept's centre, and its distance, in spreads: the same for every concept that is
        /// well matched, so that one network can read the nodes of all classes.
        case difference
        /// The same, and how the region lies to where the concept should be: the offset in both directions and the logarithm of the size, in
        /// the deviations of its ``Concept/seat``, at most 5; zeros for a concept without one. Means of activations say little of shape.
        case placed

        /// How many numbers a node has for features of a width.
        func nodeWidth(of width: Int) -> Int {
            switch self {
            case .feature: width
            case .difference: width + 1
            case .placed: width + 4
            }
        }
    }

    /// - Parameters:
    ///   - concepts: of each class.
    ///   - plan: how a picture is cut.
    ///   - features: of the layers in which the concepts were found.
    ///   - bound: see ``bound``.
    ///   - content: what a node of a graph says.
    /// - Precondition: the centres of all concepts have one width.
    public init(
        _ concepts: [[Concept]], plan: RegionPlan, features: RegionFeatures, bound: Double = standardBound,
        content: NodeContent = .difference
    ) {
        self.content = content
        self.plan = plan
        self.features = features
        self.bound = bound
        counts = concepts.map(\.count)
        let all = concepts.joined()
        let width = all.first?.center.count ?? 1
        centers = Tensor(all.flatMap(\.center), shape: [all.count, width])
        middle = all.isEmpty ? .zeros([1, width]) : centers.mean([0], keepingDimensions: true)
        spreads = all.map { max($0.spread, 1e-12) }
        layouts = concepts.map { ConceptLayout(seats: $0.map(\.seat)) }
    }

    /// What was found of all concepts in one picture.
    public struct Match: Sendable {
        public let regions: Regions
        /// The region of each concept, by its number among ``regions``; `nil` where a class has more concepts than a picture
        /// regions.
        public let region: [Int?]
        /// Its distance, in units of the concept's spread; infinite where there is no region.
        public let distance: [Double]
        /// Whether it is near enough.
        public let isFound: [Bool]
        /// `[concept, width]`, and `[concept, 2]`.
        let features: Tensor
        let positions: Tensor
        /// `[concept, 2]`.
        let displacements: Tensor
    }

    /// What is found in pictures.
    ///
    /// - Parameter pictures: as the network sees them, all of one size.
    /// - Throws: what cutting and running the network throw; `RationaleError.Code.usage` where the layers have another number of
    ///   channels than the concepts.
    public func matches(in pictures: [Image]) throws -> [Match] {
        guard !pictures.isEmpty else { return [] }
        let maps = try plan.filter == .none ? nil : topMaps(of: pictures)
        let regions = try plan.regions(of: pictures, maps: maps)
        let rows = try features.features(of: pictures.indices.map { (pictures[$0], regions[$0]) })
        return try withoutGradient { try zip(regions, rows).map(match) }
    }

    /// How far a region of each picture is from a concept, by its feature: squared.
    func squaredDistances(of region: Mask, in pictures: [Image], to concept: Concept) throws -> [Double] {
        let regions = Regions(region)
        let center = Tensor(concept.center, shape: [1, concept.center.count])
        return try features.features(of: pictures.map { ($0, regions) }).map { row in
            let offset = row - center
            return (offset * offset).sum().item
        }
    }

    /// The class activation maps of the classes that the classifier decides for.
    private func topMaps(of pictures: [Image]) throws -> [Heatmap] {
        let tops = try features.classifier.scores(of: pictures).argmax(1).elements(as: Int64.self)
        return try zip(pictures, tops).map { picture, top in
            try plan.maps(of: [picture], forClass: Int(top), in: features.classifier)![0]
        }
    }

    private func match(_ regions: Regions, _ rows: Tensor) throws -> Match {
        let total = counts.reduce(0, +)
        guard total == 0 || rows.shape[1] == centers.shape[1] else {
            throw RationaleError(
                .usage,
                "the concepts have \(centers.shape[1]) numbers, the layers "
                    + "\(features.layers.map(\.path).joined(separator: ", ")) \(rows.shape[1]) channels")
        }
        let all = total == 0 ? [] : distances(to: rows)
        var region: [Int?] = []
        var distance: [Double] = []
        var offsets: [Float] = []
        var displacements: [Float] = []
        let sightings = (0..<regions.count).map(regions.sighting)
        let places = sightings.map(\.place)
        let looks = spreads.enumerated().map { concept, spread in
            all[concept * regions.count..<(concept + 1) * regions.count].map { Double($0) / spread }
        }
        let firsts = counts.indices.map { counts[..<$0].reduce(0, +) }
        let poses = layouts.indices.concurrentMap { index in
            layouts[index].pose(
                looks: Array(looks[firsts[index]..<firsts[index] + counts[index]]), places: places)
        }
        for (index, layout) in layouts.enumerated() {
            let pose = poses[index]
            var isTaken = [Bool](repeating: false, count: regions.count)
            for (own, seat) in zip(looks[firsts[index]...], layout.seats) {
                var best: (place: Int, cost: Double)?
                for (place, value) in own.enumerated() where !isTaken[place] {
                    var cost = value * value
                    if let pose, let seat {
                        cost = min(cost, ConceptLayout.unlike) + pose.cost(of: seat, at: sightings[place])
                    }
                    if cost < best?.cost ?? .infinity { best = (place, cost) }
                }
                region.append(best?.place)
                distance.append(best.map { own[$0.place] } ?? .infinity)
                if let best { isTaken[best.place] = true }
                if let best, let pose, let seat {
                    offsets += pose.offset(of: sightings[best.place], from: seat)
                    let displacement = Self.displacement(of: own, sightings, pose, seat)
                    displacements += [Float(displacement.x), Float(displacement.y)]
                } else {
                    offsets += [0, 0, 0]
                    displacements += [0, 0]
                }
            }
        }
        // Where there is no region, a concept's own centre in the middle of the picture.
        let taken = region.enumerated().map { concept, region in region ?? regions.count + concept }
        let nodes = total == 0 ? centers : Tensor.concatenated([rows, centers]).indices(0, taken)
        let positions = region.flatMap { region -> [Float] in
            let position = region.map(regions.position) ?? SIMD2(0.5, 0.5)
            return [Float(position.x), Float(position.y)]
        }
        return Match(
            regions: regions, region: region, distance: distance, isFound: distance.map { $0 <= bound },
            features: node(nodes, distance, offsets), positions: Tensor(positions, shape: [total, 2]),
            displacements: Tensor(displacements, shape: [total, 2]))
    }

    /// How much a region's place and size count beside its looks where a concept is looked for in the whole picture.
    private static let placeWeight = 0.1

    /// How far what looks most like a concept is from where it should be.
    ///
    /// - Parameter looks: the distance of each region's feature from the concept's centre, in spreads.
    private static func displacement(
        of looks: [Double], _ sightings: [ConceptLayout.Sighting], _ pose: ConceptLayout.Pose,
        _ seat: ConceptLayout.Seat
    ) -> SIMD2<Double> {
        var best: (place: SIMD2<Double>, cost: Double)?
        for (look, sighting) in zip(looks, sightings) {
            let cost = look * look + placeWeight * pose.cost(of: seat, at: sighting)
            if cost < best?.cost ?? .infinity { best = (sighting.place, cost) }
        }
        return best.map { pose.displacement(of: $0.place, from: seat) } ?? .zero
    }

    /// The distance of each centre from each region's feature, concept by concept.
    ///
    /// `‖c − x‖² = ‖c‖² − 2 c·x + ‖x‖²`, all measured from the mean of the centres: of large numbers, little would be left of
    /// small differences.
    private func distances(to rows: Tensor) -> [Float] {
        let (centers, rows) = (centers - middle, rows - middle)
        let products = centers.matmul(rows.permuted([1, 0]))  // [concept, region]
        let squares =
            (centers * centers).sum([1], keepingDimensions: true) - products * 2 + (rows * rows).sum([1]).unsqueezed(0)
        return squares.clamped(min: 0).squareRoot.floats
    }

    /// The numbers of a node: `[concept, width]`.
    private func node(_ features: Tensor, _ distances: [Double], _ offsets: [Float]) -> Tensor {
        switch content {
        case .feature: return features
        case .difference, .placed:
            let far = Tensor(distances.map { Float(min($0, 10)) }, shape: [distances.count, 1])
            let places = content == .placed ? [Tensor(offsets, shape: [distances.count, 3])] : []
            return .concatenated([features - centers, far] + places, dimension: 1)
        }
    }

    /// The width of a node's numbers.
    public var nodeWidth: Int { content.nodeWidth(of: centers.shape[1]) }
}

extension [ConceptMatcher.Match] {
    /// The graphs of the pictures, as the reasoning network reads them.
    ///
    /// A node counts as found wherever there is a region: whether that is near enough is for the network to learn.
    /// - Throws: `RationaleError.Code.usage` for no pictures.
    public var graphs: ConceptGraphTensors {
        get throws {
            guard !isEmpty else { throw RationaleError(.usage, "there are no pictures to make concept graphs of") }
            return try ConceptGraphTensors(
                features: .stacked(map(\.features)), positions: .stacked(map(\.positions)),
                displacements: .stacked(map(\.displacements)),
                found: Tensor(
                    flatMap { $0.region.map { $0 == nil ? 0 : 1 } as [Float] }, shape: [count, self[0].region.count])
            )
        }
    }
}
