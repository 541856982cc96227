internal import Mustache
internal import RationaleCore
internal import RationaleImaging

/// One input's section with a column for each network, as its template sees it.
struct ComparedInputView {
    struct Column {
        let title: String
        let bars: [InputView.Bar]
        let hasBars: Bool
        let target: String?
        /// The cards, each rendered already.
        let cards: [String]
        /// How many rows of the grid it has: title, answers, and its cards.
        let rows: Int
    }

    let name: String
    let id: String
    let searchable: String
    let size: String
    let source: String
    let place: PhotoView
    let note: String?
    let columns: [Column]
}

extension ReportRenderer {
    func section(for item: ComparedInput, number: Int) throws -> String {
        let id = "input-\(number)"
        let shown = Self.place(of: item.photo, region: nil, number: number)
        var searchable = item.name.lowercased()
        let columns = try item.columns.enumerated().map { place, column in
            let view = InputView(name: item.name, id: id, column.explanation)
            searchable += " " + view.bars.map { $0.label.lowercased() }.joined(separator: " ")
            let photo = Self.place(of: item.photo, region: column.region, number: number).view
            let input = ReportInput(name: item.name, .nothing, column.explanation, maps: column.maps)
            let cards = try column.explanation.findings.enumerated().map { index, finding in
                try card(
                    finding, of: input, id: "\(id)-\(place + 1)-map-\(index + 1)", photo: photo,
                    isTargetSaid: view.target != nil)
            }
            return ComparedInputView.Column(
                title: column.title, bars: view.bars, hasBars: view.hasBars, target: view.target, cards: cards,
                rows: cards.count + 2)
        }
        let size = item.originalSize ?? (item.photo.width, item.photo.height)
        return compared.render(
            ComparedInputView(
                name: item.name, id: id, searchable: searchable, size: "\(size.width) × \(size.height)",
                source: DataURI.jpeg(try shown.image.jpegData(quality: 85)), place: shown.view, note: item.note,
                columns: columns))
    }

    static func thumbnail(index: Int, input: ComparedInput) -> PageView.Thumbnail {
        thumbnail(
            index: index,
            input: ReportInput(
                name: input.name, .photo(input.photo),
                input.columns.first?.explanation ?? Explanation(input: input.name)))
    }
}
