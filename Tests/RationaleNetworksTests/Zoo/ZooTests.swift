import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

struct ZooTests {
    @Test(arguments: Zoo.entries)
    func `An entry is the architecture of its name`(entry: Zoo.Entry) throws {
        let architecture = try Zoo.architecture(named: entry.name)
        #expect(architecture.name == entry.name)
        #expect(entry.paper.contains("arXiv"))
        let last = try #require(architecture.declarations.last { $0.name.hasSuffix("weight") })
        #expect(last.shape.first == entry.classes)
        let crop = architecture.preprocessing
        #expect([crop.cropHeight, crop.cropWidth] == architecture.input.shape.dropFirst().map(Optional.some))
    }

    @Test func `Names are unique`() { #expect(Set(Zoo.names).count == Zoo.names.count) }

    @Test(arguments: [("resnet81", "'resnet18'"), ("vgg-16", "'vgg16'"), ("mobilenet", "'mobilenet_v2'")])
    func `A misspelt name is answered with the nearest`(name: String, nearest: String) {
        let error = #expect(throws: RationaleError.self) { try Zoo.architecture(named: name) }
        #expect(error?.code == .usage)
        #expect(error?.message == "there is no architecture '\(name)'")
        #expect(error?.hint?.contains(nearest) == true, "\(error?.hint ?? "")")
    }

    @Test(arguments: [0, -1, Int.min, Int.max, 1_000_001])
    func `A number of classes that makes no sense is refused`(classes: Int) {
        let error = #expect(throws: RationaleError.self) {
            try Zoo.architecture(named: "resnet18", classes: classes)
        }
        #expect(error?.code == .usage)
    }

    @Test func `The global pool is an option, not other weights`() {
        let (average, maximum) = (ResNet(.resnet50), ResNet(.resnet50, globalPool: .maximum))
        #expect(average.declarations == maximum.declarations)
    }
}
