public import RationaleCore

/// The architectures that this package knows by name.
public enum Zoo {
    /// An architecture and where it comes from.
    public struct Entry: Sendable {
        /// As torchvision calls it: `resnet18`.
        public let name: String
        /// For a person: `ResNet-18`.
        public let title: String
        /// Authors, year, title and identifier.
        public let paper: String
        /// With how many classes it was published.
        public let classes: Int
        private let make: @Sendable (Int) -> any Architecture

        init(
            _ name: String, _ title: String, _ paper: String, classes: Int = 1000,
            make: @escaping @Sendable (Int) -> any Architecture
        ) {
            self.name = name
            self.title = title
            self.paper = paper
            self.classes = classes
            self.make = make
        }

        /// The architecture, with the published number of classes where none is given.
        ///
        /// - Precondition: `classes` is positive.
        public func architecture(classes: Int? = nil) -> any Architecture { make(classes ?? self.classes) }

        /// How many numbers training changes, with the published number of classes.
        ///
        /// - Complexity: writes the graph once.
        public var parameterCount: Int { architecture().parameterCount }
    }

    /// Everything there is, by name.
    public static let entries: [Entry] = [
        Entry("alexnet", "AlexNet", Paper.alexNet) { AlexNet(classes: $0) },
        Entry("cifar_resnet20", "ResNet-20 for CIFAR-10", Paper.resNet, classes: 10) {
            CIFARResNet(depth: 20, classes: $0)
        },
        Entry("cifar_resnet32", "ResNet-32 for CIFAR-10", Paper.resNet, classes: 10) {
            CIFARResNet(depth: 32, classes: $0)
        },
        Entry("cifar_resnet44", "ResNet-44 for CIFAR-10", Paper.resNet, classes: 10) {
            CIFARResNet(depth: 44, classes: $0)
        },
        Entry("cifar_resnet56", "ResNet-56 for CIFAR-10", Paper.resNet, classes: 10) {
            CIFARResNet(depth: 56, classes: $0)
        },
        Entry("cifar_resnet110", "ResNet-110 for CIFAR-10", Paper.resNet, classes: 10) {
            CIFARResNet(depth: 110, classes: $0)
        },
        Entry("googlenet", "GoogLeNet", Paper.googLeNet) { GoogLeNet(classes: $0) },
        Entry("mobilenet_v2", "MobileNetV2", Paper.mobileNetV2) { MobileNetV2(classes: $0) },
        Entry("resnet8", "ResNet-8 for CIFAR-10", Paper.resNet, classes: 10) { CIFARStemResNet(classes: $0) },
        Entry("resnet18", "ResNet-18", Paper.resNet) { ResNet(.resnet18, classes: $0) },
        Entry("resnet34", "ResNet-34", Paper.resNet) { ResNet(.resnet34, classes: $0) },
        Entry("resnet50", "ResNet-50", Paper.resNet) { ResNet(.resnet50, classes: $0) },
        Entry("resnet101", "ResNet-101", Paper.resNet) { ResNet(.resnet101, classes: $0) },
        Entry("small_resnet", "Small ResNet for 128×128", Paper.resNet, classes: 50) { SmallResNet(classes: $0) },
        Entry("small_vgg", "Small VGG for CIFAR-10", Paper.vgg, classes: 10) { SmallVGG(classes: $0) },
        Entry("squeezenet1_1", "SqueezeNet 1.1", Paper.squeezeNet) { SqueezeNet(classes: $0) },
        Entry("vgg16", "VGG-16", Paper.vgg) { VGG16(classes: $0) },
        Entry("vgg16_bn", "VGG-16 with batch norms", Paper.vgg) { VGG16(classes: $0, hasBatchNorms: true) },
        Entry("xception", "Xception", Paper.xception) { Xception(classes: $0) },
    ]

    /// The names of all architectures.
    public static var names: [String] { entries.map(\.name) }

    /// The most classes that a network is made for; more would be a typing error that takes all memory.
    static let classLimit = 1_000_000

    /// The architecture of this name.
    ///
    /// - Parameter name: torchvision's name.
    /// - Parameter classes: how many scores it returns; `nil` for the published number.
    /// - Throws: `RationaleError.Code.usage` where there is no such architecture, with the nearest names, or the
    ///   number of classes makes no sense.
    public static func architecture(
        named name: String, classes: Int? = nil
    ) throws(RationaleError) -> any Architecture {
        guard let entry = entries.first(where: { $0.name == name }) else {
            let nearest = names.nearest(to: name).map { "'\($0)'" }.joined(separator: ", ")
            throw RationaleError(
                .usage, "there is no architecture '\(name)'",
                hint: (nearest.isEmpty ? "" : "Did you mean \(nearest)? ") + "`rationale model list` shows all.")
        }
        if let classes, !(1...classLimit).contains(classes) {
            throw RationaleError(
                .usage, "\(name) cannot have \(classes) classes, expected 1 to \(classLimit)",
                hint: "Leave the number out for the published \(entry.classes).")
        }
        return entry.architecture(classes: classes)
    }
}

private enum Paper {
    static let alexNet =
        "Krizhevsky (2014), One weird trick for parallelizing convolutional neural networks, arXiv 1404.5997"
    static let googLeNet = "Szegedy et al. (2015), Going Deeper with Convolutions, arXiv 1409.4842"
    static let mobileNetV2 =
        "Sandler et al. (2018), MobileNetV2: Inverted Residuals and Linear Bottlenecks, arXiv 1801.04381"
    static let resNet = "He et al. (2016), Deep Residual Learning for Image Recognition, arXiv 1512.03385"
    static let squeezeNet =
        "Iandola et al. (2016), SqueezeNet: AlexNet-level accuracy with 50x fewer parameters, arXiv 1602.07360"
    static let vgg =
        "Simonyan and Zisserman (2015), Very Deep Convolutional Networks for Large-Scale Image Recognition, "
        + "arXiv 1409.1556"
    static let xception =
        "Chollet (2017), Xception: Deep Learning with Depthwise Separable Convolutions, arXiv 1610.02357"
}
