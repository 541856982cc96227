internal import RationaleTorch

extension GraphBuilder {
    /// The largest number in each square window: `MaxPool2d`.
    ///
    /// - Parameters:
    ///   - name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    ///   - kernel: the side of the window.
    ///   - padding: places added at each side.
    ///   - x: `[batch, channel, height, width]`.
    ///   - stride: between windows; `nil` for the window's own size.
    ///   - roundsUp: whether a last window may reach over the edge (`ceil_mode`).
    /// - Returns: `[batch, channel, ⌊(height + 2·padding − kernel) / stride⌋ + 1, …]`, rounded up where asked.
    public mutating func maxPool2d(
        _ x: Graph.ValueID, _ name: String? = nil, kernel: Int, stride: Int? = nil, padding: Int = 0,
        roundsUp: Bool = false
    ) -> Graph.ValueID {
        layer(name, "MaxPool2d") {
            $0.call(
                Operators.maxPool, .value(x), .pair(kernel), .pair(stride ?? kernel), .pair(padding), .pair(1),
                .constant(.bool(roundsUp)))
        }
    }

    /// The mean of each square window, zeros of the padding counted: `AvgPool2d`.
    ///
    /// - Parameters:
    ///   - name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    ///   - kernel: the side of the window.
    ///   - padding: places added at each side.
    ///   - x: `[batch, channel, height, width]`.
    ///   - stride: between windows; `nil` for the window's own size.
    ///   - roundsUp: whether a last window may reach over the edge (`ceil_mode`).
    /// - Returns: `[batch, channel, ⌊(height + 2·padding − kernel) / stride⌋ + 1, …]`, rounded up where asked.
    public mutating func averagePool2d(
        _ x: Graph.ValueID, _ name: String? = nil, kernel: Int, stride: Int? = nil, padding: Int = 0,
        roundsUp: Bool = false
    ) -> Graph.ValueID {
        layer(name, "AvgPool2d") {
            $0.call(
                Operators.averagePool, .value(x), .pair(kernel), .pair(stride ?? kernel), .pair(padding),
                .constant(.bool(roundsUp)))
        }
    }

    /// Means over `size` × `size` windows that cover the picture, whatever its size: `AdaptiveAvgPool2d`.
    ///
    /// - Parameters:
    ///   - name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    ///   - x: `[batch, channel, height, width]`.
    ///   - size: 1 for the global mean.
    /// - Returns: `[batch, channel, size, size]`.
    public mutating func adaptiveAveragePool2d(
        _ x: Graph.ValueID, _ name: String? = nil, size: Int = 1
    ) -> Graph.ValueID {
        layer(name, "AdaptiveAvgPool2d") { $0.call(Operators.adaptiveAveragePool, .value(x), .pair(size)) }
    }

    /// The largest numbers of `size` × `size` windows that cover the picture: `AdaptiveMaxPool2d`.
    ///
    /// - Parameters:
    ///   - name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    ///   - x: `[batch, channel, height, width]`.
    ///   - size: 1 for the global maximum.
    /// - Returns: `[batch, channel, size, size]`; the gradient goes to one of equal maxima, as in PyTorch.
    public mutating func adaptiveMaxPool2d(
        _ x: Graph.ValueID, _ name: String? = nil, size: Int = 1
    ) -> Graph.ValueID {
        layer(name, "AdaptiveMaxPool2d") { $0.call(Operators.adaptiveMaxPool, .value(x), .pair(size)) }
    }
}

private enum Operators {
    static let maxPool: Operator = "aten::max_pool2d"
    static let averagePool: Operator = "aten::avg_pool2d"
    static let adaptiveAveragePool: Operator = "aten::adaptive_avg_pool2d"
    static let adaptiveMaxPool: Operator = "aten::adaptive_max_pool2d"
}
