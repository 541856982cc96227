// swift-tools-version: 6.2

import PackageDescription

/// LibTorch's libraries, linked here by `scripts/setup`: the run path of everything that is executed from this checkout.
let runPath = "\(Context.packageDirectory)/.libtorch/lib"
let findsLibTorch: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", runPath])]

let package = Package(
    name: "rationale",
    products: [
        .executable(name: "rationale", targets: ["rationale"]),
        .library(
            name: "Rationale",
            targets: [
                "RationaleCore", "RationaleFiles", "RationaleStatistics", "RationaleTorch", "RationaleNetworks",
                "RationaleImaging", "RationaleText", "RationaleData", "RationaleAviary", "RationaleAttribution",
                "RationaleTraining", "RationaleReport", "RationaleConsistency", "RationaleConcepts",
                "RationaleNarration", "RationaleMetrics", "RationaleCaptionMetrics", "RationaleWorkbench",
            ]),
        .library(name: "RationaleCaptionMetrics", targets: ["RationaleCaptionMetrics"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Ground: C interfaces.
        .systemLibrary(
            name: "CLibTorch", pkgConfig: "libtorch"),
        .systemLibrary(
            name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
        .systemLibrary(
            name: "CTurboJPEG", pkgConfig: "libturbojpeg",
            providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
        .systemLibrary(
            name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(
            name: "COniguruma", pkgConfig: "oniguruma",
            providers: [.apt(["libonig-dev"]), .brew(["oniguruma"])]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(
            name: "CTorch", dependencies: ["CLibTorch"],
            cxxSettings: [.define("GLIBCXX_USE_CXX11_ABI", to: "1"), .headerSearchPath("gloo")]),

        // Floor 1. Core is its basement: plain values and errors.
        .target(name: "RationaleCore"),
        .target(name: "RationaleFiles", dependencies: ["RationaleCore"]),
        .target(name: "RationaleStatistics", dependencies: ["RationaleCore"]),
        .target(name: "RationaleTorch", dependencies: ["RationaleCore", "RationaleFiles", "CTorch"]),

        // Floor 2.
        .target(
            name: "RationaleText",
            dependencies: [
                "RationaleCore", "RationaleFiles", "COniguruma",
                .product(name: "HeapModule", package: "swift-collections"),
            ]),
        .target(
            name: "RationaleNetworks",
            dependencies: ["RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleText"]),
        .target(
            name: "RationaleImaging", dependencies: ["RationaleCore", "RationaleFiles", "CCairo", "CTurboJPEG", "CPNG"]),

        // Floor 3.
        .target(
            name: "RationaleData",
            dependencies: [
                "RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleNetworks", "RationaleImaging",
                "RationaleText", .product(name: "SwiftCSV", package: "SwiftCSV"),
            ]),
        .target(
            name: "RationaleAviary",
            dependencies: ["RationaleCore", "RationaleImaging", "RationaleText", "CCairo"]),

        .target(
            name: "RationaleCaptionMetrics",
            dependencies: ["RationaleCore", "RationaleFiles", "RationaleStatistics", "CZlib"]),

        // Floor 4.
        .target(
            name: "RationaleTraining",
            dependencies: [
                "RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleNetworks", "RationaleImaging",
                "RationaleData",
            ]),
        .target(
            name: "RationaleAttribution",
            dependencies: [
                "RationaleCore", "RationaleFiles", "RationaleStatistics", "RationaleTorch", "RationaleNetworks",
                "RationaleImaging", "RationaleText",
            ]),
        .target(
            name: "RationaleReport",
            dependencies: ["RationaleCore", "RationaleImaging", .product(name: "Mustache", package: "swift-mustache")]),

        // Floor 5.
        .target(
            name: "RationaleMetrics",
            dependencies: [
                "RationaleCore", "RationaleStatistics", "RationaleTorch", "RationaleNetworks", "RationaleImaging",
                "RationaleText", "RationaleData", "RationaleAviary", "RationaleAttribution",
            ]),

        .target(
            name: "RationaleConsistency",
            dependencies: [
                "RationaleCore", "RationaleTorch", "RationaleNetworks", "RationaleImaging", "RationaleTraining",
            ]),

        .target(
            name: "RationaleConcepts",
            dependencies: [
                "RationaleCore", "RationaleStatistics", "RationaleFiles", "RationaleTorch", "RationaleNetworks",
                "RationaleImaging", "RationaleData", "RationaleTraining", "RationaleAttribution",
            ]),

        .target(
            name: "RationaleNarration",
            dependencies: [
                "RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleNetworks", "RationaleImaging",
                "RationaleData", "RationaleTraining", "RationaleAttribution",
            ]),

        // Floor 6.
        .target(
            name: "RationaleWorkbench",
            dependencies: [
                "RationaleCore", "RationaleFiles", "RationaleStatistics", "RationaleTorch", "RationaleNetworks",
                "RationaleImaging", "RationaleText", "RationaleData", "RationaleAviary", "RationaleAttribution",
                "RationaleTraining", "RationaleReport", "RationaleConsistency", "RationaleConcepts", "RationaleMetrics",
                "RationaleNarration", "RationaleCaptionMetrics", .product(name: "Yams", package: "Yams"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),

        // Floor 7.
        .executableTarget(
            name: "rationale",
            dependencies: [
                "RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleNetworks", "RationaleImaging",
                "RationaleData", "RationaleAviary", "RationaleAttribution", "RationaleTraining", "RationaleMetrics",
                "RationaleCaptionMetrics", "RationaleWorkbench",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            linkerSettings: findsLibTorch),

        // Damaged input for every reader.
        .executableTarget(
            name: "rationale-fuzz",
            dependencies: [
                "RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleNetworks", "RationaleImaging",
            ],
            path: "Benchmarks/Fuzz", linkerSettings: findsLibTorch),

        // METEOR as its program is called.
        .executableTarget(
            name: "rationale-meteor-check", dependencies: ["RationaleCore", "RationaleCaptionMetrics"],
            path: "Benchmarks/MeteorCheck"),

        // What the tests of resuming kill.
        .executableTarget(
            name: "rationale-train-check", dependencies: ["RationaleCore", "RationaleTorch", "RationaleTraining"],
            path: "Benchmarks/TrainCheck", linkerSettings: findsLibTorch),

        .executableTarget(
            name: "rationale-bench",
            dependencies: [
                "RationaleCore", "RationaleTorch", "RationaleNetworks", "RationaleImaging", "RationaleAviary",
                "RationaleAttribution", "RationaleTraining", "RationaleConsistency", "RationaleConcepts",
                "RationaleNarration",
            ],
            path: "Benchmarks/Bench", linkerSettings: findsLibTorch),
        .executableTarget(
            name: "rationale-tokenizer-bench", dependencies: ["RationaleCore", "RationaleText"],
            path: "Benchmarks/tokenizers/program"),
        .executableTarget(
            name: "rationale-zoo-check", dependencies: ["RationaleTorch", "RationaleNetworks"],
            path: "Benchmarks/ZooCheck", linkerSettings: findsLibTorch),

        // What several tests need.
        .target(name: "TestSupport", path: "Tests/Support"),

        // Tests mirror sources.
        .testTarget(name: "RationaleCoreTests", dependencies: ["RationaleCore"]),
        .testTarget(
            name: "RationaleImagingTests", dependencies: ["RationaleCore", "RationaleFiles", "RationaleImaging"],
            exclude: ["Golden"]),
        .testTarget(
            name: "RationaleReportTests", dependencies: ["RationaleCore", "RationaleImaging", "RationaleReport"],
            exclude: ["Golden"]),
        .testTarget(
            name: "RationaleTorchTests",
            dependencies: ["TestSupport", "RationaleCore", "RationaleFiles", "RationaleTorch"],
            exclude: ["Golden"],
            linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleNetworksTests",
            dependencies: ["RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleNetworks"],
            exclude: ["Golden"],
            linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleDataTests",
            dependencies: ["RationaleCore", "RationaleTorch", "RationaleImaging", "RationaleText", "RationaleData"],
            exclude: ["Golden"], linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleAviaryTests",
            dependencies: ["RationaleCore", "RationaleImaging", "RationaleText", "RationaleAviary"]),
        .testTarget(
            name: "RationaleTrainingTests",
            dependencies: [
                "TestSupport", "RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleNetworks",
                "RationaleImaging", "RationaleTraining", "rationale-train-check",
            ],
            exclude: ["Golden"], linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleMetricsTests",
            dependencies: [
                "RationaleCore", "RationaleStatistics", "RationaleTorch", "RationaleNetworks", "RationaleImaging",
                "RationaleText", "RationaleAviary", "RationaleAttribution", "RationaleMetrics",
            ],
            exclude: ["Golden"], linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleAttributionTests",
            dependencies: [
                "RationaleCore", "RationaleTorch", "RationaleNetworks", "RationaleImaging", "RationaleText",
                "RationaleAttribution",
            ],
            exclude: ["Golden"], linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleConsistencyTests",
            dependencies: [
                "RationaleCore", "RationaleTorch", "RationaleNetworks", "RationaleImaging", "RationaleTraining",
                "RationaleConsistency",
            ], exclude: ["Golden"],
            linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleConceptsTests",
            dependencies: [
                "RationaleCore", "RationaleStatistics", "RationaleFiles", "RationaleTorch", "RationaleNetworks",
                "RationaleImaging", "RationaleTraining", "RationaleAttribution", "RationaleConcepts",
            ], exclude: ["Golden"],
            linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleNarrationTests",
            dependencies: [
                "RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleNetworks", "RationaleImaging",
                "RationaleTraining", "RationaleNarration",
            ], exclude: ["Golden"],
            linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleTextTests", dependencies: ["RationaleCore", "RationaleFiles", "RationaleText"],
            exclude: ["Golden"]),
        .testTarget(
            name: "RationaleCaptionMetricsTests", dependencies: ["RationaleCore", "RationaleCaptionMetrics"],
            exclude: ["Golden"]),
        .testTarget(
            name: "RationaleWorkbenchTests",
            dependencies: [
                "RationaleCore", "RationaleFiles", "RationaleTorch", "RationaleNetworks", "RationaleImaging",
                "RationaleText", "RationaleAviary", "RationaleAttribution", "RationaleTraining", "RationaleNarration",
                "RationaleWorkbench",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            linkerSettings: findsLibTorch),
        .testTarget(
            name: "RationaleCommandTests",
            dependencies: [
                "TestSupport", "RationaleCore", "RationaleImaging", "rationale",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Snapshots"]),
        .testTarget(
            name: "RealDataTests",
            dependencies: [
                "RationaleCore", "RationaleTorch", "RationaleNetworks", "RationaleImaging", "RationaleAttribution",
                "RationaleCaptionMetrics", "RationaleFiles", "RationaleText",
            ],
            linkerSettings: findsLibTorch),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)

for target in package.targets where target.type != .system && target.name != "CTorch" {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}

// Only `make docs` needs the documentation plugin; everybody else is spared it.
if Context.environment["RATIONALE_DOCS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
