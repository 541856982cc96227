// swift-tools-version: 6.2

import PackageDescription

/// LibTorch's libraries, linked here by `scripts/setup`: a program that uses them needs their folder as its run path.
let runPath = "\(Context.packageDirectory)/../.libtorch/lib"

let package = Package(
    name: "rationale-examples",
    dependencies: [.package(name: "rationale", path: "..")],
    targets: [
        .executableTarget(
            name: "ExplainPhoto", dependencies: [.product(name: "Rationale", package: "rationale")],
            linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", runPath])])
    ],
    swiftLanguageModes: [.v6]
)
