/// What a sentence by anybody claims of a bird: the inverse of ``Scene/sentences(count:visible:)``.
///
/// Made for sentences of a trained language model, which may be false, ungrammatical or no sentences at all. What the
/// grammar itself wrote is read back exactly.
///
/// ```swift
/// let reading = SentenceReading(of: "a small bird with a yellow belly and a sharp bill.")
/// reading.sentence.claims   // size small, bellyColor yellow
/// reading.unread            // "sharp bill"
/// ```
///
/// The words are those with which the grammar writes, and the names of the attributes' values; with or without hyphens,
/// commas and full stops, in the singular or plural. How they are understood:
/// - “A yellow belly and breast” states two colours, as does “blue wings and tail”. Of no other two parts can the grammar
///   mean one adjective, so “a red crown and bill” says nothing of the bill. “The crown and bill are red” does.
/// - “A blue bird” states the colours of wings, crown and tail.
/// - The colour of marks (“white bars”) is no claim. Marks belong to the part that has them (“wings with spots”, “spots on
///   the breast”); by themselves, to the only part that can have them.
/// - “No crest” and “without an eye ring” are claims. Of any other denial, nothing is claimed: “no wings”, “not red”, “no
///   red crest”.
/// - A colour or pattern of a part is claimed even where no bird has it there (“a purple bill”).
/// - What is said twice is claimed twice, and so is what contradicts itself (“a red belly and a white belly”). A word that
///   is repeated at once is a slip and read once.
///
/// *Cost*: O(words), some 1.2 µs each.
public struct SentenceReading: Hashable, Sendable {
    /// The text, and a phrase for each claim. The ranges are those of ``Sentence/words``.
    public let sentence: Sentence
    /// The words that were not understood, or of which nothing follows, in ascending order: ranges of ``Sentence/words``
    /// without gaps between their words. Words that claim nothing by their nature (“this bird has a”) are not among them.
    public let unread: [Range<Int>]

    /// Reads any text.
    public init(of text: String) {
        let tokens = SentenceToken.tokens(of: text)
        var parser = SentenceParser(count: tokens.count)
        let repetitions = tokens.indices.dropFirst().filter { index in
            tokens[index].word == tokens[index - 1].word && tokens[index].separator != .stop
        }
        parser.read(SentenceVocabulary.shared.terms(of: tokens, without: Set(repetitions)), repetitions: repetitions)
        sentence = Sentence(text: text, phrases: parser.sortedPhrases)
        unread = parser.unread
    }
}
