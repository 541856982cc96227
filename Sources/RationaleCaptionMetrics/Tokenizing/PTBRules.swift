/// The rules of the Penn Treebank's tokenizer as the Stanford tokenizer applies them: the longest match wins, and of equally
/// long ones the first.
///
/// *Source:* Marcus, Santorini and Marcinkiewicz (1993), "Building a large annotated corpus of English: the Penn Treebank";
/// what the Stanford tokenizer, release 3.4.1, does with its defaults. The rules are written anew from its behaviour and
/// from its authors' description.
struct PTBRule: Sendable {
    /// What becomes of the matched text.
    enum Effect: Sendable {
        /// A token as it stands.
        case text
        /// A token without soft hyphens.
        case word
        case fixed(String)
        /// Hyphens: three or four of them are a dash.
        case hyphens
        /// A token with TeX's quotation marks.
        case quotes(opening: Bool)
        case fraction, currency, ampersand, parentheses
        /// A token whose spaces do not break.
        case unbroken
        /// A telephone number: its spaces do not break, its parentheses get names.
        case phone
        /// A token that ends so many units earlier.
        case split(Int)
        /// An abbreviation at the end of a sentence: its full stop counts for both.
        case abbreviationAtEnd
        /// An acronym at the end of a sentence: as ``abbreviationAtEnd``, but a single letter loses its full stop.
        case acronymAtEnd
        /// No token.
        case nothing
    }

    let head: LexicalPattern
    /// What must follow and stays for the next token.
    let tail: LexicalPattern?
    let effect: Effect

    static let all: [PTBRule] = {
        var grammar = LexicalGrammar()
        grammar.definePTBSets()
        grammar.definePTBPatterns()
        func rule(_ head: String, before tail: String? = nil, _ effect: Effect) -> PTBRule {
            PTBRule(head: grammar.pattern(head), tail: tail.map { grammar.pattern($0) }, effect: effect)
        }
        return [
            rule("c\\+\\+|[cCfF]#", .text),
            rule("cannot|'twas", .split(3)),
            rule("'tis|gonna|gotta|lemme|gimme|wanna", .split(2)),
            rule("{tag}", .unbroken),
            rule("&(md|mdash|ndash);|[\u{96}\u{97}\u{2013}-\u{2015}]", .fixed("--")),
            rule("&amp;", .ampersand),
            rule("&(ht|tl|ur|lr|qc|ql|qr|odq|cdq|#[0-9]+);", .text),
            rule("{word}", before: "{contraction}", .word),
            rule("[A-Za-z\u{AD}]*[A-MO-Za-mo-z]\u{AD}*", before: "n{anyApostrophe}t", .word),
            rule("{word}", .word),
            rule("{withApostrophe}", .text),
            rule("y{apostrophe}", before: "{letter}", .text),
            rule("{fullAddress}|{likelyAddress}", .text),
            rule("{mail}", .text),
            rule("@[a-zA-Z_][a-zA-Z_0-9]*|#{wordLetter}+", .text),
            rule("{contraction}|n{anyApostrophe}t", before: "[^A-Za-z]", .quotes(opening: false)),
            rule("{digit}{1,2}[\\-/]{digit}{1,2}[\\-/]{digit}{2,4}", .text),
            rule("[\\-+]?{number}", .word),
            rule("{raisedNumber}", .text),
            rule("({digit}{1,4}[\\- \u{A0}])?{digit}{1,4}(\\\\?/|\u{2044}){digit}{1,4}", .unbroken),
            rule("[\u{BC}-\u{BE}\u{2153}-\u{215E}]", .fraction),
            rule("{special}", .ampersand),
            rule("{slashed}", .text),
            rule("[A-Z]*$|#", .text),
            rule("{currency}", .currency),
            rule("{initials}.", before: "{white}+{sentenceStart}{white}", .acronymAtEnd),
            rule("({beforeNumber}).", before: "{white}?{decimal}", .text),
            rule("(pt[eyEY]|co).", before: "{space}(ltd|lim)", .text),
            rule("({beforeSmall}).", before: "{white}({white}|{capital}|{tag})", .abbreviationAtEnd),
            rule("({beforeSmall}).", before: "[^][^]", .text),
            rule("({beforeSmall}).", .abbreviationAtEnd),
            rule("({beforeName}|{initials}).", .text),
            rule("{beforeName}|{initials}", before: "{space}", .text),
            rule("{initials}", before: "{white}", .text),
            rule("{apostrophe}[0-9][0-9]", before: "{white}", .text),
            rule("{fileName}", before: "{white}|[.?!,]", .text),
            rule("{word}.", before: "{pause}", .word),
            rule("{phone}", .phone),
            rule("\"|&quot;", before: "[A-Za-z0-9$]", .quotes(opening: true)),
            rule("\"|&quot;", .quotes(opening: false)),
            rule("\u{7F}", .nothing),
            rule("<|&lt;", .fixed("<")),
            rule(">|&gt;", .fixed(">")),
            rule("[<>]?[:;=][\\-o*']?[()DPdpO\\\\\\{@|\\[\\]]", before: "[^A-Za-z0-9]", .parentheses),
            rule("{face}", .parentheses),
            rule("\\{", .fixed("-LCB-")),
            rule("\\}", .fixed("-RCB-")),
            rule("\\[", .fixed("-LSB-")),
            rule("\\]", .fixed("-RSB-")),
            rule("\\(", .fixed("-LRB-")),
            rule("\\)", .fixed("-RRB-")),
            rule("\\-+", .hyphens),
            rule(".{3,5}|(.[ \u{A0}]){2,4}.|[\u{85}\u{2026}]", .fixed("...")),
            rule("@+|#+|_+", .text),
            rule("\\*+|(\\\\\\*){1,3}", .text),
            rule("{pause}", .text),
            rule("[?!]+", .text),
            rule("[.\u{A1}\u{BF}\u{37E}\u{589}\u{61F}\u{6D4}\u{700}-\u{702}\u{7FA}\u{3002}]", .text),
            rule("=", .text),
            rule("/", .text),
            rule("{hyphenated}.", before: "{pause}", .word),
            rule("{hyphenated}", .word),
            rule("{thing}.", before: "{pause}", .text),
            rule("{thing}", .text),
            rule("{joined}.", before: "{pause}", .ampersand),
            rule("{joined}", .ampersand),
            rule("'", before: "[A-Za-z][^ \t\n\r\u{A0}]", .quotes(opening: true)),
            rule("{contraction}|n{anyApostrophe}t", .quotes(opening: false)),
            rule("{quote}", .quotes(opening: false)),
            rule("<<|>>", .text),
            rule("{symbol}", .text),
            rule("[\0\u{200B}\u{200E}\u{200F}\u{FEFF}]|{space}+|&nbsp;", .nothing),
            rule("{lineEnd}", .nothing),
        ]
    }()
}
