import RationaleAviary
import RationaleCore
import Testing

/// Sentences that the grammar does not write, as people and language models do.
struct FreeSentencesTests {
    /// A text, its claims in the order of their words (“attribute value”), and its unread words.
    struct Example: CustomTestStringConvertible, Sendable {
        let text: String
        let claims: [String]
        let unread: [String]

        init(_ text: String, _ claims: String = "", unread: String = "") {
            self.text = text
            self.claims = claims.split(separator: ", ").map(String.init)
            self.unread = unread.split(separator: ", ").map(String.init)
        }

        var testDescription: String { text }
    }

    private static let whole = ["crownColor", "tailColor", "wingColor"]
    private static func whole(_ color: String) -> String { whole.map { "\($0) \(color)" }.joined(separator: ", ") }

    static let close = [
        Example(
            "a small bird with a yellow belly a black bill and no crest",
            "size small, bellyColor yellow, billColor black, crest none"),
        Example("its bill is curved and black, and it's small", "billShape curved, billColor black, size small"),
        Example("a a small small bird with with a red red bill", "size small, billColor red"),
        Example(
            "a bird whose belly is white and wings that have white bars", "bellyColor white, wingPattern barred"),
        Example(
            "with a red bill, this is a small bird. it has pink feet. its tail is short",
            "billColor red, size small, legColor pink, tailShape short"),
        Example("the bird's belly is white", "bellyColor white"),
        Example(
            "the wings of this small bird are brown with white bars its bill is black",
            "size small, wingColor brown, wingPattern barred, billColor black"),
        Example("the belly is white wings are brown", "bellyColor white, wingColor brown"),
        Example("its bill is black, white wings", "billColor black, wingColor white"),
        Example("a thin straight bill", "billShape dagger"),
        Example("its bill is red small bird with a tail", "billColor red, size small", unread: "tail"),
        Example("a bird with dagger bill and edged wings", "billShape dagger, wingPattern edged"),
        Example("a red wing and a yellow leg", "wingColor red, legColor yellow"),
        Example("a tuft of feathers is red", "crest tufted, crestColor red"),
        Example("a \"curved\" bill; (black) wings", "billShape curved, wingColor black"),
        Example(
            "a Fork–tailed bird,its bill is RED.its belly is gray", "tailShape forked, billColor red, bellyColor grey"),
    ]

    static let verbs = [
        Example("this bird has a red bill and is small", "billColor red, size small"),
        Example("this bird has a red bill and is blue", "billColor red, " + whole("blue")),
        Example("a bird with a red bill and is small and has pink feet", "billColor red, size small, legColor pink"),
        Example("a bird with wings that are black and have bars", "wingColor black, wingPattern barred"),
        Example("its bill is black and is curved", "billColor black, billShape curved"),
        Example(
            "this bird has wings that are red and has a tail and are barred", "wingColor red, wingPattern barred",
            unread: "tail"),
        Example("this bird has no crest and is small", "crest none, size small"),
    ]

    static let shared = [
        Example("a yellow breast and belly", "bellyColor yellow, breastColor yellow"),
        Example("blue tail and wings", "tailColor blue, wingColor blue"),
        Example("a yellow belly and a breast", "bellyColor yellow", unread: "breast"),
        Example("red crown and bill", "crownColor red", unread: "bill"),
        Example("the crown and bill are red", "billColor red, crownColor red"),
        Example("its crown, its bill and its legs are black", "billColor black, crownColor black, legColor black"),
        Example("its crown and its bill is black", "billColor black", unread: "crown"),
        Example("a red bill and legs that are black", "billColor red, legColor black"),
        Example("this is small and blue", "size small, " + whole("blue")),
        Example("a blue bird with a blue tail", whole("blue") + ", tailColor blue"),
        Example(
            "the yellow belly and breast are streaked", "bellyColor yellow, breastColor yellow, breastPattern streaked"),
        Example("a plain yellow breast and belly", "breastPattern plain, bellyColor yellow, breastColor yellow"),
        Example("the bird is yellow bellied", "bellyColor yellow"),
    ]

    static let marks = [
        Example("a bird with white bars", "wingPattern barred"),
        Example("a bird with two white wing-bars", "wingPattern barred"),
        Example("white spots on its breast and bars on the wings", "breastPattern spotted, wingPattern barred"),
        Example("a bird with spots", unread: "spots"),
        Example(
            "wings with black and white spots and bars", "wingPattern spotted, wingPattern barred", unread: "black"),
        Example("a belly with streaks", unread: "belly, streaks"),
        Example("a streaked wing", "wingPattern streaked"),
        Example(
            "yellow breast and belly with a black band", "bellyColor yellow, breastColor yellow, breastPattern banded"),
        Example("pale wings", unread: "pale wings"),
        Example("a bird with markings", unread: "markings"),
    ]

    static let denials = [
        Example("no crest or eye ring", "crest none, eyeRing none"),
        Example("without a crest and eye-ring", "crest none, eyeRing none"),
        Example("neither a crest nor an eyering", "crest none, eyeRing none"),
        Example("it does not have a crest", "crest none"),
        Example("a fork-tailed bird lacking an eye ring", "tailShape forked, eyeRing none"),
        Example("no crest and a white eye ring", "crest none, eyeRing white"),
        Example("no crest and the eye ring is white", "crest none, eyeRing white"),
        Example("its bill is not red and its belly is white", "bellyColor white", unread: "bill, not red"),
        Example("its bill is not red and is black", "billColor black", unread: "not red"),
        Example("no red and has a black bill", "billColor black", unread: "no red"),
        Example("no red crest", unread: "no red crest"),
        Example("no tuft of feathers", unread: "no tuft of feathers"),
        Example("this bird has no wings and a red bill", "billColor red", unread: "no wings"),
        Example("its belly is not yellow", unread: "belly, not yellow"),
        Example("a bird that is not yellow-bellied", unread: "not yellow-bellied"),
        Example("breast has no markings and wings have no bars", "breastPattern plain", unread: "wings, no bars"),
        Example("wings without white bars", unread: "wings without white bars"),
    ]

    static let odd = [
        Example("a red belly and a white belly", "bellyColor red, bellyColor white"),
        Example("a red bill. a red bill", "billColor red, billColor red"),
        Example("its tail is forked and long", "tailShape forked, tailShape long"),
        Example("a violet beak and a green-billed bird", "billColor purple, billColor green"),
        Example("a small bill and long legs", unread: "small bill, long legs"),
        Example("a red beard and belly", unread: "red beard, belly"),
        Example("its bill is red, its feathers are blue", "billColor red", unread: "feathers, blue"),
        Example("the belly of the male is white", unread: "belly, male, white"),
        Example("the tip of its long tail is white", "tailShape long", unread: "tip, white"),
        Example("a dark blue bird with a very long tail", whole("blue") + ", tailShape long", unread: "dark, very"),
        Example("blue-gray wings and red-eyed", unread: "blue-gray wings, red-eyed"),
        Example("this bird has a bill", unread: "bill"),
    ]

    static let hostile = [
        Example(""), Example(" \n\t"), Example(" , . ,, ;!?"), Example("the a and with of is"),
        Example("🐦 🐦🐦", unread: "🐦 🐦🐦"), Example("птица с красным клювом", unread: "птица с красным клювом"),
        Example("鳥は赤い", unread: "鳥は赤い"), Example("- -- — '", unread: "- -- — '"), Example("'s", unread: ""),
        Example("red", unread: "red"), Example("red red red", unread: "red red red"),
        Example("wings with", unread: "wings"), Example("no", unread: "no"),
        Example("-bellied yellow-", unread: "-bellied yellow-"),
        Example("<s> a red bill </s>", "billColor red", unread: "<s>, </s>"), Example("bird bird bird"),
        Example("a re\u{301}d bill", unread: "réd bill"), Example("\u{0}\u{7}", unread: "\u{0}\u{7}"),
    ]

    @Test(arguments: close + verbs + shared + marks + denials + odd + hostile)
    func `Free sentences are read as a person would`(example: Example) {
        let reading = SentenceReading(of: example.text)
        let words = reading.sentence.words
        #expect(reading.sentence.phrases.map { "\($0.attribute) \($0.value)" } == example.claims)
        #expect(reading.unread.map { words[$0].joined(separator: " ") } == example.unread)
        #expect(reading.sentence.text == example.text)
    }

    @Test func `Phrases point at words and nouns`() throws {
        let reading = SentenceReading(of: "Wings , with two white bars. it lacks a crest; a blue bird")
        let sentence = reading.sentence
        let pointed = sentence.phrases.map { phrase in
            [phrase.words, phrase.noun].map { $0.map { sentence.words[$0].joined(separator: " ") } ?? "" }
        }
        #expect(
            pointed == [
                ["with two white bars", "wings"], ["lacks", "crest"], ["blue", ""], ["blue", ""], ["blue", "wings"],
            ])
    }

    @Test func `A claim that is repeated is one claim`() {
        let sentence = SentenceReading(of: "a red bill, its bill is red, its bill is black").sentence
        #expect(sentence.phrases.count == 3)
        #expect(sentence.claims == [.init(.billColor, "red"), .init(.billColor, "black")])
        #expect(sentence.mentions == [.billColor: "red"])
    }

    /// Every word is in a claim, unread, or one of those that claim nothing.
    @Test func `Random words are never lost`() {
        let words = [
            "red", "small", "bill", "wings", "with", "bars", "no", "crest", "and", ",", "is", "that", "has", "a", "its",
            "of",
            "bird", "foo", "tuft", "on", "it", "forked", "eye", "ring", "markings", "yellow-bellied", ".", "or", "very",
            "not",
        ]
        let small: Set = ["with", "and", "is", "that", "has", "a", "its", "of", "bird", "on", "it", "or"]
        var state = SplitMix64(seed: 9)
        for _ in 0..<3000 {
            let text = (0..<12).map { _ in state.pick(words) }.joined(separator: " ")
            let reading = SentenceReading(of: text)
            let count = reading.sentence.words.count
            var isKnown = Array(repeating: false, count: count)
            for range in reading.sentence.phrases.flatMap({ [$0.words] + ($0.noun.map { [$0] } ?? []) }) {
                for index in range { isKnown[index] = true }
            }
            let unread = Set(reading.unread.joined())
            for (index, word) in reading.sentence.words.enumerated() where !isKnown[index] && !small.contains(word) {
                let isRepeated = index > 0 && reading.sentence.words[index - 1] == word
                #expect(unread.contains(index) || isRepeated, "\(text): \(word)")
            }
            #expect(zip(reading.unread, reading.unread.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        }
    }

    @Test(arguments: [
        "a red bill and", "belly and", "bird", "no crest or", "and belly with have", "red black",
        "wings with white bars,",
        "not", "🐦 x", "are red the crown and", "of this", "eye eye",
    ]) func `A hundred thousand words take no long time`(text: String) {
        let long = Array(repeating: text, count: 100_000 / text.split(separator: " ").count).joined(separator: " ")
        let clock = ContinuousClock()
        let time = clock.measure { _ = SentenceReading(of: long) }
        // 0.2 s in release mode; what grows with the square would take minutes.
        #expect(time < .seconds(20))
    }
}
