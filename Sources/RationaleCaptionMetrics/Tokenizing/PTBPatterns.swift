extension LexicalGrammar {
    /// Names for what the rules of the Penn Treebank's tokenizer consist of.
    mutating func definePTBPatterns() {
        define("apostrophe", as: "['\u{92}\u{2019}]|&apos;")
        define("anyApostrophe", as: "{apostrophe}|[`\u{91}\u{2018}\u{201B}]")
        // it's, we're
        define("contraction", as: "{apostrophe}([msdMSD]|re|ve|ll)")
        define("withApostrophe", words: PTBWords.withApostrophe)
        define("letterName", as: "&[aeiouAEIOU](acute|grave|uml);")
        define("wordLetter", as: "{letter}|{letterName}|{moreLetters}")
        define("word", as: "{wordLetter}({wordLetter}|{digit})*([.!?]{wordLetter}({wordLetter}|{digit})*)*")
        define("number", as: "{digit}+|{digit}*([.:,\u{AD}\u{66B}\u{66C}]{digit}+)+")
        define(
            "raisedNumber",
            as:
                "[\u{207A}\u{207B}\u{208A}\u{208B}]?([\u{2070}\u{B9}\u{B2}\u{B3}\u{2074}-\u{2079}]+|[\u{2080}-\u{2089}]+)"
        )
        define("acronym", as: "[A-Za-z](.[A-Za-z])+|(canada|sino|korean|eu|japan|non)-u.s|u.s.-(u.k|u.s.s.r)")
        define("initials", as: "[A-Za-z]|{acronym}")
        define("beforeSmall", words: PTBWords.beforeSmallLetters)
        define("beforeName", words: PTBWords.beforeNames)
        define("beforeNumber", words: PTBWords.beforeNumbers)
        define("tagName", as: "[A-Za-z][A-Za-z0-9_:.\\-]*")
        define(
            "tag",
            as: """
                <([!?][A-Za-z\\-][^>\r\n]*|{tagName}( +({tagName}|{tagName} *= *('[^']*'|"[^"]*")))* */?|/{tagName}) *>
                """)
        define("sentenceStart", words: PTBWords.sentenceStarts + " {tag}")
        define("fileExtension", words: PTBWords.fileExtensions)
        define("fileName", as: "({wordLetter}|{digit})+(.({wordLetter}|{digit})+)*.{fileExtension}")
        define("thingPart", as: "([dDoOlL]{anyApostrophe}[{letter}{decimal}])?")
        define(
            "thing",
            as: "{thingPart}[{letter}{decimal}]+({hyphen}{thingPart}[{letter}{decimal}]+)*")
        define("joined", as: "[A-Z]+(([+&]|&amp;)[A-Z]+)+")
        define("slashed", as: "[A-Za-z0-9]+(-[A-Za-z]+){0,2}(\\\\?/[A-Za-z0-9]+(-[A-Za-z]+){0,2}){1,2}")
        define("hyphenated", as: "[A-Za-z0-9][A-Za-z0-9.,\u{AD}]*(-([A-Za-z0-9\u{AD}]+|{acronym}.))+")
        define(
            "special",
            as:
                "-(rrb|lrb|rcb|lcb|rsb|lsb)-|c.d.s|pro-|anti-|s(&|&amp;)p-500|s(&|&amp;)ls|cap{apostrophe}n|c{apostrophe}est"
        )
        define("fullAddress", as: "https?://[^ \t\n\u{C}\r\"<>|()\\{\\}]+[^ \t\n\u{C}\r\"<>|.!?()\\{\\},\\-]")
        define(
            "likelyAddress",
            as: """
                ((www.([^ \t\n\u{C}\r"<>|.!?()\\{\\},]+.)+[a-zA-Z]{2,4})|(([^ \t\n\u{C}\r"`'<>|.!?()\\{\\},-_$]+.)+(com|net|org|edu)))\
                (/[^ \t\n\u{C}\r"<>|()]+[^ \t\n\u{C}\r"<>|.!?()\\{\\},\\-])?
                """)
        define(
            "mail",
            as:
                "(&lt;|<)?[a-zA-Z0-9][^ \t\n\u{C}\r\"<>|()\\{\\}\u{A0}]*@([^ \t\n\u{C}\r\"<>|()\\{\\}.\u{A0}]+.)*([^ \t\n\u{C}\r\"<>|()\\{\\}.\u{A0}]+)(&gt;|>)?"
        )
        define(
            "phone",
            as: """
                (\\([0-9]{2,3}\\)[ \u{A0}]?|(\\+\\+?)?([0-9]{2,4}[\\- \u{A0}])?[0-9]{2,4}[\\- \u{A0}])[0-9]{3,4}[\\- \u{A0}]?[0-9]{3,5}\
                |((\\+\\+?)?[0-9]{2,4}.)?[0-9]{2,4}.[0-9]{3,4}.[0-9]{3,5}
                """)
        define(
            "face",
            as: """
                [\\^x=~<>].\\[\\^x=[^<]*<>]|[\\-\\^x=~<>']_[\\-\\^x=~<>']|\\([\\-\\^x=~<>'][_.]?[\\-\\^x=~<>']\\)\
                |\\([\\^x=~<>']-[\\^x=~<>'`]\\)
                """)
        define(
            "quote",
            as: "{apostrophe}|''|[`\u{2018}-\u{201F}\u{91}-\u{94}\u{2039}\u{203A}\u{AB}\u{BB}]{1,2}")
    }
}
