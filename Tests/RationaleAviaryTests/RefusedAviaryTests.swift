import Foundation
import RationaleAviary
import RationaleCore
import Testing

struct RefusedAviaryTests {
    private let one = Aviary.standard.species[0]

    private func refusal(_ make: () throws -> Aviary) -> RationaleError? {
        do {
            _ = try make()
            return nil
        } catch { return error as? RationaleError }
    }

    @Test(arguments: [-1, 0, Aviary.mostSpecies + 1, .max]) func `Counts outside are refused`(count: Int) throws {
        let error = try #require(refusal { try Aviary(speciesCount: count, seed: 1) })
        #expect(error.code == .usage && error.message.contains("\(count)"))
    }

    @Test func `No species, equal names and equal looks are refused`() throws {
        #expect(try #require(refusal { try Aviary(species: []) }).message.contains("found none"))
        let namesake = Species(name: one.name, appearance: Aviary.standard.species[7].appearance)
        #expect(try #require(refusal { try Aviary(species: [one, namesake]) }).message.contains(one.name))
        let twin = Species(name: "paper twin", appearance: one.appearance)
        #expect(try #require(refusal { try Aviary(species: [one, twin]) }).message.contains("look alike"))
        var grown = one.appearance
        grown.size = grown.size == .large ? .small : .large
        let larger = Species(name: "paper giant", appearance: grown)
        #expect(try #require(refusal { try Aviary(species: [one, larger]) }).message.contains("look alike"))
        let nameless = Species(name: "  ", appearance: one.appearance)
        #expect(refusal { try Aviary(species: [nameless]) }?.code == .usage)
    }

    @Test(arguments: [
        "crest without colour", "colour without crest", "ring on crown", "wing on breast", "wing on belly",
    ]) func `What could not be seen is refused`(fault: String) throws {
        var look = one.appearance
        switch fault {
        case "crest without colour": (look.crest, look.crestColor) = (.tufted, .none)
        case "colour without crest": (look.crest, look.crestColor) = (.none, .red)
        case "ring on crown": (look.eyeRing, look.crownColor) = (.yellow, .yellow)
        case "wing on breast": look.wingColor = look.breastColor
        default: look.wingColor = look.bellyColor
        }
        let error = try #require(refusal { try Aviary(species: [Species(name: "ghost", appearance: look)]) })
        #expect(error.code == .usage && error.message.contains("ghost"))
    }

    @Test func `Unknown attributes and values are answered with the nearest`() throws {
        var values = Dictionary(uniqueKeysWithValues: Attribute.allCases.map { ($0.rawValue, one.appearance[$0]) })
        func refusal(_ values: [String: String]) throws -> RationaleError {
            let json = try JSONEncoder().encode([Named(name: "odd", appearance: values)])
            return try #require(self.refusal { try Aviary(json: json) })
        }
        values["wingPattern"] = "spoted"
        #expect(try refusal(values).message.contains("spoted") && refusal(values).hint?.contains("spotted") == true)
        values["wingPattern"] = "spotted"
        values["wingColour"] = "red"
        #expect(try refusal(values).hint?.contains("wingColor") == true)
        values["wingColour"] = nil
        values["tailShape"] = nil
        #expect(try refusal(values).message.contains("tailShape"))
        #expect(self.refusal { try Aviary(json: Data("{".utf8)) }?.code == .badData)
    }

    private struct Named: Encodable {
        let name: String
        let appearance: [String: String]
    }
}
