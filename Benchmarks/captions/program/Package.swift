// swift-tools-version: 6.2

import PackageDescription

/// What `parity.py` compares with the published programs: the caption metrics alone, without LibTorch.
let package = Package(
    name: "caption-parity",
    dependencies: [.package(name: "rationale", path: "../../..")],
    targets: [
        .executableTarget(
            name: "caption-parity", dependencies: [.product(name: "RationaleCaptionMetrics", package: "rationale")])
    ],
    swiftLanguageModes: [.v6]
)
