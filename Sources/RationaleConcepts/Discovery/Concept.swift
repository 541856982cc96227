public import RationaleCore
public import RationaleImaging

/// Something that a network sees again and again in pictures of a class: a group of similar regions.
public struct Concept: Sendable {
    /// The class in whose pictures it was found, by its position among the classifier's scores.
    public var classIndex: Int
    /// Its number among the class's concepts, from 1.
    public var number: Int
    /// The class's label.
    public var label: String?
    /// What a person calls it.
    public var givenName: String?
    /// The mean feature of its regions.
    public var center: [Float]
    /// The mean distance of its regions from the centre: the unit in which matches are judged.
    public var spread: Double
    /// How many regions it has, and in how many pictures they are.
    public var regionCount: Int
    public var pictureCount: Int
    /// What the class loses when a region of the concept is painted over: log odds of exclusive classes, else its score; with
    /// a 95 % interval. `nil` where that was not measured.
    public var importance: Score?
    /// Whether the class's score rises towards the concept; `nil` where that was not measured.
    public var sensitivity: ConceptSensitivity.Measurement?
    /// The probability of such a sensitivity by chance, corrected for the number of concepts.
    public var probability: Double?
    /// Its regions, nearest to the centre first.
    public var examples: [Example]
    /// Where its regions usually are: the mean of their middles, in fractions of the picture's sides; `nil` where nobody noted it.
    public var place: SIMD2<Double>?
    /// Where it is among the other concepts of its class; `nil` where that was not learned, and it is looked for everywhere.
    public var seat: ConceptLayout.Seat?

    /// How many examples have their pixels when a concept is found; a page shows them.
    public static let shownExamples = 8

    /// A region that shows the concept.
    public struct Example: Sendable {
        /// The picture that it is of.
        public var picture: String
        /// Its number among the pictures that were searched.
        public var pictureNumber: Int
        /// In fractions of the picture's sides.
        public var box: Box
        /// Its distance from the centre, in units of the spread.
        public var distance: Double
        /// The pixels; only of the first examples.
        public var cut: RegionImage?

        public init(picture: String, pictureNumber: Int, box: Box, distance: Double, cut: RegionImage? = nil) {
            self.picture = picture
            self.pictureNumber = pictureNumber
            self.box = box
            self.distance = distance
            self.cut = cut
        }
    }

    /// A concept from its parts, for instance one whose regions a person marked.
    public init(
        classIndex: Int, number: Int, label: String? = nil, givenName: String? = nil, center: [Float], spread: Double,
        regionCount: Int, pictureCount: Int, importance: Score? = nil,
        sensitivity: ConceptSensitivity.Measurement? = nil,
        probability: Double? = nil, examples: [Example] = [], place: SIMD2<Double>? = nil,
        seat: ConceptLayout.Seat? = nil
    ) {
        self.classIndex = classIndex
        self.number = number
        self.label = label
        self.givenName = givenName
        self.center = center
        self.spread = spread
        self.regionCount = regionCount
        self.pictureCount = pictureCount
        self.importance = importance
        self.sensitivity = sensitivity
        self.probability = probability
        self.examples = examples
        self.place = place
        self.seat = seat
    }

    /// What answers call it: the name that a person gave, or its ``standardName``.
    public var name: String { givenName ?? standardName }

    /// `ember finch 3`; unlike ``name`` no other concept of the model has it.
    public var standardName: String { "\(label ?? "class \(classIndex)") \(number)" }
}

/// A region cut out of its picture: the pixels of its box, and which of them belong to it.
public struct RegionImage: Sendable, Equatable {
    public let image: Image
    public let mask: Mask

    /// - Precondition: both have the same size.
    public init(image: Image, mask: Mask) {
        precondition(image.width == mask.width && image.height == mask.height, "a mask of another size")
        self.image = image
        self.mask = mask
    }

    /// The pixels of a mask's box; `nil` for an empty mask.
    public init?(of mask: Mask, in picture: Image) {
        guard let box = mask.box else { return nil }
        let (left, top, width, height) = (Int(box.x), Int(box.y), Int(box.width), Int(box.height))
        var levels: [UInt8] = []
        var bits: [Bool] = []
        for row in top..<top + height {
            let line = row * picture.width + left
            levels += picture.pixels[line * 3..<(line + width) * 3]
            bits += mask.bits[line..<line + width]
        }
        self.init(
            image: Image(width: width, height: height, pixels: levels),
            mask: Mask(height: height, width: width, bits: bits))
    }

    /// The region on a plain ground, as a page shows it.
    public func picture(ground: UInt8 = 117) -> Image {
        var levels = image.pixels
        for (place, isInside) in mask.bits.enumerated() where !isInside {
            for channel in 0..<3 { levels[place * 3 + channel] = ground }
        }
        return Image(width: image.width, height: image.height, pixels: levels)
    }
}
