/// An explanation in words.
struct SentenceBlock: Block {
    let sentence: String

    static let template = """
        <blockquote class="sentence">{{sentence}}</blockquote>

        """
}
