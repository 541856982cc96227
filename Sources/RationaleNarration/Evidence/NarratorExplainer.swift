import RationaleAttribution
public import RationaleCore
public import RationaleImaging
public import RationaleNetworks
public import RationaleTorch

/// A narrator beside its classifier: writes sentences about pictures, traces their words, and tests them.
public struct NarratorExplainer: Sendable {
    public let narrator: Narrator
    public let classifier: Classifier
    let features: NarratorFeatures

    /// - Throws: `RationaleError.Code.usage` for another classifier than the narrator's, or one of other inputs than pictures and
    ///   vectors.
    public init(_ narrator: Narrator, for classifier: Classifier) throws {
        guard classifier.input.isPhoto || classifier.input.shape.count == 1 && !classifier.input.isText else {
            throw RationaleError(.usage, "\(classifier.name) takes no photos, so there is nothing to describe")
        }
        features = try narrator.features(of: classifier)
        self.narrator = narrator
        self.classifier = classifier
    }

    /// An input, and what both networks make of it.
    public struct View: Sendable {
        public let input: NarratorInput
        /// Those of ``NarratorExplainer/deciding``.
        public let scores: [Float]
        /// What the language network reads: `[1, width]`.
        public let read: Tensor

        /// As the classifier sees it.
        ///
        /// - Throws: `RationaleError.Code.usage` for ready features, in which nothing has a place.
        public var image: Image {
            get throws(RationaleError) {
                if let image = input.picture { return image }
                throw RationaleError(.usage, "of ready features there is no picture to show anything in")
            }
        }
    }

    /// The scores of the classifier that is narrated: the head's, where there is one. `[input, class]`, on the CPU.
    func scores(of inputs: [NarratorInput]) throws -> Tensor {
        let input = try classifier.input(of: inputs)
        guard let head = narrator.head else {
            return try withoutGradient { try classifier.scores(of: input).moved(to: .cpu) }
        }
        let x = try NarratorFeatures(classifier, mode: .captioning, layers: narrator.layers).features(of: input)
        return try withoutGradient { try head.classifier.scores(of: x) }
    }

    /// The classifier whose decision is described: the one on top, where there is one. Labels and scoring are its.
    public var deciding: Classifier { narrator.head?.classifier ?? classifier }

    /// Looks at pictures.
    ///
    /// - Parameter images: as the classifier sees them, all of one size.
    public func views(_ images: [Image]) throws -> [View] { try views(images.map(NarratorInput.picture)) }

    /// Looks at pictures, or at ready features.
    public func views(_ inputs: [NarratorInput]) throws -> [View] {
        let scores = try scores(of: inputs)
        let read = narrator.read(try features.features(of: classifier.input(of: inputs)))
        return inputs.indices.map { index in
            View(input: inputs[index], scores: scores.selected(0, index).floats, read: read.slice(0, index..<index + 1))
        }
    }

    /// Writes sentences about what was seen, one list for each view, the best first.
    public func sentences(for views: [View], _ decoding: Decoding) throws -> [[WrittenSentence]] {
        guard !views.isEmpty else { return [] }
        return try narrator.network.sentences(
            for: .concatenated(views.map(\.read)), decoding, narrator.vocabulary
        ).map(narrator.worded)
    }

    /// Writes sentences from which a listener recognises a class, the best first.
    ///
    /// - Parameters:
    ///   - view: what was seen.
    ///   - target: the class to be recognised.
    ///   - other: the only other class that the listener considers, for contrastive sentences; all where it is `nil`.
    ///   - weight: how much recognition counts, see ``Listener``.
    ///   - plausibility: how probable a word must be, see ``Listener``.
    ///   - width: of the beam.
    ///   - decoding: the longest sentence and the length normalisation.
    public func sentences(
        for view: View, recognizedAs target: Int, insteadOf other: Int? = nil, weight: Double? = nil,
        plausibility: Double? = nil, width: Int = 8, _ decoding: Decoding = Decoding()
    ) throws -> [WrittenSentence] {
        var listener = try narrator.listener(classes: other.map { [target, $0] })
        if let weight { listener.weight = weight }
        if let plausibility { listener.plausibility = plausibility }
        return narrator.worded(
            try narrator.network.sentences(
                for: view.read, recognizedAs: other == nil ? target : 0, by: listener, width: width, decoding,
                narrator.vocabulary))
    }

    /// The words of a sentence and what each came from.
    public func evidence(of sentence: WrittenSentence, in view: View) throws -> [WordEvidence] {
        try narrator.evidence(of: sentence.words, read: view.read)
    }

    /// The parts of r(x), in its order.
    public var parts: [NarratorFeatures.Part] { features.parts }

    /// Where in the picture the evidence of each word lies: a map of the picture's size for each, which adds up to what the
    /// activations with positions and the probabilities add to the word, in nats: its evidence, up to the quadrature's gap.
    ///
    /// A layer's activation in r(x) is a mean over positions, so its share is that of the positions:
    /// `g_c (A_c(y, x) − r̄_c) / area`. What came through the probabilities lies where the classifier saw the class:
    /// their share is spread like the class's Grad-CAM, or evenly where a classifier on top decides. Layers without positions
    /// are left out.
    ///
    /// - Parameters:
    ///   - words: from ``evidence(of:in:)``.
    ///   - view: what was seen.
    ///   - target: the class whose map the probabilities' share follows.
    /// - Complexity: one forward pass up to the last layer, and one Grad-CAM.
    public func maps(of words: [WordEvidence], in view: View, target: Int) throws -> [Heatmap] {
        let image = try view.image
        let (height, width) = (image.height, image.width)
        // What came through a classifier on top of the layers is placed as a whole, by the class.
        let planes =
            narrator.head != nil
            ? []
            : try withoutGradient {
                try NarratorFeatures.planes(of: classifier.input(of: [image]), classifier, narrator.layers)
            }
        var sums = words.map { _ in [Float](repeating: 0, count: height * width) }
        /// Adds a map of any resolution, whose sum is kept: interpolation changes it a little, so what speaks for the word
        /// and what speaks against it are scaled, each by itself, as their difference may be nearly nothing.
        func add(_ map: Heatmap, times factor: Float, to word: Int) {
            for sign: Float in [1, -1] {
                let part = Heatmap(height: map.height, width: map.width, values: map.values.map { max(0, $0 * sign) })
                let wanted = part.values.reduce(0, +)
                let resized = part.resized(height: height, width: width)
                let total = resized.values.reduce(0, +)
                guard total > 0 else { continue }
                let scale = sign * factor * wanted / total
                for pixel in sums[word].indices { sums[word][pixel] += scale * resized.values[pixel] }
            }
        }
        for (part, plane) in zip(features.parts, planes) where plane.rank == 4 {
            let (channels, rows, columns) = (plane.shape[1], plane.shape[2], plane.shape[3])
            // [channel, position], as the network reads activations, less the average
            let flat = plane.reshaped([channels, rows * columns]).moved(to: .cpu)
            let mean = narrator.mean.slice(0, part.range).unsqueezed(1)
            let excess =
                narrator.isStandardized
                ? (flat - mean) / narrator.scale.slice(0, part.range).unsqueezed(1) : flat - mean
            let weights = Tensor(
                words.flatMap { word in part.range.map { Float(word.gradient[$0]) } },
                shape: [words.count, channels])
            let values = (weights.matmul(excess) * (1 / Double(rows * columns))).floats
            for word in words.indices {
                let map = Heatmap(
                    height: rows, width: columns,
                    values: Array(values[word * rows * columns..<(word + 1) * rows * columns]))
                add(map, times: 1, to: word)
            }
        }
        let classParts = features.parts.filter { $0.name == NarratorFeatures.probabilities || narrator.head != nil }
        if !classParts.isEmpty {
            // Of a classifier on top nobody knows where it looked.
            let cam =
                narrator.head != nil
                ? nil
                : try GradCAM().attribute(
                    classifier.input(of: [image]), targets: [.index(target)], in: classifier)[0].map
            let place =
                cam.flatMap { $0.values.contains { $0 > 0 } ? $0 : nil } ?? Heatmap(height: 1, width: 1, values: [1])
            let total = place.values.reduce(0, +)
            for (index, word) in words.enumerated() {
                add(place, times: Float(classParts.reduce(0) { $0 + word.sum(over: $1.range) }) / total, to: index)
            }
        }
        return sums.map { Heatmap(height: height, width: width, values: $0) }
    }
}
