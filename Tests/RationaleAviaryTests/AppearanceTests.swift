import RationaleAviary
import Testing

struct AppearanceTests {
    @Test func `Appearances differ in the attributes that differ`() {
        let one = Appearance(
            billShape: .cone, billColor: .black, eyeRing: .none, crownColor: .red, crest: .none,
            crestColor: .none, wingColor: .blue, wingPattern: .plain, breastColor: .white, breastPattern: .plain,
            bellyColor: .white, tailShape: .short,
            tailColor: .blue, legColor: .grey, size: .small)
        var other = one
        #expect(one.differences(from: other).isEmpty)
        other.billColor = .red
        other.tailShape = .long
        #expect(one.differences(from: other) == [.billColor, .tailShape])
        #expect(other[.billColor] == "red")
    }
}
