extension String {
    /// The text as an error message may carry it: names in a file may be megabytes long or steer a terminal.
    ///
    /// Control characters become the replacement character, and what is longer than a screen is cut.
    package var printable: String {
        let limit = 1000
        var result = ""
        for (index, scalar) in unicodeScalars.enumerated() {
            guard index < limit else { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result.unicodeScalars.append("\u{FFFD}")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
