public import RationaleCore
public import RationaleImaging

/// What a page of concepts says about one class.
public struct ConceptSection: Sendable {
    /// The class's label.
    public var title: String
    /// What holds for all of its concepts, in sentences.
    public var sentences: [String]
    /// The most important first.
    public var cards: [Card]

    public init(title: String, sentences: [String] = [], cards: [Card]) {
        self.title = title
        self.sentences = sentences
        self.cards = cards
    }

    /// What a page says about one concept.
    public struct Card: Sendable {
        /// Letters, digits and hyphens; no other concept of the page has it.
        public var id: String
        public var name: String
        public var regions: Int
        public var pictures: Int
        /// What the class loses without the concept, and its interval.
        public var importance: Score?
        /// The TCAV score with the ends of its interval, each 0 to 1.
        public var sensitivity: (value: Double, low: Double, high: Double)?
        /// The probability of such a TCAV score by chance.
        public var probability: Double?
        /// Regions on a plain ground, the most typical first; the first one stands for the concept wherever there is little room.
        public var patches: [Image]
        public var places: [Place]
        /// The nearest concepts of the same class and of others, nearest first.
        public var ownNeighbors: [Neighbor]
        public var otherNeighbors: [Neighbor]

        public init(
            id: String, name: String, regions: Int, pictures: Int, importance: Score? = nil,
            sensitivity: (value: Double, low: Double, high: Double)? = nil, probability: Double? = nil,
            patches: [Image], places: [Place] = [], ownNeighbors: [Neighbor] = [], otherNeighbors: [Neighbor] = []
        ) {
            self.id = id
            self.name = name
            self.regions = regions
            self.pictures = pictures
            self.importance = importance
            self.sensitivity = sensitivity
            self.probability = probability
            self.patches = patches
            self.places = places
            self.ownNeighbors = ownNeighbors
            self.otherNeighbors = otherNeighbors
        }
    }

    /// A concept in one of its pictures.
    public struct Place: Sendable {
        /// As the network sees it.
        public var photo: Image
        /// The region's outlines, polygons of x and y after each other, in fractions of the picture's sides.
        public var outlines: [[Double]]
        /// What each place adds to the picture's likeness with the concept; `nil` where that was not asked.
        public var map: Heatmap?
        /// What it is of, and what the map says.
        public var caption: String

        public init(photo: Image, outlines: [[Double]], map: Heatmap? = nil, caption: String) {
            self.photo = photo
            self.outlines = outlines
            self.map = map
            self.caption = caption
        }
    }

    /// Another concept, and how far it is.
    public struct Neighbor: Sendable, Equatable {
        /// Its ``Card/id``.
        public var id: String
        public var name: String
        /// In units of the concept's spread.
        public var distance: Double

        public init(id: String, name: String, distance: Double) {
            self.id = id
            self.name = name
            self.distance = distance
        }
    }
}
