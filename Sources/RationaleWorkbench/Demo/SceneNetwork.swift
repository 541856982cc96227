package import RationaleCore
package import RationaleNetworks

/// A small network that tells the shapes of drawn scenes apart: three convolutions, a global average, one linear layer.
///
/// Its head is that of a class activation map, so that its maps have a closed form to be checked by
/// (Zhou et al. 2016, Learning Deep Features for Discriminative Localization, arXiv 1512.04150).
package struct SceneNetwork: Architecture {
    package static let architectureName = "scene_network"
    static let side = 64

    package let name = SceneNetwork.architectureName
    package var classes: Int

    package init(classes: Int) { self.classes = classes }

    package var input: Network.InputDescription { .init(shape: [3, Self.side, Self.side]) }

    package var preprocessing: Preprocessing {
        Preprocessing(
            resize: .exactly(height: Self.side, width: Self.side), mean: [0.5, 0.5, 0.5],
            standardDeviation: [0.25, 0.25, 0.25])
    }

    package func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var x = builder.sequential(x, "features") { features, x in
            // A kernel of twice the stride: every pixel counts in as many windows, so gradients show no grid.
            x = features.conv2d(x, from: 3, to: 16, kernel: 4, stride: 2, padding: 1)
            x = features.relu(x)  // [batch, 16, 32, 32]
            x = features.conv2d(x, from: 16, to: 32, kernel: 4, stride: 2, padding: 1)
            x = features.relu(x)  // [batch, 32, 16, 16]
            x = features.conv2d(x, from: 32, to: 48, kernel: 3, padding: 1)
            x = features.relu(x)  // [batch, 48, 16, 16]
        }
        x = builder.flatten(builder.adaptiveAveragePool2d(x))  // [batch, 48]
        return builder.linear(x, "classifier", from: 48, to: classes)
    }
}
