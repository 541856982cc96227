public import RationaleCore
public import RationaleImaging

/// What a report says about one input.
public struct ReportInput: Sendable {
    public enum Content: Sendable {
        /// The input was explained.
        ///
        /// - photo: the photo itself, or what the network saw of it.
        /// - region: the part of the photo that the heat maps lie on; `nil` is the whole photo.
        /// - predictions: most probable first; the report shows five.
        case explained(
            photo: Image, region: PhotoRegion?, predictions: [Prediction], explanations: [ReportExplanation])
        /// A text was explained.
        ///
        /// - words: as the network reads them.
        /// - unknown: those of them that it does not know.
        case read(
            words: [String], unknown: [String], predictions: [Prediction], explanations: [ReportExplanation])
        /// A tensor was explained that is neither a photo nor a text.
        ///
        /// - shape: in words: `[1, 16000]`.
        case measured(shape: String, predictions: [Prediction], explanations: [ReportExplanation])
        /// The input could not be read or run.
        case failed(ReportFailure)
    }

    /// The file's name, as a reader knows it.
    public var name: String
    public var content: Content
    /// The photo's own size in pixels, where a smaller version is given.
    public var originalSize: (width: Int, height: Int)?

    /// An input that was explained.
    public init(
        name: String, photo: Image, region: PhotoRegion? = nil, predictions: [Prediction],
        explanations: [ReportExplanation]
    ) {
        self.name = name
        content = .explained(photo: photo, region: region, predictions: predictions, explanations: explanations)
    }

    /// A text that was explained.
    public init(
        name: String, words: [String], unknown: [String] = [], predictions: [Prediction],
        explanations: [ReportExplanation]
    ) {
        self.name = name
        content = .read(words: words, unknown: unknown, predictions: predictions, explanations: explanations)
    }

    /// A tensor that was explained.
    public init(name: String, shape: String, predictions: [Prediction], explanations: [ReportExplanation]) {
        self.name = name
        content = .measured(shape: shape, predictions: predictions, explanations: explanations)
    }

    /// An input that could not be read or run.
    public init(name: String, failure: ReportFailure) {
        self.name = name
        content = .failed(failure)
    }
}

/// What went wrong with an input or a method, and what to try next.
public struct ReportFailure: Sendable, Equatable {
    public var message: String
    public var hint: String?

    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    public init(_ error: RationaleError) { self.init(error.message, hint: error.hint) }
}
