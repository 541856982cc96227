/// The names of classes that are known without a file.
package enum ClassNames {
    /// The classes of CIFAR-10 (Krizhevsky 2009), in the order of a classifier's scores.
    static let cifar10 = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]

    /// ImageNet's for a thousand classes, CIFAR-10's for ten classes of an architecture that was made for it.
    ///
    /// - Parameter count: `nil` for the number with which the architecture was published.
    package static func builtIn(for architecture: String, count: Int?) -> [String]? {
        if architecture.hasPrefix("cifar_"), count == nil || count == 10 { return cifar10 }
        return count == nil || count == 1000 ? ImageNetLabels.all : nil
    }
}
