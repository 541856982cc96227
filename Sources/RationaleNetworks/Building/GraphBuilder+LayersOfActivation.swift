internal import RationaleTorch

extension GraphBuilder {
    /// `max(x, 0)`: `ReLU`, of any shape.
    public mutating func relu(_ x: Graph.ValueID, _ name: String? = nil) -> Graph.ValueID {
        layer(name, "ReLU") { $0.call(Operators.relu, .value(x)) }
    }

    /// `min(max(x, 0), 6)`: `ReLU6`, of any shape.
    public mutating func relu6(_ x: Graph.ValueID, _ name: String? = nil) -> Graph.ValueID {
        layer(name, "ReLU6") { $0.hardtanh(x, from: 0, to: 6) }
    }

    /// `min(max(x, low), high)`: `Hardtanh`, of any shape.
    public mutating func hardtanh(
        _ x: Graph.ValueID, _ name: String? = nil, from low: Double = -1, to high: Double = 1
    ) -> Graph.ValueID {
        layer(name, "Hardtanh") {
            $0.call(Operators.hardtanh, .value(x), .constant(.double(low)), .constant(.double(high)))
        }
    }

    /// Zeroes numbers at random while training, and does nothing else: `Dropout`, of any shape.
    ///
    /// - Parameter x: what the layer is applied to.
    /// - Parameter name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    /// - Parameter probability: of a number to become zero; the others grow by 1 / (1 − probability).
    ///
    /// *Source*: Srivastava et al. (2014), Dropout, JMLR 15.
    public mutating func dropout(
        _ x: Graph.ValueID, _ name: String? = nil, probability: Double = 0.5
    ) -> Graph.ValueID {
        layer(name, "Dropout") {
            $0.call(Operators.dropout, .value(x), .constant(.double(probability)), .constant(.bool(false)))
        }
    }
}

private enum Operators {
    static let relu: Operator = "aten::relu"
    static let hardtanh: Operator = "aten::hardtanh"
    static let dropout: Operator = "aten::dropout"
}
