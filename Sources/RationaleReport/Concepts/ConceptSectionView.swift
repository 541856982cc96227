internal import Foundation
internal import RationaleCore
internal import RationaleImaging

/// A class's concepts as their template sees them.
struct ConceptSectionView {
    let id: String
    let title: String
    /// `7 concepts`
    let count: String
    let sentences: [String]
    let isEmpty: Bool
    let isMany: Bool
    let cards: [ConceptCardView]

    init(_ section: ConceptSection, id: String, unit: String) throws {
        self.id = id
        title = section.title
        count = NumberText.count(section.cards.count, "concept")
        sentences = section.sentences
        isEmpty = section.cards.isEmpty
        isMany = section.cards.count > 1
        let ends = section.cards.compactMap(\.importance).flatMap { [$0.low, $0.high, $0.value] }.filter(\.isFinite)
        let range = min(0, ends.min() ?? 0)...max(1e-9, ends.max() ?? 1)
        cards = try section.cards.map { try ConceptCardView($0, range: range, unit: unit) }
    }
}

/// A concept as its template sees it.
struct ConceptCardView {
    /// A value on a bar, in per cent of its width.
    struct Bar {
        let text: String
        let detail: String
        let zero: String
        let left: String
        let width: String
        let low: String
        let span: String
        let isNegative: Bool

        init(
            _ value: Double, _ low: Double, _ high: Double, in range: ClosedRange<Double>, text: String, detail: String
        ) {
            func place(_ value: Double) -> Double {
                let length = range.upperBound - range.lowerBound
                let fraction = (value - range.lowerBound) / length
                return fraction.isFinite ? 100 * min(1, max(0, fraction)) : 0
            }
            func number(_ value: Double) -> String { String(format: "%.2f", value) }
            let origin = place(0)
            self.text = text
            self.detail = detail
            zero = number(origin)
            left = number(min(origin, place(value)))
            width = number(abs(place(value) - origin))
            self.low = number(place(low))
            span = number(place(high) - place(low))
            isNegative = value < 0
        }
    }

    struct Patch {
        let source: String
        let label: String
    }

    struct Neighbor {
        let id: String
        let spriteID: String
        let name: String
        let distance: String
    }

    let id: String
    let spriteID: String
    let name: String
    let size: String
    let importance: Bar?
    let importanceShort: String?
    let sensitivity: Bar?
    let sprite: String?
    let spriteBox: String
    let patches: [Patch]
    let places: [ConceptPlaceView]
    let hasPlaces: Bool
    let ownNeighbors: [Neighbor]
    let hasOwn: Bool
    let otherNeighbors: [Neighbor]
    let hasOthers: Bool

    static let patchSide = 88

    init(_ card: ConceptSection.Card, range: ClosedRange<Double>, unit: String) throws {
        id = card.id
        spriteID = "sprite-\(card.id)"
        name = card.name
        size = "\(NumberText.count(card.regions, "region")) in \(NumberText.count(card.pictures, "picture"))"
        importance = card.importance.map { score in
            Bar(
                score.value, score.low, score.high, in: range, text: ShortNumber(score.value).signed,
                detail: "95 %: \(ShortNumber(score.low)) to \(ShortNumber(score.high))")
        }
        importanceShort = card.importance.map { ShortNumber($0.value).signed }
        sensitivity = card.sensitivity.map { value, low, high in
            let chance = card.probability.map { $0 < 0.001 ? "p < 0.001" : "p = \(ShortNumber($0))" }
            return Bar(
                value, low, high, in: 0...1, text: String(format: "%.2f", value), detail: chance ?? "")
        }
        let small = card.patches.map { $0.thumbnail(side: Self.patchSide) }
        let sources = try small.map { DataURI.jpeg(try $0.jpegData(quality: 80)) }
        sprite = sources.first
        spriteBox = small.first.map { "0 0 \($0.width) \($0.height)" } ?? "0 0 1 1"
        patches = sources.dropFirst().enumerated().map { Patch(source: $1, label: "Typical region \($0 + 2)") }
        places = try card.places.enumerated().map { try ConceptPlaceView($1, id: "\(card.id)-\($0 + 1)") }
        hasPlaces = !places.isEmpty
        func views(_ neighbors: [ConceptSection.Neighbor]) -> [Neighbor] {
            neighbors.map {
                Neighbor(
                    id: $0.id, spriteID: "sprite-\($0.id)", name: $0.name,
                    distance: ShortNumber($0.distance).description)
            }
        }
        ownNeighbors = views(card.ownNeighbors)
        otherNeighbors = views(card.otherNeighbors)
        hasOwn = !ownNeighbors.isEmpty
        hasOthers = !otherNeighbors.isEmpty
    }
}

/// A concept in a photo as its template sees it.
struct ConceptPlaceView {
    let photoID: String
    let clipID: String
    let source: String
    let box: String
    let width: Int
    let height: Int
    let polygons: [String]
    /// The heat map as a transparent picture; `nil` where there is none, or nothing in it.
    let layer: String?
    let caption: String

    static let photoSide = 176

    init(_ place: ConceptSection.Place, id: String) throws {
        let photo = place.photo.thumbnail(side: Self.photoSide)
        photoID = "photo-\(id)"
        clipID = "clip-\(id)"
        (width, height) = (photo.width, photo.height)
        box = "0 0 \(photo.width) \(photo.height)"
        source = DataURI.jpeg(try photo.jpegData(quality: 76))
        polygons = place.outlines.map { numbers in
            let points = stride(from: 0, to: numbers.count - 1, by: 2).map {
                Drawing.Point(numbers[$0] * Double(photo.width), numbers[$0 + 1] * Double(photo.height))
            }
            return ConceptGraphLayout.simplified(points, tolerance: 0.9 * Double(photo.width) / 224)
                .map { String(format: "%.1f,%.1f", $0.x, $0.y) }.joined(separator: " ")
        }
        layer = try place.map.flatMap { map in
            map.degeneracy == nil
                ? DataURI.png(try HeatmapPicture(map, isSigned: true).layerPNG(isEnlarged: false)) : nil
        }
        caption = place.caption
    }
}
