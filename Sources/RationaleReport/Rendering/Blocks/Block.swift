internal import RationaleCore
internal import RationaleImaging

/// What a card shows between its title and its facts: one kind of block for each kind of finding.
///
/// A new kind is a type in a file of its own, its name in ``Blocks/kinds``, and its case in ``Blocks/block(for:_:)``.
protocol Block {
    /// Its HTML, of which the tags name the block's own properties.
    static var template: String { get }
}

/// What a block may need beside its finding.
struct BlockContext {
    /// Of a finding that is a map.
    let map: Heatmap?
    let picture: HeatmapPicture?
    let colorMap: ColorMap?
    /// The photo behind a map; `nil` for other inputs.
    let photo: PhotoView?
    /// What is explained, in words.
    let target: String
    /// The card's name in the document, with which the names of a block's parts begin.
    let id: String
    /// What a graph of concepts names, by path.
    let conceptPictures: [String: Image]
}

enum Blocks {
    static var kinds: [any Block.Type] {
        [MapBlock.self, WordsBlock.self, SentenceBlock.self, NarrationBlock.self, GraphBlock.self, NoticeBlock.self]
    }

    /// The block of a finding.
    static func block(for finding: Finding, _ context: BlockContext) throws -> any Block {
        switch finding.content {
        case .map:
            guard let map = context.map else { return NoticeBlock.missing(finding.map) }
            if let degeneracy = map.degeneracy { return NoticeBlock(degeneracy) }
            return try MapBlock(map, finding, context)
        case .words(let words, let values):
            if let text = try? HighlightedText(
                words: words, values: values, unit: finding.unit, colorMap: context.colorMap,
                special: Set(finding.special))
            {
                return WordsBlock(text, title: finding.title, target: context.target)
            }
            return NoticeBlock(Heatmap(height: 1, width: values.count, values: values).degeneracy ?? .empty)
        case .sentence(let sentence): return SentenceBlock(sentence: sentence)
        case .narration(let narration): return try NarrationBlock(narration, context)
        case .graph(let graph): return try GraphBlock(graph, finding, context)
        case nil: return NoticeBlock(finding.error)
        }
    }
}
