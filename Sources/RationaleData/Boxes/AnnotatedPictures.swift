/// Pictures with what is known of them, and what could not be used of what a data set says.
package struct AnnotatedPictures: Sendable {
    package var pictures: [AnnotatedPicture]
    /// What a person should know: records that were passed over, and why.
    package var notes: [String]

    package init(_ pictures: [AnnotatedPicture], notes: [String] = []) {
        self.pictures = pictures
        self.notes = notes
    }
}
