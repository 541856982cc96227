internal import Mustache
internal import RationaleCore
internal import RationaleImaging

/// Turns a report into pieces of HTML.
struct ReportRenderer {
    private let page: MustacheTemplate
    private let input: MustacheTemplate
    let compared: MustacheTemplate
    private let card: MustacheTemplate
    /// By their types.
    private let blocks: [ObjectIdentifier: MustacheTemplate]
    /// What comes after the last input.
    let end: String
    private let colorMap: ColorMap?

    init(colorMap: ColorMap?) throws {
        // A template names its content type while it is parsed, so the name must be known before.
        precondition(HTMLText.isRegistered)
        page = try MustacheTemplate(string: PageTemplate.beginning)
        input = try MustacheTemplate(string: InputTemplate.text)
        compared = try MustacheTemplate(string: ComparedInputTemplate.text)
        card = try MustacheTemplate(string: CardTemplate.text)
        blocks = Dictionary(
            uniqueKeysWithValues: try Blocks.kinds.map {
                (ObjectIdentifier($0), try MustacheTemplate(string: HTMLText.declaration + $0.template))
            })
        end = PageTemplate.end(script: Script.text)
        self.colorMap = colorMap
    }

    func beginning(_ view: PageView) -> String { page.render(view) }

    func section(for item: ReportInput, number: Int) throws -> String {
        let id = "input-\(number)"
        let explanation = item.explanation
        if let error = explanation.error {
            return input.render(InputView(failure: error, name: item.name, id: id))
        }
        var view = InputView(name: item.name, id: id, explanation)
        var place: PhotoView?
        switch item.subject {
        case .photo(let photo, let region, let originalSize):
            let shown = Self.place(of: photo, region: region, number: number)
            place = shown.view
            view.photo = InputView.Photo(
                source: DataURI.jpeg(try shown.image.jpegData(quality: 85)),
                size: "\(originalSize?.width ?? photo.width) × \(originalSize?.height ?? photo.height)",
                place: shown.view, isCropped: region.map { $0 != PhotoRegion(whole: photo) } ?? false)
        case .text: view.passage = InputView.Passage(explanation)
        case .tensor(let shape): view.tensor = InputView.Measured(shape: shape)
        case .nothing: view.tensor = InputView.Measured(shape: nil)
        }
        view.explanations = try explanation.findings.enumerated().map { index, finding in
            try card(finding, of: item, id: "\(id)-map-\(index + 1)", photo: place, isTargetSaid: view.target != nil)
        }
        return input.render(view)
    }

    /// - Parameter isTargetSaid: whether the input says what all its cards explain.
    func card(
        _ finding: Finding, of item: ReportInput, id: String, photo: PhotoView?, isTargetSaid: Bool
    ) throws -> String {
        let target = TargetText.full(finding.target, labels: InputView.labels(item.explanation.predictions))
        let block = try Blocks.block(
            for: finding,
            BlockContext(
                map: item.maps[finding.method], picture: item.pictures[finding.method], colorMap: colorMap,
                photo: photo, target: target, id: id, conceptPictures: item.conceptPictures))
        return card.render(
            CardView(finding, id: id, block: html(of: block), target: isTargetSaid ? nil : target))
    }

    private func html(of block: any Block) -> String {
        guard let template = blocks[ObjectIdentifier(type(of: block))] else {
            preconditionFailure("\(type(of: block)) is not among the kinds of blocks")
        }
        let html = template.render(block)
        return html.hasSuffix("\n") ? String(html.dropLast()) : html
    }

    static func thumbnail(index: Int, input: ReportInput) -> PageView.Thumbnail {
        let id = "input-\(index + 1)"
        let predictions = input.explanation.predictions
        if input.explanation.error != nil {
            return PageView.Thumbnail(
                id: id, name: input.name, searchable: input.name.lowercased(), place: nil, passage: nil, isBroken: true,
                caption: "failed", value: nil)
        }
        switch input.subject {
        case .photo(let photo, let region, _):
            let size = shownSize(of: photo)
            return thumbnail(
                id, input.name, predictions, place: view(of: photo, shown: size, region: region, number: index + 1))
        case .text:
            return thumbnail(id, input.name, predictions, passage: input.explanation.written?.joined(separator: " "))
        case .tensor(let shape): return thumbnail(id, input.name, predictions, passage: shape)
        case .nothing: return thumbnail(id, input.name, predictions)
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
    static func place(
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
