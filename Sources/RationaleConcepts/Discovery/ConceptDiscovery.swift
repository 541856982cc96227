import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleStatistics
public import RationaleTorch

/// Finds the concepts of a class: regions of its pictures whose features are alike.
///
/// 1. Each picture is cut into regions (``RegionPlan``), those on which the class does not depend left out.
/// 2. Regions become feature vectors (``RegionFeatures``), and these are clustered.
/// 3. A cluster is a concept where it has enough regions from enough pictures.
/// 4. Concepts are ranked by what the class loses, in log odds, when their regions are painted over, and each must be something else
///    than those before it.
///
/// *Source:* Ghorbani, Wexler, Zou and Kim (2019), "Towards automatic concept-based explanations", NeurIPS; Ge et al. (2021), "A
/// peek into the reasoning of neural networks: interpreting with structural visual concepts", CVPR.
/// Departs from them where ``order`` is ``Order/importance``: there concepts are ranked by TCAV scores, and the same thing may be a
/// concept several times, at several resolutions.
/// *Cost:* as ``RegionFeatures`` for all regions, and ``probes`` forward passes for each concept.
public struct ConceptDiscovery: Sendable {
    /// In which order concepts are numbered, and which are kept where there are too many.
    public enum Order: String, Sendable, Codable, CaseIterable {
        /// By what the class loses without them; only those that are something new.
        case importance
        /// By their mean TCAV score; none are left out but those that are not significant. Published.
        case sensitivity
        /// As the clusters come: what the published program numbers them by.
        case found
    }

    public var plan: RegionPlan
    /// How regions are grouped. Published: k-means with 25 clusters.
    public var clusterer: any Clusterer
    public var acceptance: Acceptance
    /// How many regions nearest to the centre stand for a concept. Published: 50.
    public var exampleCount: Int
    public var order: Order
    /// The most concepts of a class. Published: 4, chosen by hand.
    public var limit: Int
    /// How many pictures are edited to measure a concept's importance; 0 for none.
    public var probes: Int
    /// The significance that a TCAV score needs in the order ``Order/sensitivity``. Published: 0.01.
    public var significance: Double
    /// Whether concepts learn where they lie to each other (``ConceptLayout``), and are looked for there. Not so in the published
    /// program.
    public var learnsLayout: Bool

    public init(
        plan: RegionPlan = RegionPlan(), clusterer: any Clusterer = KMeans(), acceptance: Acceptance = .published,
        exampleCount: Int = 50, order: Order = .importance, limit: Int = 12, probes: Int = 20,
        significance: Double = 0.01, learnsLayout: Bool = true
    ) {
        self.plan = plan
        self.clusterer = clusterer
        self.acceptance = acceptance
        self.exampleCount = exampleCount
        self.order = order
        self.limit = limit
        self.probes = probes
        self.significance = significance
        self.learnsLayout = learnsLayout
    }

    /// Which clusters are concepts.
    public struct Acceptance: Sendable, Hashable, Codable {
        /// The least number of regions.
        public var minRegions: Int
        /// The least fraction of the class's pictures that the regions come from; used in place of the published rule.
        public var minPictures: Double?

        public init(minRegions: Int, minPictures: Double? = nil) {
            self.minRegions = minRegions
            self.minPictures = minPictures
        }

        /// More than 40 regions, and of n regions from p of P pictures: p > n/2; or p > n/4 and p > P/4; or p > n/10 and p > P/2.
        public static let published = Acceptance(minRegions: 41)

        func accepts(regions: Int, pictures: Int, of all: Int) -> Bool {
            guard regions >= minRegions else { return false }
            let (regions, pictures, all) = (Double(regions), Double(pictures), Double(all))
            if let minPictures { return pictures >= minPictures * all }
            return pictures > 0.5 * regions || (pictures > 0.25 * regions && pictures > 0.25 * all)
                || (pictures > 0.1 * regions && pictures > 0.5 * all)
        }
    }

    /// The concepts of a class.
    ///
    /// - Parameters:
    ///   - pictures: of the class.
    ///   - features: how regions become vectors.
    ///   - randomSets: features of regions of any pictures, each `[any, width]`, against which TCAV scores are measured; none
    ///     measures none.
    ///   - remembering: is given how the features of all regions are computed, and returns them: a place to keep them, since they
    ///     take most of the time.
    /// - Returns: in order, numbered from 1; few or none where little repeats itself.
    /// - Throws: `RationaleError`: `usage` for numbers out of range, for no pictures, and where the pictures have fewer regions than
    ///   clusters are asked for; `badData` where no region is left; what reading a picture throws.
    public func concepts(
        of pictures: ClassPictures, by features: RegionFeatures, randomSets: [Tensor] = [],
        remembering: (() throws -> Tensor) throws -> Tensor = { try $0() }
    ) throws -> [Concept] {
        try check(hasRandomSets: !randomSets.isEmpty)
        let searched = try SearchedPictures(pictures, plan: plan, features: features, remembering: remembering)
        guard searched.count > 0 else {
            throw RationaleError(
                .badData,
                "no region of the \(pictures.count) pictures of \(searched.name) has the right size and passes the filter",
                hint: "Filter less: --filter touching or none, a larger --keep, or a larger --max-area.")
        }
        let clustering = try clusterer.cluster(searched.rows)
        let centers = clustering.centres.floats
        let width = searched.rows.shape[1]
        var found: [FoundConcept] = []
        for (cluster, members) in clustering.members.enumerated() {
            let distinct = Set(members.map { searched.owner[$0] }).count
            guard !members.isEmpty,
                acceptance.accepts(regions: members.count, pictures: distinct, of: pictures.count)
            else { continue }
            let center = Array(centers[cluster * width..<(cluster + 1) * width])
            found.append(FoundConcept(center: center, members: members, pictureCount: distinct, in: searched))
        }
        if probes > 0 { try measureImportance(of: &found, in: searched, features) }
        if !randomSets.isEmpty { try measureSensitivity(of: &found, in: searched, features, randomSets) }
        let kept = ranked(found, in: searched).prefix(limit)
        let seats = learnsLayout ? layout(of: kept, in: searched).seats : kept.map { _ in nil }
        return zip(kept, seats).enumerated().map { place, one in
            var concept = one.0.concept(number: place + 1, of: pictures, exampleCount: exampleCount, in: searched)
            concept.seat = one.1
            return concept
        }
    }

    private func check(hasRandomSets: Bool) throws(RationaleError) {
        // An order by something that nobody measured would be none.
        guard order != .importance || probes > 0, order != .sensitivity || hasRandomSets else {
            throw RationaleError(
                .usage, "concepts cannot be ordered by \(order.rawValue), which is not measured",
                hint: order == .importance
                    ? "Edit pictures to measure it: --probes 20." : "Compare with random sets: --random-sets 20.")
        }
        for (name, number, least) in [
            ("most concepts of a class", limit, 1), ("examples of a concept", exampleCount, 1),
            ("pictures edited for a concept's importance", probes, 0),
        ] where number < least {
            throw RationaleError(.usage, "\(name): expected \(least) or more, found \(number)")
        }
    }

    /// How concepts lie to each other: in each picture, the region of each that is nearest to its centre.
    private func layout(of found: some Collection<FoundConcept>, in searched: SearchedPictures) -> ConceptLayout {
        var sightings = [[ConceptLayout.Sighting?]](
            repeating: Array(repeating: nil, count: found.count), count: searched.images.count)
        for (number, concept) in found.enumerated() {
            for row in searched.onePerPicture(concept.nearest) {
                sightings[searched.owner[row]][number] = searched.sighting(of: row)
            }
        }
        return ConceptLayout(learning: sightings)
    }

    private func ranked(_ found: [FoundConcept], in searched: SearchedPictures) -> [FoundConcept] {
        switch order {
        case .found: return found
        case .sensitivity:
            return found.filter { ($0.probability ?? 0) <= significance }
                .sorted { ($0.sensitivity?.mean ?? 0) > ($1.sensitivity?.mean ?? 0) }
        case .importance:
            var kept: [FoundConcept] = []
            for one in found.sorted(by: { ($0.importance?.value ?? 0) > ($1.importance?.value ?? 0) }) {
                // What has no effect beyond chance explains nothing.
                if let importance = one.importance, importance.low <= 0 { continue }
                if kept.allSatisfy({ !searched.isSame(one.examples(exampleCount), $0.examples(exampleCount)) }) {
                    kept.append(one)
                }
            }
            return kept
        }
    }

    /// Paints the regions over, and asks the classifier again.
    private func measureImportance(
        of found: inout [FoundConcept], in searched: SearchedPictures, _ features: RegionFeatures
    ) throws {
        for index in found.indices {
            let probed = searched.onePerPicture(found[index].nearest).prefix(probes)
            let edited = try probed.map { row in
                try searched.images[searched.owner[row]].removing(searched.mask(of: row), growingBy: 1)
            }
            let losses = try zip(probed, features.classifier.evidence(in: edited, for: searched.index)).map {
                searched.evidence[searched.owner[$0]] - $1
            }
            let mean = losses.reduce(0, +) / Double(max(1, losses.count))
            let interval = TTest.oneSample(losses, confidence: 0.95)
            found[index].importance = Score(
                name: "evidence lost", value: mean, low: interval?.low ?? mean, high: interval?.high ?? mean,
                count: losses.count, direction: .higher)
        }
    }

    private func measureSensitivity(
        of found: inout [FoundConcept], in searched: SearchedPictures, _ features: RegionFeatures, _ sets: [Tensor]
    ) throws {
        // Of several layers the last one's, which stand at the end of a feature.
        let gradients = try features.gradients(ofClass: searched.index, at: searched.images)
        let range = searched.rows.shape[1] - gradients.shape[1]..<searched.rows.shape[1]
        let others = sets.map { $0.slice(1, range) }
        let sensitivity = ConceptSensitivity()
        let controls = try sensitivity.controls(against: others, gradients: gradients)
        for index in found.indices {
            let rows = searched.rows.indices(0, Array(found[index].nearest.prefix(exampleCount))).slice(1, range)
            found[index].sensitivity = try sensitivity.measure(
                rows, against: others, controls: controls, gradients: gradients)
        }
        let measured = found.compactMap(\.sensitivity)
        for (index, probability) in ConceptSensitivity.probabilities(of: measured).enumerated() {
            found[index].probability = probability
        }
    }
}
