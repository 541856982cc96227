import Foundation
import RationaleCore
/// stub
struct ParaphraseTable: Sendable {
    let pairCount = 0
    init(_ url: URL) throws(RationaleError) {}
    func number(of word: ArraySlice<UInt8>) -> Int32 { -1 }
    func forEachPair(of phraseWords: [Int32], in words: [Int32], _ body: (Int, Int, Int, Int) -> Void) {}
}
