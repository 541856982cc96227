internal import Mustache
internal import RationaleCore
internal import RationaleImaging

/// Turns a report into pieces of HTML.
struct ReportRenderer {
    private let page: MustacheTemplate
    private let input: MustacheTemplate
    private let explanation: MustacheTemplate
    /// What comes after the last input.
    let end: String

    init() throws {
        // A template names its content type while it is parsed, so the name must be known before.
        precondition(HTMLText.isRegistered)
        page = try MustacheTemplate(string: PageTemplate.beginning)
        input = try MustacheTemplate(string: InputTemplate.text)
        explanation = try MustacheTemplate(string: ExplanationTemplate.text)
        end = PageTemplate.end(script: Script.text)
    }

    func beginning(_ view: PageView) -> String { page.render(view) }

    func section(for item: ReportInput, number: Int) throws -> String {
        let id = "input-\(number)"
        switch item.content {
        case .failed(let failure):
            return input.render(InputView(failure: failure, name: item.name, id: id))
        case .explained(let photo, let region, let predictions, let explanations):
            let place = Self.place(of: photo, region: region, number: number)
            let (targets, cards) = try cards(explanations, predictions, id: id, photo: place.view)
            let view = InputView(
                name: item.name, id: id,
                photo: InputView.Photo(
                    source: DataURI.jpeg(try place.image.jpegData(quality: 85)),
                    size: "\(item.originalSize?.width ?? photo.width) × \(item.originalSize?.height ?? photo.height)",
                    place: place.view, isCropped: region.map { $0 != PhotoRegion(whole: photo) } ?? false),
                predictions: predictions, explained: targets, explanations: cards)
            return input.render(view)
        case .read(let words, let unknown, let predictions, let explanations):
            let (targets, cards) = try cards(explanations, predictions, id: id, photo: nil)
            let passage = InputView.Passage(
                text: words.joined(separator: " "), unknown: unknown.isEmpty ? nil : unknown.joined(separator: ", "),
                size: NumberText.count(words.count, "word"))
            return input.render(
                InputView(
                    name: item.name, id: id, passage: passage, predictions: predictions, explained: targets,
                    explanations: cards))
        case .measured(let shape, let predictions, let explanations):
            let (targets, cards) = try cards(explanations, predictions, id: id, photo: nil)
            return input.render(
                InputView(
                    name: item.name, id: id, tensor: InputView.Measured(shape: shape), predictions: predictions,
                    explained: targets, explanations: cards))
        }
    }

    /// The method's cards, and what they explain.
    private func cards(
        _ explanations: [ReportExplanation], _ predictions: [Prediction], id: String, photo: PhotoView?
    ) throws -> (targets: [ExplainedTarget], cards: [String]) {
        let targets = explanations.compactMap { explanation -> ExplainedTarget? in
            guard case .attribution(let attribution) = explanation.outcome else { return nil }
            return attribution.target
        }
        let namesTarget = InputView.common(targets) == nil
        let labels = InputView.labels(predictions)
        let cards = try explanations.enumerated().map { index, explanation in
            try self.explanation.render(
                ExplanationView(
                    explanation, id: "\(id)-map-\(index + 1)", photo: photo, namesTarget: namesTarget, labels: labels))
        }
        return (targets, cards)
    }

    static func thumbnail(index: Int, input: ReportInput) -> PageView.Thumbnail {
        let id = "input-\(index + 1)"
        switch input.content {
        case .failed:
            return PageView.Thumbnail(
                id: id, name: input.name, searchable: input.name.lowercased(), place: nil, passage: nil, isBroken: true,
                caption: "failed", value: nil)
        case .explained(let photo, let region, let predictions, _):
            let size = shownSize(of: photo)
            return thumbnail(
                id, input.name, predictions, place: view(of: photo, shown: size, region: region, number: index + 1))
        case .read(let words, _, let predictions, _):
            return thumbnail(id, input.name, predictions, passage: words.joined(separator: " "))
        case .measured(let shape, let predictions, _):
            return thumbnail(id, input.name, predictions, passage: shape)
        }
    }

    private static func thumbnail(
        _ id: String, _ name: String, _ predictions: [Prediction], place: PhotoView? = nil, passage: String? = nil
    ) -> PageView.Thumbnail {
        let labels = predictions.prefix(InputView.shownPredictions).map(\.name)
        return PageView.Thumbnail(
            id: id, name: name,
            searchable: ([name, passage].compactMap(\.self) + labels).joined(separator: " ").lowercased(), place: place,
            passage: passage.map { String($0.prefix(120)) }, isBroken: false, caption: labels.first ?? "",
            value: predictions.first.map(NumberText.readout))
    }

    /// The photo at the size at which it is embedded.
    private static func place(
        of photo: Image, region: PhotoRegion?, number: Int
    ) -> (image: Image, view: PhotoView) {
        let size = shownSize(of: photo)
        let image = photo.resized(height: size.height, width: size.width, filter: .bilinear)
        return (image, view(of: photo, shown: size, region: region, number: number))
    }

    private static func view(
        of photo: Image, shown: (height: Int, width: Int), region: PhotoRegion?, number: Int
    ) -> PhotoView {
        let region = (region ?? PhotoRegion(whole: photo)).scaled(
            horizontally: Double(shown.width) / Double(photo.width),
            vertically: Double(shown.height) / Double(photo.height))
        return PhotoView(id: "photo-\(number)", width: shown.width, height: shown.height, region: region)
    }

    private static func shownSize(of photo: Image) -> (height: Int, width: Int) {
        let side = max(photo.height, photo.width)
        guard side > InputView.photoSide else { return (photo.height, photo.width) }
        let factor = Double(InputView.photoSide) / Double(side)
        func scaled(_ length: Int) -> Int { max(1, Int((Double(length) * factor).rounded())) }
        return (scaled(photo.height), scaled(photo.width))
    }
}
