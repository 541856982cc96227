import RationaleData
import Testing

struct PrefetcherTests {
    @Test(arguments: [1, 3]) func `Values come in order, whatever the threads`(threads: Int) throws {
        let squares = Prefetcher(from: 5, ahead: 3, threads: threads) { $0 * $0 }
        #expect(try (5..<200).allSatisfy { try squares.next() == $0 * $0 })
    }

    @Test func `An error arrives where its value would have been`() throws {
        struct Broken: Error {}
        let values = Prefetcher(ahead: 2) { if $0 == 3 { throw Broken() } else { $0 } }
        for expected in 0..<3 { #expect(try values.next() == expected) }
        #expect(throws: Broken.self) { try values.next() }
        #expect(throws: Broken.self) { try values.next() }
    }
}
