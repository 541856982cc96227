/// The facts of METEOR 1.5 for English.
///
/// *Source:* Denkowski & Lavie (2014), "Meteor Universal: Language Specific Translation Evaluation for Any Target Language",
/// WMT, table 2 (parameters of the ranking task, tuned on the judgements of WMT 2009 to 2012), and the program's word
/// lists.
enum MeteorEnglish {
    /// Weight of recall against precision in F.
    static let alpha = 0.85
    /// Exponent of the fragmentation.
    static let beta = 0.20
    /// Most that the fragmentation can take away.
    static let gamma = 0.60
    /// Weight of content words against function words.
    static let delta = 0.75
    /// Weight of a match, by module: exact, stem, synonym, paraphrase.
    static let weights = SIMD4(1.0, 0.6, 0.8, 0.6)
    /// Number of partial alignments that the search keeps.
    static let beam = 40

    /// Words that occur most in the Europarl and news corpora (relative frequency above 10⁻³): the program's
    /// `function/english.words`.
    static let functionWords: Set<String> = [
        "the", ",", ".", "to", "of", "and", "a", "in", "that", "for", "\"", "is", "on", "'s", "it", "with", "was", "as",
        "said", "at", "he", "by", "be", "from", "have", "has", "are", "his", "but", "an", "this", "not", "i", "will",
        "\u{2019}", "they", ")", "-rrb-", "(", "-lrb-", "who", "their", "had", "we", "which", "were", "been", "more",
        "or", "s", "its", "would", "about", "new", "one", "after", "you", ":", "also", "up", "when", "there", "than",
        "$", "all", "out", "her", "people", "she", "year", "two", "-", "can", "if", "last", "first", "\u{201C}", "over",
        "other", "\u{201D}", "into", "some", "what", "so", "--", "no", "years", "time", "could", "?", "'t", "\u{2014}",
        "'",
    ]

    /// Words after which a dot is no full stop: the program's `nonbreaking/english.prefixes`, from Moses.
    static let abbreviations: Set<String> = [
        "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V",
        "W", "X", "Y", "Z", "Adj", "Adm", "Adv", "Asst", "Bart", "Bldg", "Brig", "Bros", "Capt", "Cmdr", "Col", "Comdr",
        "Con", "Corp", "Cpl", "DR", "Dr", "Drs", "Ens", "Gen", "Gov", "Hon", "Hr", "Hosp", "Insp", "Lt", "MM", "MR",
        "MRS", "MS", "Maj", "Messrs", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Msgr", "Op", "Ord", "Pfc", "Ph", "Prof", "Pvt",
        "Rep", "Reps", "Res", "Rev", "Rt", "Sen", "Sens", "Sfc", "Sgt", "Sr", "St", "Supt", "Surg", "v", "vs", "i.e",
        "rev", "e.g", "Nos", "Nr",
    ]
    /// Words after which a dot is no full stop where a digit follows.
    static let abbreviationsOfNumbers: Set<String> = ["No", "Art", "pp"]
}
