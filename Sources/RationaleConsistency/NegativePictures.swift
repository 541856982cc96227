public import RationaleCore
public import RationaleImaging
import RationaleTraining

/// Pictures that do not show a class: what fills the other quadrants of a ``Composite``.
public struct NegativePictures: Sendable {
    /// In words, for what identifies a training.
    let identity: String
    /// For which labels these pictures are.
    let kind: LabelSet.Kind
    private let draw: @Sendable (_ classes: [Int], _ focus: Int, _ random: inout SplitMix64) throws -> [Image]

    /// Of data with one label a picture: three other classes, and one random picture of each.
    ///
    /// Where a picture may be of several classes, other classes are none of these; where these are nearly all, any but the
    /// one that the map is about.
    ///
    /// - Parameters:
    ///   - classes: how many there are.
    ///   - isDistinct: whether the three classes differ; published: not always.
    ///   - picture: a picture of a class, drawn from it. Called on other threads.
    /// - Throws: `RationaleError.Code.usage` for fewer than two classes, or four where they are to differ.
    public init(
        ofOther classes: Int, isDistinct: Bool = false,
        picture: @escaping @Sendable (_ class: Int, _ random: inout SplitMix64) throws -> Image
    ) throws(RationaleError) {
        let needed = isDistinct ? 4 : 2
        guard classes >= needed else {
            throw RationaleError(
                .usage,
                "a composite shows pictures of \(needed - 1) other classes, and there are \(classes) classes in all",
                hint: isDistinct ? "Let classes repeat themselves in a composite, as published." : "Add a class.")
        }
        kind = .single
        identity = isDistinct ? "three distinct classes" : "three classes with replacement"
        draw = { shown, focus, random in
            var others = (0..<classes).filter { !shown.contains($0) }
            // A picture that may be of nearly every class shows next to nothing of its own.
            if others.count < needed - 1 { others = (0..<classes).filter { $0 != focus } }
            let chosen =
                isDistinct
                ? Array(random.shuffled(others).prefix(3)) : (0..<3).map { _ in random.pick(others) }
            return try chosen.map { try picture($0, &random) }
        }
    }

    /// Of data with several labels a picture: three different pictures without the class in question.
    ///
    /// - Parameters:
    ///   - lists: for each class, the numbers of the pictures without it.
    ///   - picture: the picture of a number, drawn for a composite.
    /// - Throws: `RationaleError.Code.badData` naming the number of a class that fewer than three pictures lack.
    public init(
        without lists: [[Int]], picture: @escaping @Sendable (_ number: Int, _ random: inout SplitMix64) throws -> Image
    ) throws(RationaleError) {
        if let poor = lists.firstIndex(where: { $0.count < 3 }) {
            throw RationaleError(
                .badData,
                "class \(poor) is in all pictures but \(lists[poor].count); a composite needs three without it")
        }
        kind = .multiple
        identity = "three pictures without the class"
        draw = { _, focus, random in
            var numbers: [Int] = []
            while numbers.count < 3 {
                let number = random.pick(lists[focus])
                if !numbers.contains(number) { numbers.append(number) }
            }
            return try numbers.map { try picture($0, &random) }
        }
    }

    /// Three pictures beside one that shows these classes, of which the map is about one.
    func callAsFunction(_ classes: [Int], focus: Int, using random: inout SplitMix64) throws -> [Image] {
        try draw(classes, focus, &random)
    }
}
