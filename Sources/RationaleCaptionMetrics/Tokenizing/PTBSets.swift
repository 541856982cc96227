extension LexicalGrammar {
    /// Sets of characters that the Penn Treebank's tokenizer tells apart.
    ///
    /// Letters, digits and capitals are those of Unicode 6.3, the version of 2013: a later one would read later letters where
    /// the published program drops them.
    mutating func definePTBSets() {
        func isKnown(_ scalar: Unicode.Scalar) -> Bool {
            guard let age = scalar.properties.age else { return false }
            return (age.major, age.minor) <= (6, 3)
        }
        define(
            "letter",
            as: .scalars { scalar in
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
                    // Vedic signs and vowels of New Tai Lue became letters later.
                    isKnown(scalar) && !("\u{1CF2}"..."\u{1CF3}").contains(scalar)
                        && !("\u{19B0}"..."\u{19C0}").contains(scalar) && !("\u{19C8}"..."\u{19C9}").contains(scalar)
                // Mongolian letters that became marks later.
                case .nonspacingMark: ("\u{1885}"..."\u{1886}").contains(scalar)
                default: false
                }
            })
        define("decimal", as: .scalars { $0.properties.generalCategory == .decimalNumber && isKnown($0) })
        // Cherokee had no cases yet.
        define(
            "capital",
            as: .scalars { $0.properties.isUppercase && isKnown($0) && !("\u{13A0}"..."\u{13F5}").contains($0) })
        define("digit", as: "[{decimal}\u{7C0}-\u{7C9}]")
        define("space", as: "[ \t\u{A0}\u{2000}-\u{200A}\u{3000}]")
        define("lineEnd", as: "\r|\r?\n|[\u{2028}\u{2029}\u{B}\u{C}\u{85}]")
        define("white", as: "{space}|{lineEnd}")
        // Marks and letters that Unicode's letters of that time left out.
        define(
            "moreLetters",
            as: """
                [\u{AD}\u{237}-\u{24F}\u{2C2}-\u{2C5}\u{2D2}-\u{2DF}\u{2E5}-\u{36F}\u{370}-\u{37D}\u{384}\u{385}\u{3CF}\u{3F6}\
                \u{3FC}-\u{3FF}\u{483}-\u{487}\u{4CF}\u{4F6}-\u{4FF}\u{510}-\u{525}\u{55A}-\u{55F}\u{591}-\u{5BD}\u{5BF}\u{5C1}\
                \u{5C2}\u{5C4}\u{5C5}\u{5C7}\u{615}-\u{61A}\u{63B}-\u{63F}\u{64B}-\u{65E}\u{670}\u{6D6}-\u{6EF}\u{6FA}-\u{6FF}\
                \u{70F}\u{711}\u{730}-\u{77F}\u{7A6}-\u{7B1}\u{7CA}-\u{7F5}\u{7FA}\u{900}-\u{903}\u{93C}\u{93E}-\u{94E}\
                \u{951}-\u{955}\u{962}\u{963}\u{981}-\u{983}\u{9BC}-\u{9C4}\u{9C7}\u{9C8}\u{9CB}-\u{9CD}\u{9D7}\u{9E2}\u{9E3}\
                \u{A01}-\u{A03}\u{A3C}\u{A3E}-\u{A4F}\u{A81}-\u{A83}\u{ABC}-\u{ACF}\u{B82}\u{BBE}-\u{BC2}\u{BC6}-\u{BC8}\
                \u{BCA}-\u{BCD}\u{C01}-\u{C03}\u{C3E}-\u{C56}\u{D3E}-\u{D44}\u{D46}-\u{D48}\u{E30}-\u{E3A}\u{E47}-\u{E4E}\
                \u{EB1}-\u{EBC}\u{EC8}-\u{ECD}]
                """)
        define(
            "currency",
            as: "[\u{80}\u{A2}-\u{A5}\u{60B}\u{E3F}\u{20A0}\u{20A4}\u{20AC}\u{FFE0}\u{FFE1}\u{FFE5}\u{FFE6}]")
        define("hyphen", as: "[\\-_\u{58A}\u{2010}\u{2011}]")
        define("pause", as: "[,;:\u{3001}]")
        define(
            "symbol",
            as: """
                [+%&~\\^|\\\\\u{A6}-\u{A9}\u{AC}\u{AE}-\u{BA}\u{D7}\u{F7}\u{387}\u{5BE}\u{5C0}\u{5C3}\u{5C6}\u{5F3}\u{5F4}\
                \u{600}-\u{603}\u{606}-\u{60A}\u{60C}\u{614}\u{61B}\u{61E}\u{66A}\u{66D}\u{703}-\u{70D}\u{7F6}-\u{7F8}\u{964}\
                \u{965}\u{E4F}\u{1FBD}\u{2016}\u{2017}\u{2020}-\u{2023}\u{2030}-\u{2038}\u{203B}\u{203E}-\u{2042}\u{2044}\
                \u{207A}-\u{207F}\u{208A}-\u{208E}\u{2100}-\u{214F}\u{2190}-\u{2BFF}\u{3012}\u{30FB}\u{FF01}-\u{FF0F}\
                \u{FF1A}-\u{FF20}\u{FF3B}-\u{FF40}\u{FF5B}-\u{FF65}]
                """)
    }
}
