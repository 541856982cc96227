import RationaleCore
import RationaleData
import RationaleNetworks

/// The photos of a comparison of two networks, each with its class as both number it.
///
/// A photo's class is explained where both networks know it by name; otherwise each explains what it finds most probable.
struct SharedClasses {
    /// The photos for each of the networks.
    let pictures: [[AnnotatedPicture]]
    /// The name of each photo's class; `nil` where it is not known to both.
    let names: [String?]
    /// What a person should know.
    let notes: [String]

    init(_ pictures: [AnnotatedPicture], of classifiers: [Classifier]) {
        let lookups = classifiers.map { $0.labels.map(ClassLookup.init) }
        var shared: [[AnnotatedPicture]] = [[], []]
        var names: [String?] = []
        var unknown = 0
        for picture in pictures {
            let found = Self.classes(of: picture, lookups)
            if found == nil, picture.label != nil { unknown += 1 }
            names.append(found.map { found in lookups[0]?.names[found[0]] ?? "class \(found[0])" })
            for place in 0..<2 {
                var own = picture
                own.label = found.map { .index($0[place]) }
                shared[place].append(own)
            }
        }
        self.pictures = shared
        self.names = names
        notes =
            unknown > 0
            ? [
                "\(unknown) of \(pictures.count) photos have a class that not both networks know by name: of these, each "
                    + "network's own most probable class is explained"
            ] : []
    }

    /// The numbers that both networks give to a photo's class.
    private static func classes(of picture: AnnotatedPicture, _ lookups: [ClassLookup?]) -> [Int]? {
        let name: String
        switch picture.label {
        case nil: return nil
        case .name(let found): name = found
        case .index(let index):
            // Two networks without names number classes alike, as far as anybody can know.
            guard let names = lookups[0]?.names else { return lookups[1] == nil ? [index, index] : nil }
            if names == lookups[1]?.names { return [index, index] }
            guard names.indices.contains(index) else { return nil }
            name = names[index]
        }
        let found = lookups.compactMap { lookup in
            if case .found(let index)? = lookup?.match(name) { index } else { nil as Int? }
        }
        return found.count == 2 ? found : nil
    }
}
