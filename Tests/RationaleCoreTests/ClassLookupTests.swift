import RationaleCore
import Testing

struct ClassLookupTests {
    private let animals = ClassLookup([
        "Cardigan", "cardigan", "sea lion", "African_elephant", "crane", "crane", "tench, Tinca tinca", "Maillot",
        "MAILLOT", "red-fox",
    ])

    @Test(arguments: [
        ("cardigan", 1), ("Cardigan", 0), ("SEA LION", 2), ("sea_lion", 2), (" Sea  Lion ", 2), ("african elephant", 3),
        ("tench", 6), ("Tinca tinca", 6), ("tench, tinca tinca", 6), ("Red fox", 9), ("Maillot", 7),
    ])
    func `A name means the class that is spelled most like it`(name: String, index: Int) throws {
        #expect(animals.match(name) == .found(index))
        #expect(try animals.index(of: name, in: "net") == index)
    }

    @Test(arguments: [
        ("CARDIGAN", [0, 1], "0 'Cardigan', 1 'cardigan'"), ("crane", [4, 5], "4 'crane', 5 'crane'"),
        ("maillot", [7, 8], "7 'Maillot', 8 'MAILLOT'"),
    ])
    func `What stays ambiguous names all candidates`(name: String, indices: [Int], says: String) {
        #expect(animals.match(name) == .ambiguous(indices))
        let error = #expect(throws: RationaleError.self) { try animals.index(of: name, in: "net", code: .badData) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
        #expect(error?.hint?.contains("index") == true)
    }

    @Test(arguments: ["", " ", "sea", "tinca"]) func `Other names mean nothing`(name: String) {
        #expect(animals.match(name) == .missing)
    }

    @Test func `The nearest names are shown for one that is not there`() {
        let error = #expect(throws: RationaleError.self) { try animals.index(of: "cardigen", in: "net") }
        #expect(error?.code == .usage && error?.message == "net has no class 'cardigen'")
        #expect(error?.hint?.contains("'cardigan'") == true)
    }

    @Test func `A number before a name is left out last of all`() {
        let birds = ClassLookup(["ember finch", "002.Reed_Warbler", "2.5 litres"])
        #expect(birds.match("001.Ember_Finch") == .found(0))
        #expect(birds.match("reed warbler") == .found(1))
        #expect(birds.match("7.Reed_Warbler") == .found(1))
        #expect(birds.match("002.Reed_Warbler") == .found(1))
        for name in ["001.", ".Ember_Finch", "001", "1st.Ember_Finch"] { #expect(birds.match(name) == .missing) }
        #expect(ClassLookup(["1.a", "2.a"]).match("a") == .ambiguous([0, 1]))
        #expect(ClassLookup(["1.a", "2.a"]).match("2.a") == .found(1))
    }
}
