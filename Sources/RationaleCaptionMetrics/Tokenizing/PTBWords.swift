/// The words that the Penn Treebank's tokenizer knows.
///
/// *Source:* the tables of the Stanford tokenizer (Manning, Grow, Grenager, Finkel and Bauer), release 3.4.1 of 2014. Small
/// letters stand for both cases, capital letters for capitals only, as ``LexicalGrammar`` reads them.
enum PTBWords {
    /// Abbreviations after which a sentence goes on with a small letter: a capital begins a new one.
    static let beforeSmallLetters = """
        jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri \
        ala ariz Az Ark calif colo conn ct dak Del fla ga Ill ind kans? ky La Mass md mich minn Miss mo mont neb nev \
        okla Ore Pa penn tenn Tex va vt Wash wisc? wyo \
        inc cos? corp pp?t[ye]s? ltd plc rt bancorp bhd assn univ intl sys \
        tel est ext sq jr sr bros (ed|ph)\\.d esq blvd rd etc al seq bldg
        """

    /// Titles and other abbreviations before a name.
    static let beforeNames = """
        mr mrs ms Miss drs? profs? sens? reps? attys? lt col gen messrs govs? adm rev maj sgt cpl pvt capt ste? ave pres \
        lieut hon brig co?mdr pfc spc supts? det mt ft adj adv asst assoc ens insp mlle mme msgr sfc \
        invt elec natl m[ft]g dept ave vs V alex wm jos cie a\\.k\\.a cf treas ph
        """

    /// Abbreviations before a number.
    static let beforeNumbers = "ca figs? prop nos? art bldg pp op"

    /// Words with which a sentence begins after an acronym. They count only with a capital.
    static let sentenceStarts = """
        About According Additionally After An A As At But Earlier He Her Here However If In It Last Many More Mr\\. Ms\\. \
        Now Once One Other Our She Since So Some Such That The Their Then There These They This We When While What Yet You
        """

    /// Ends of the names of files.
    static let fileExtensions = """
        bat bmp c class cgi cpp dll doc docx exe gif gz h htm html jar java jpeg jpg mov mp3 pdf php pl png ppt ps py sql \
        tar txt wav x xml zip
        """

    /// Words with an apostrophe that are not cut there, or only at their end.
    static let withApostrophe = """
        {apostrophe}n{apostrophe}? [lLdDjJ]{apostrophe} dunkin{apostrophe} somethin{apostrophe} ol{apostrophe} \
        {apostrophe}em [A-HJ-XZn]{anyApostrophe}{letter}{2}{letter}* {apostrophe}[2-9]0s {apostrophe}till? \
        {letter}+[aeiouyAEIOUY]{anyApostrophe}[aeiouA-Z]{letter}* {apostrophe}cause cont'd\\.? 'twas nor'easter c'mon e'er \
        s'mores ev'ry li'l nat'l o{anyApostrophe}o
        """
}
