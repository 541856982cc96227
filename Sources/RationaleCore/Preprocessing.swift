/// How a photo becomes the input of a network: torchvision's evaluation chain as plain numbers.
///
/// Resize the shorter side, crop the centre, scale grey levels to 0…1, then `(value − mean) / standardDeviation`.
public struct Preprocessing: Equatable, Hashable, Sendable, Codable {
    public enum Filter: String, Sendable, Codable, CaseIterable { case nearest, bilinear, bicubic }

    /// What the resize step aims at.
    public enum Resize: Equatable, Hashable, Sendable, Codable {
        /// The shorter side gets this length, the aspect ratio is kept (`Resize(256)`).
        case shorterSide(Int)
        /// Both sides are set, the aspect ratio is lost (`Resize((224, 224))`).
        case exactly(height: Int, width: Int)
    }

    /// `nil` leaves the size alone.
    public var resize: Resize?
    /// Height and width of the centre crop, zero-padded where the picture is smaller; `nil` crops nothing.
    public var cropHeight: Int?
    public var cropWidth: Int?
    public var filter: Filter
    /// Per channel, on the scale 0…1.
    public var mean: [Float]
    public var standardDeviation: [Float]

    public init(
        resize: Resize?, cropHeight: Int? = nil, cropWidth: Int? = nil, filter: Filter = .bilinear, mean: [Float],
        standardDeviation: [Float]
    ) {
        self.resize = resize
        self.cropHeight = cropHeight
        self.cropWidth = cropWidth
        self.filter = filter
        self.mean = mean
        self.standardDeviation = standardDeviation
    }

    /// How many channels a photo gets: 1 for grey, 3 for red, green and blue, 4 with opacity behind them.
    public var channels: Int { mean.count }

    /// The mean and standard deviation of ImageNet's training photos, as torchvision uses them.
    public static let imageNetMean: [Float] = [0.485, 0.456, 0.406]
    public static let imageNetStandardDeviation: [Float] = [0.229, 0.224, 0.225]

    /// torchvision's `ImageClassification` preset: shorter side to `resize`, centre crop, ImageNet's normalisation.
    public static func imageNet(resize: Int = 256, crop: Int = 224, filter: Filter = .bilinear) -> Preprocessing {
        Preprocessing(
            resize: .shorterSide(resize), cropHeight: crop, cropWidth: crop, filter: filter, mean: imageNetMean,
            standardDeviation: imageNetStandardDeviation)
    }
}
