import RationaleAviary
import RationaleImaging
import Testing

struct ContactSheetTests {
    @Test func `Sheets hold the pictures of their scenes`() throws {
        let aviary = try Aviary(speciesCount: 7, seed: 3)
        let sheet = try ContactSheet.species(of: aviary, side: 40, seed: 100)
        // Six pixels of paper, then the first picture.
        let first = aviary.scene(seed: 100, species: 0).picture(side: 40)
        for (row, column) in [(0, 0), (20, 13), (39, 39)] { #expect(sheet[row + 6, column + 6] == first[row, column]) }
        let second = aviary.scene(seed: 101, species: 1).picture(side: 40)
        #expect(sheet[6 + 20, 6 + 46 + 20] == second[20, 20])
        #expect(sheet.width == 6 + 7 * 46)
    }

    @Test func `Every sheet can be made, of small worlds too`() throws {
        for aviary in [Aviary.standard, try Aviary(speciesCount: 1, seed: 1)] {
            #expect(try ContactSheet.scenes(of: aviary, species: 0, count: 3, side: 32, seed: 1).width == 6 + 3 * 38)
            #expect(try ContactSheet.interventions(of: aviary, seed: 1, side: 32).width == 6 + 5 * 38)
            #expect(try ContactSheet.masks(of: aviary, seed: 1, side: 32).width == 6 + 5 * 38)
        }
    }
}
