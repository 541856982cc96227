internal import RationaleCore

/// Names that no real bird bears: a word that says nothing of colours, and a kind that goes with the bill.
struct SpeciesNames {
    private static let words = [
        "acorn", "almanac", "anchor", "apron", "barley", "biscuit", "bonnet", "bramble", "button", "candle", "cinder",
        "clover", "comet", "cottage", "cricket", "drizzle", "ember", "fable", "fiddle", "gingham", "harvest", "hearth",
        "jigsaw", "juniper", "kettle", "lantern", "lullaby", "marble", "meander", "mitten", "nettle", "nutmeg",
        "orchard",
        "paper", "parcel", "pebble", "pepper", "picnic", "pocket", "porridge", "puddle", "quilt", "ribbon", "riddle",
        "saddle", "shanty", "sprocket", "tambourine", "teacup", "thimble", "thistledown", "toffee", "tinder", "trinket",
        "truffle", "tumble", "velvet", "waltz", "whistle", "zephyr",
    ]
    private static let kinds: [Appearance.BillShape: [String]] = [
        .cone: ["finch", "bunting", "sparrow", "linnet"],
        .dagger: ["warbler", "wren", "pipit", "thrush"],
        .hooked: ["shrike", "vireo", "falconet", "hookbill"],
        .curved: ["creeper", "sunbird", "thrasher", "sicklebill"],
    ]

    /// How many species can be named.
    static let most = words.count * 4

    static func names(for appearances: [Appearance], seed: UInt64) -> [String] {
        var random = SplitMix64(seed: seed, for: "names")
        let words = random.shuffled(Self.words)
        let offsets = words.map { _ in random.index(below: 4) }
        return appearances.indices.map { index in
            let word = index % words.count
            let kinds = Self.kinds[appearances[index].billShape]!
            return words[word] + " " + kinds[(offsets[word] + index / words.count) % 4]
        }
    }
}
