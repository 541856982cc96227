/// One picture of a data set, before it is drawn.
package struct DataSetItem: Sendable {
    /// From 0.
    package let index: Int
    /// The index of the species.
    package let species: Int
    /// From 0, among those of its species.
    package let number: Int
    package let isTraining: Bool
    /// Validation has no scene that any training on drawn birds uses.
    package let sceneSeed: UInt64

    package var split: String { isTraining ? "train" : "val" }
}

/// All pictures of a data set: the same for equal options.
package struct DataSetPlan: Sendable {
    /// The names of the species, in lower case.
    package let species: [String]
    package let items: [DataSetItem]

    /// Species take turns, so that they have equally many pictures or one more.
    package init(_ options: DataSetOptions, species: [String]) {
        self.species = species
        let total = options.pictures(ofSpecies: species.count)
        items = (0..<total).map { index in
            let kind = index % species.count
            let count = (total - kind + species.count - 1) / species.count
            let number = index / species.count
            let training = Self.trainingCount(of: count, share: options.trainShare)
            let isTraining = (number + 1) * training / count > number * training / count
            return DataSetItem(
                index: index, species: kind, number: number, isTraining: isTraining,
                sceneSeed: isTraining
                    ? SceneSeeds.training(index, series: options.seed)
                    : SceneSeeds.validation(index, series: options.seed))
        }
    }

    /// How many of a species' pictures are for training.
    package static func trainingCount(of count: Int, share: Double) -> Int {
        let rounded = Int((Double(count) * share).rounded())
        guard count > 1, share > 0, share < 1 else { return rounded }
        return min(max(rounded, 1), count - 1)
    }

    /// The species of an item as file names have it: `ember_finch`.
    package func fileName(ofSpecies index: Int) -> String { species[index].replacing(" ", with: "_") }

    /// `ember_finch_0007`: unique, and in the order of drawing within its species.
    package func name(of item: DataSetItem) -> String {
        "\(fileName(ofSpecies: item.species))_\(padded(item.number + 1, to: 4))"
    }

    private func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
