import RationaleAttribution
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

/// Which clusters are concepts. Clusters are made by hand here: as many regions, of as many pictures, as a case asks for.
struct AcceptanceTests {
    /// Puts the first rows into one cluster, and the others nowhere.
    struct First: Clusterer {
        static let identifier = "first"
        static let title = "first"
        static let summary = "The first rows."
        static var settings: [Setting<Self>] { [] }
        let rows: [Int]

        func cluster(_ features: Tensor) -> Clustering {
            let center = features.indices(0, rows).mean([0], keepingDimensions: true)
            return Clustering(
                labels: (0..<features.shape[0]).map { rows.contains($0) ? 0 : nil }, centres: center)
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let regions, pictures, all: Int
        let isConcept: Bool
        var testDescription: String { "\(regions) regions of \(pictures) of \(all) pictures" }
    }

    /// Whether a cluster of so many regions from so many pictures of a class is a concept.
    private func isConcept(_ one: Case, _ acceptance: ConceptDiscovery.Acceptance) throws -> Bool {
        let image = Squares.picture(0, ofClass: 0)
        let plan = RegionPlan(resolutions: [60], filter: .none)
        let each = try plan.regions(of: image).count
        // The first region of each picture, then the second of each, …
        let order = (0..<each).flatMap { region in (0..<one.pictures).map { $0 * each + region } }
        let rows = Array(order.prefix(one.regions))
        #expect(rows.count == one.regions)
        let discovery = ConceptDiscovery(
            plan: plan, clusterer: First(rows: rows), acceptance: acceptance, order: .found, probes: 0)
        let pictures = ClassPictures(
            index: 0, label: nil, count: one.all, name: { "\($0)" }, image: { _ in image })
        let found = try discovery.concepts(of: pictures, by: Squares.features())
        #expect(found.allSatisfy { $0.regionCount == one.regions && $0.pictureCount == one.pictures && $0.number == 1 })
        return !found.isEmpty
    }

    @Test(arguments: [
        // More than 40 regions.
        Case(regions: 40, pictures: 40, all: 40, isConcept: false),
        Case(regions: 41, pictures: 40, all: 40, isConcept: true),
        // Of more than half as many pictures.
        Case(regions: 41, pictures: 21, all: 100, isConcept: true),
        Case(regions: 42, pictures: 21, all: 100, isConcept: false),
        // Of more than a quarter as many, and more than a quarter of all.
        Case(regions: 42, pictures: 11, all: 43, isConcept: true),
        Case(regions: 42, pictures: 11, all: 44, isConcept: false),
        Case(regions: 44, pictures: 11, all: 43, isConcept: false),
        // Of more than a tenth as many, and more than half of all.
        Case(regions: 49, pictures: 5, all: 9, isConcept: true),
        Case(regions: 49, pictures: 5, all: 10, isConcept: false),
        Case(regions: 50, pictures: 5, all: 9, isConcept: false),
    ])
    func `The published rule`(one: Case) throws {
        #expect(try isConcept(one, .published) == one.isConcept)
    }

    @Test(arguments: [
        Case(regions: 6, pictures: 5, all: 10, isConcept: false),
        Case(regions: 7, pictures: 5, all: 10, isConcept: true),
        Case(regions: 7, pictures: 5, all: 11, isConcept: false),
        Case(regions: 70, pictures: 5, all: 10, isConcept: true),
    ])
    func `Seven regions of half of the pictures`(one: Case) throws {
        #expect(try isConcept(one, .init(minRegions: 7, minPictures: 0.5)) == one.isConcept)
    }

    @Test func `A cluster without regions is no concept`() throws {
        let none = Case(regions: 0, pictures: 0, all: 3, isConcept: false)
        #expect(try !isConcept(none, .init(minRegions: 0, minPictures: 0)))
    }
}
