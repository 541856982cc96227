import RationaleCore
import RationaleNetworks
import RationaleTorch

extension Classifier {
    /// Gives the classes their names before anything is asked about them: one pass of an empty input tells how many there are.
    ///
    /// - Parameter file: where somebody gave them; `nil` for the model's own.
    /// - Returns: how many there are.
    @discardableResult
    mutating func nameClasses(from file: String?) throws -> Int {
        let nothing = Tensor.zeros([1] + input.exampleShape, dtype: input.dtype)
        let count = try withoutGradient { try scores(of: nothing) }.shape[1]
        try nameClasses(count, from: file)
        return count
    }

    /// Gives the classes the names that are built in, where nobody gave others; checks those that somebody gave.
    ///
    /// The one label of a network of one logit is its second class; the first is called "not" it.
    ///
    /// - Parameter file: where somebody gave them; `nil` for the model's own.
    mutating func nameClasses(_ count: Int, from file: String?) throws(RationaleError) {
        guard let labels else {
            // Exclusive classes: a thousand independent labels are not ImageNet's.
            if scoring == .softmax, input.isPhoto { labels = ClassNames.builtIn(for: name, count: count) }
            return
        }
        if scoring == .logit, labels.count == 1 {
            self.labels = ["not \(labels[0])", labels[0]]
            return
        }
        guard labels.count == count else {
            throw RationaleError(
                .badData,
                "\(file ?? "the model's metadata") names \(labels.count) classes, but \(name) has \(count)",
                hint: scoring == .logit
                    ? "Name the two classes, or the one for which the output is high."
                    : "Give one label a line, in the order of the network's scores.")
        }
    }
}
