/// Cuts English into words as NLTK's `word_tokenize(text, preserve_line=True)` does.
///
/// Cases are kept, and punctuation stays. Only a full stop at the end of the text is cut off, so a text should be one
/// sentence. NLTK's default cuts the text into sentences first, by a trained model that is not part of this twin; on texts
/// of one sentence both agree.
///
/// *Source:* NLTK 3.10, `NLTKWordTokenizer`, after Robert MacIntyre's script for the Penn Treebank (1995). That release
/// uses two packages for regular expressions, which do not agree on what a word is; nor does this twin.
///
/// *Cost*: about twenty passes over the text.
public struct TreebankTokenizer: Sendable, Hashable {
    public init() {}

    /// The words of a text.
    public func tokens(of text: String) -> [String] {
        var pass = TreebankText(text)
        pass.openQuotes()
        pass.separatePunctuation()
        pass.closeQuotes()
        pass.cutContractions()
        return pass.words
    }
}
