import Foundation
import RationaleNetworks
import RationaleTorch

/// What PyTorch says about text networks, as `scripts/reference/text_networks.py` wrote it.
struct TextGolden: Decodable {
    struct Case: Decodable {
        let tokens: [Int]
        let logit: Double?
        let gradient: Golden.Array?
        let output: Golden.Array?

        var batch: Tensor { Tensor(tokens.map(Int64.init), shape: [1, tokens.count]) }
    }

    private let cases: [String: Case]
    /// In the order of their lengths.
    var texts: [Case] { cases.values.sorted { $0.tokens.count < $1.tokens.count } }

    static let folder = Golden.folder.appending(path: "text")

    init(_ name: String) throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
        self = try JSONDecoder().decode(TextGolden.self, from: data)
    }
}
