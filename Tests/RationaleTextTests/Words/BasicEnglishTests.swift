import RationaleCore
import RationaleText
import Testing

struct BasicEnglishTests {
    /// What torchtext 0.18 answers.
    static let cases: [(String, [String])] = [
        ("It's \"good\" (really).", ["it", "'", "s", "good", "(", "really", ")", "."]),
        (
            "You can now install TorchText using pip!",
            ["you", "can", "now", "install", "torchtext", "using", "pip", "!"]
        ),
        ("a<br /><br />b;c:d, e", ["a", "b", "c", "d", ",", "e"]),
        ("wo n't ... sit-still", ["wo", "n", "'", "t", ".", ".", ".", "sit-still"]),
        ("  \t\n", []), ("\"\"", []), ("", []),
        ("“Curly” – dash… naïve ÉCOLE", ["“curly”", "–", "dash…", "naïve", "école"]),
        ("x\u{a0}y\u{2003}z", ["x", "y", "z"]),
        ("1,000.50$ #hash @me a/b", ["1", ",", "000", ".", "50$", "#hash", "@me", "a/b"]),
        ("?!?", ["?", "!", "?"]), ("<br/> <br />", ["<br/>"]), ("don''t", ["don", "'", "'", "t"]),
        ("İstanbul", ["i\u{307}stanbul"]),
    ]

    @Test(arguments: cases) func `Words are torchtext's`(text: String, words: [String]) {
        #expect(BasicEnglish.words(of: text) == words)
    }

    @Test func `A long text takes time in proportion`() {
        let text = String(repeating: "<br /", count: 200_000)
        #expect(BasicEnglish.words(of: text).count == 200_001)
    }
}
