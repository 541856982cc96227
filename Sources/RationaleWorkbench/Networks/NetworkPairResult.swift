import RationaleAttribution
public import RationaleCore
import RationaleData
import RationaleFiles
package import RationaleMetrics
import RationaleNetworks
import RationaleStatistics

/// What a comparison of two networks found.
public struct NetworkPairResult: Sendable {
    /// What one network says.
    struct Side: Sendable {
        let classifier: Classifier
        /// That decide what the network computes.
        let files: [FileIdentity]
        let report: ComparisonReport
        /// By the numbers of the photos.
        let answers: [Int: Answer]
    }

    /// What one network says of a photo.
    struct Answer: Sendable {
        let predictions: [Prediction]
        /// Those that the report shows.
        let attributions: [Attribution]?
    }

    /// One photo that both networks have explained.
    struct Photo: Sendable {
        let index: Int
        let path: String
        /// Of the class that both know; `nil` where each explains its own.
        let label: String?
        let answers: [Answer]
        let judged: [ComparisonReport.JudgedMaps]
    }

    /// A number of both networks, over the photos that have it of both.
    public struct Row: Sendable {
        /// `nil` for what is no method's: whether the answer is right, and how probable the class is.
        public let method: String?
        /// What it is called: `iou`.
        public let name: String
        public let first: Score
        public let other: Score
        /// The other's less the first's, photo by photo.
        public let difference: Score
        /// How probable such a difference is by chance (`SignFlipTest`); `nil` where a value is no number.
        public let chance: Double?
    }

    public let options: NetworkPairOptions
    let sides: [Side]
    let photos: [Photo]
    public let rows: [Row]
    /// What a person should know of networks and data.
    public let notes: [String]
    /// Both networks' names, told apart.
    public let networks: [String]
    let command: [String]
    /// Whether documents tell times, which no two runs have in common.
    var tellsTimes = true
    /// Photos that could not be read, and why.
    let passedOver: [(name: String, error: RationaleError)]

    init(
        _ options: NetworkPairOptions, _ pictures: [AnnotatedPicture], _ labels: [String?], _ sides: [Side],
        notes: [String], command: [String]
    ) {
        self.options = options
        self.sides = sides
        self.notes = notes
        self.command = command
        let names = sides.map(\.classifier.name)
        networks = names[0] == names[1] ? ["\(names[0]) (first)", "\(names[1]) (other)"] : names
        let judged = sides.map { side in
            Dictionary(uniqueKeysWithValues: zip(side.report.selection.chosen.map(\.index), side.report.samples))
        }
        photos = judged[0].keys.sorted().compactMap { index in
            guard let first = judged[0][index], let other = judged[1][index],
                let one = sides[0].answers[index], let two = sides[1].answers[index]
            else { return nil }
            return Photo(
                index: index, path: pictures[index].path, label: labels[index], answers: [one, two],
                judged: [first, other])
        }
        var passedOver = sides[0].report.selection.passedOver
        let known = Set(passedOver.map(\.name))
        passedOver += sides[1].report.selection.passedOver.filter { !known.contains($0.name) }
        self.passedOver = passedOver
        rows = Self.rows(photos, sides, seed: options.first.seed ?? 0, hasOwnTarget: options.first.target != nil)
    }

    /// The methods that could explain both networks.
    var methods: [String] { sides[0].report.methods.filter(sides[1].report.methods.contains) }

    /// Methods that failed in either network.
    package var failures: [TruthReport.Failure] { sides.flatMap(\.report.failures) }

    /// Both networks together, in seconds.
    var seconds: Double { sides.reduce(0) { $0 + ($1.report.timing?.seconds ?? 0) } }

    /// What was measured of each photo: the same for rows and tables of photos.
    ///
    /// - Parameter hasOwnTarget: whether a person said what is explained.
    static func values(
        of photo: Photo, measures: [Measure], methods: [String], hasOwnTarget: Bool
    ) -> [(method: String?, measure: Measure, values: [Double])] {
        var found: [(method: String?, measure: Measure, values: [Double])] = []
        if photo.label != nil, !hasOwnTarget {
            found.append(
                (
                    nil, Self.right,
                    zip(photo.answers, photo.judged).map {
                        $0.predictions.first?.index == $1.target ? 1 : 0
                    }
                ))
            found.append((nil, Self.probability, photo.judged.map(\.probability)))
        }
        for method in methods {
            for measure in measures {
                let values = photo.judged.compactMap { $0.values[method]?[measure.name] }
                if values.count == 2 { found.append((method, measure, values)) }
            }
        }
        return found.filter { $0.values.allSatisfy(\.isFinite) }
    }

    private static let right = Measure("right", .higher, 0...1)
    private static let probability = Measure("probability", .higher, 0...1)

    private static func rows(_ photos: [Photo], _ sides: [Side], seed: UInt64, hasOwnTarget: Bool) -> [Row] {
        // Photos are the pairs, so that means over classes have no place here.
        let measures = sides[0].report.measures.filter { !$0.isDetail && $0.pooling == .samples }
        let methods = sides[0].report.methods.filter(sides[1].report.methods.contains)
        var all: [[String?]: [[Double]]] = [:]
        for photo in photos {
            for (method, measure, values) in Self.values(
                of: photo, measures: measures, methods: methods, hasOwnTarget: hasOwnTarget)
            {
                all[[method, measure.name], default: []].append(values)
            }
        }
        let kinds = [(nil, right), (nil, probability)] + methods.flatMap { method in measures.map { (method, $0) } }
        return kinds.compactMap { method, measure in
            all[[method, measure.name]].flatMap { Row(method, measure, $0, seed: seed) }
        }
    }
}

extension NetworkPairResult.Row {
    /// - Parameter values: `[photo][network]`.
    fileprivate init?(_ method: String?, _ measure: Measure, _ values: [[Double]], seed: UInt64) {
        let bootstrap = Bootstrap(seed: seed)
        func mean(_ values: [Double]) -> Score? {
            bootstrap.score(measure.name, count: values.count, direction: measure.direction) { drawn in
                drawn.reduce(0) { $0 + values[$1] } / Double(drawn.count)
            }
        }
        let differences = values.map { $0[1] - $0[0] }
        guard let first = mean(values.map { $0[0] }), let other = mean(values.map { $0[1] }),
            let difference = mean(differences)
        else { return nil }
        self.init(
            method: method, name: measure.name, first: first, other: other, difference: difference,
            chance: SignFlipTest(seed: seed).probability(of: differences))
    }
}
