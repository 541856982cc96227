internal import RationaleCore

/// What is shown in place of a finding that there is not.
struct NoticeBlock: Block {
    let heading: String
    let message: String
    let hint: String?

    static let template = """
        <div class="notice" role="note">
        <strong>{{heading}}</strong>
        <p>{{message}}</p>
        {{#hint}}
        <p class="hint">{{hint}}</p>
        {{/hint}}
        </div>

        """
}

extension NoticeBlock {
    init(_ error: Failure?) {
        self.init(
            heading: "This method could not run", message: error?.message ?? "unknown", hint: error?.hint)
    }

    init(_ degeneracy: Heatmap.Degeneracy) {
        self.init(
            heading: "Degenerate: not painted", message: degeneracy.rawValue,
            hint: "Try another layer, target or method.")
    }

    /// - Parameter file: where the map should be.
    static func missing(_ file: String?) -> NoticeBlock {
        NoticeBlock(
            heading: "The map is not there", message: file.map { "\($0) cannot be read" } ?? "nobody kept it",
            hint: "Explain the input again.")
    }
}
