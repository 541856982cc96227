import RationaleNetworks
import RationaleTorch

/// The positions of an input that are told apart: pixels of a picture, words of a text, elements of a row or a table.
package struct InputPositions: Sendable, Hashable {
    /// Rows of the map; the planes of a volume lie below each other.
    package let height: Int
    package let width: Int
    /// The shape of a mask over the positions that can be broadcast over an input, without the batch.
    package let maskShape: [Int]
    /// The dimension, the batch included, whose elements share a position: channels of a picture, numbers of a word.
    package let featureAxis: Int?
    package let kind: Kind

    package enum Kind: Sendable, Hashable { case picture, text, elements }

    package var count: Int { height * width }

    /// - Parameters:
    ///   - shape: of an input, without the batch.
    ///   - isText: whether it is `[word, number]`.
    package init(_ shape: [Int], isText: Bool) {
        switch shape.count {
        case 0: self.init(1, 1, [1], nil, .elements)
        case 1: self.init(1, shape[0], shape, nil, .elements)
        case 2 where isText: self.init(1, shape[0], [shape[0], 1], 2, .text)
        case 2: self.init(shape[0], shape[1], shape, nil, .elements)
        case 3: self.init(shape[1], shape[2], [1, shape[1], shape[2]], 1, .picture)
        default:
            let planes = shape.dropFirst().dropLast().reduce(1, *)
            self.init(planes, shape[shape.count - 1], [1] + shape.dropFirst(), 1, .elements)
        }
    }

    private init(_ height: Int, _ width: Int, _ maskShape: [Int], _ featureAxis: Int?, _ kind: Kind) {
        self.height = height
        self.width = width
        self.maskShape = maskShape
        self.featureAxis = featureAxis
        self.kind = kind
    }
}

extension Question {
    /// The positions of an input.
    var positions: InputPositions {
        InputPositions(Array(input.shape.dropFirst()), isText: classifier.input.holdsVectors)
    }
}
