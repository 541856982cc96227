public import RationaleAttribution
public import RationaleCore
import RationaleNarration
public import RationaleImaging
public import RationaleNetworks
import RationaleText

/// A loaded classifier that is ready to be asked: what a run over many inputs and a server share. It answers in memory.
///
/// ```swift
/// var session = try Session(SessionRequest(options))
/// let (answers, _) = try session.answers(about: [SessionInput(.file("photo.jpg"))])
/// for prediction in answers[0]?.explanation.predictions ?? [] { print(prediction.name) }
/// ```
public struct Session: Sendable {
    public let request: SessionRequest
    /// Its classes have names from the first answer on, where nobody gave them names and they are ImageNet's.
    public internal(set) var classifier: Classifier
    /// What is asked, in this order.
    public private(set) var methods: [any Explainer]
    /// The layer that the first method needs that needs one: the pass that predicts keeps its activation.
    let observedLayer: LayerChoice?
    /// Told how far a method is that takes long.
    public var methodProgress = MethodProgress.silent

    /// Loads what a request names.
    ///
    /// - Parameters:
    ///   - request: which network, and what is asked.
    ///   - methods: what is asked; `nil` for the request's own.
    /// - Throws: `RationaleError`: what is wrong with the request or the model's files.
    public init(_ request: SessionRequest, methods: [any Explainer]? = nil) throws {
        let inWords: [any Explainer] = try request.narrator().map { [InWords($0)] } ?? []
        self.init(request, try request.classifier(), methods: (methods ?? request.methods) + inWords)
    }

    init(_ request: SessionRequest, _ classifier: Classifier, methods: [any Explainer]) {
        self.request = request
        self.classifier = classifier
        self.methods = methods
        // A method that finds no layer says so itself, for each input.
        observedLayer = methods.lazy.compactMap { try? $0.observedLayer(in: classifier.network) }.first
    }

    /// Gathers what methods need to know of a layer, where the request names inputs for that.
    ///
    /// - Parameter progress: told how many of these inputs are done, and how many there are.
    public mutating func estimate(progress: (Int, Int) throws -> Void = { _, _ in }) throws {
        guard let estimation = request.estimation else { return }
        var equipped = try estimation.equipped(
            methods.compactMap { $0 as? any AttributionMethod }, for: classifier, progress: progress)[...]
        methods = methods.map { $0 is any AttributionMethod ? equipped.removeFirst() : $0 }
    }

    /// How many inputs are best asked about at once. Texts differ in length, and are explained without padding, one by one.
    public func chunk(limit: Int) throws -> Int {
        request.kind == .text ? 1 : try request.budget.chunk(of: classifier.network, limit: max(1, limit))
    }

    /// Explains inputs by every method.
    ///
    /// An input that cannot be explained has an answer with an error, and a method that cannot explain an input a finding with
    /// one, as long as something else can succeed.
    ///
    /// - Parameters:
    ///   - inputs: as many as fit into the memory, see ``chunk(limit:)``.
    ///   - progress: called after each method.
    /// - Returns: by the positions of the inputs; where the work was interrupted (`Cancellation`), what was finished by then.
    /// - Throws: `RationaleError`: `usage` for a class that the network does not have, and for the only method where it suits
    ///   neither network nor inputs.
    /// - Complexity: one forward pass for the predictions, and what each method says.
    public mutating func answers(
        about inputs: [SessionInput], progress: (SessionProgress) throws -> Void = { _ in }
    ) throws -> (answers: [Int: SessionAnswer], wasInterrupted: Bool) {
        var chunk = SessionChunk(self, inputs)
        var wasInterrupted = false
        do {
            switch request.kind {
            case .picture, .tensor: try chunk.explainBatch(progress: progress)
            case .text: for index in inputs.indices { try chunk.explainText(index, progress: progress) }
            }
        } catch let error as RationaleError where error.code == .interrupted {
            wasInterrupted = true
        }
        classifier = chunk.classifier
        return (chunk.answers, wasInterrupted)
    }
}

/// An input that a session is asked about.
public struct SessionInput: Sendable {
    public enum Subject: Sendable {
        /// A photo's, a text's or a tensor's file, as the session's kind says.
        case file(String)
        case photo(Image, name: String)
        case text(String)
    }

    public let subject: Subject
    /// What is known already: these methods are not asked again.
    public let known: [Finding]

    public init(_ subject: Subject, known: [Finding] = []) {
        self.subject = subject
        self.known = known
    }

    /// What explanations and errors call it.
    public var name: String {
        switch subject {
        case .file(let path): path
        case .photo(_, let name): name
        case .text(let text): text
        }
    }
}

/// How far a session is with its answers.
public struct SessionProgress: Sendable {
    /// The method that is done.
    public let method: String
    /// For how many inputs.
    public let count: Int
    /// What is known so far, by the positions of the inputs.
    public let answers: [Int: SessionAnswer]
}

/// What a session says about an input.
public struct SessionAnswer: Sendable {
    public internal(set) var explanation: Explanation
    /// Those that were made now, by method; the explanation has their findings.
    public internal(set) var attributions: [String: Attribution] = [:]
    /// A photo as it is shown.
    public internal(set) var photo: ShownPhoto?
}
