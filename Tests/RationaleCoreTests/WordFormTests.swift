import RationaleCore
import Testing

struct WordFormTests {
    @Test(arguments: [
        (6.31, "6.3"), (2, "2"), (0.7, "0.7"), (0.654, "0.65"), (0.0701, "0.07"), (0.00312, "0.0031"), (12.4, "12"),
        (9.96, "10"), (0.996, "1"), (-1.9, "−1.9"), (0, "0"), (2.13e-7, "2.1e-7"), (9.96e-6, "1e-5"),
        (123_456, "123456"),
        (1e20, "1e+20"), (.nan, "not a number"), (-.infinity, "−infinite"), (.leastNonzeroMagnitude, "4.9e-324"),
    ])
    func numbers(value: Double, text: String) {
        #expect(ShortNumber(value).description == text)
        #expect(ShortNumber(value).signed == (value > 0 && value.isFinite ? "+" : "") + text)
    }

    @Test(arguments: [
        ("ember finch", "an ember finch", "ember finches"), ("junco", "a junco", "juncos"),
        ("school bus", "a school bus", "school buses"), ("fire_engine", "a fire engine", "fire engines"),
        ("ambulance, rescue car", "an ambulance", "ambulances"), ("ants", "ants", "ants"), ("bee", "a bee", "bees"),
        ("unicycle", "a unicycle", "unicycles"), ("umbrella", "an umbrella", "umbrellas"),
        ("hourglass", "an hourglass", "hourglasses"),
        ("house finch", "a house finch", "house finches"), ("canary", "a canary", "canaries"), ("jay", "a jay", "jays"),
        ("grey wolf", "a grey wolf", "grey wolves"), ("goldfish", "a goldfish", "goldfishes"),
        ("fish", "a fish", "fish"),
        ("SUV", "an SUV", "SUVs"), ("8-track", "an 8-track", "8-tracks"), ("élan", "an élan", "élans"), ("", "", ""),
        ("class 3", "a class 3", "class 3"), ("sunglasses", "sunglasses", "sunglasses"), ("lens", "a lens", "lenses"),
    ])
    func forms(label: String, one: String, many: String) {
        #expect(EnglishNoun(label).withArticle == one)
        #expect(EnglishNoun(label).plural == many)
    }
}
