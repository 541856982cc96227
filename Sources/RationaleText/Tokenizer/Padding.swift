extension Tokenizer {
    /// How short encodings are filled up.
    public struct Padding: Sendable, Hashable {
        /// How long an encoding becomes.
        public enum Length: Sendable, Hashable {
            /// As long as the longest of its batch; alone, as long as it is.
            case longestOfBatch
            /// At least this many tokens.
            case fixed(Int)
        }

        /// Default: the longest of the batch.
        public var length = Length.longestOfBatch
        /// Rounds the length up to a multiple of this; `nil`: not.
        public var multiple: Int?
        /// Where padding goes. Default: right.
        public var side = Encoding.Side.right
        /// The token.
        public var id: Int
        public var token: String
        /// The type of the token. Default: 0.
        public var typeID = 0

        public init(id: Int, token: String) {
            self.id = id
            self.token = token
        }

        /// The length to which the encodings of a batch are filled up.
        func target(longest: Int) -> Int {
            var target = longest
            if case .fixed(let length) = length { target = length }
            if let multiple, multiple > 0, target % multiple != 0 { target += multiple - target % multiple }
            return target
        }
    }

    /// The greatest number of tokens, and what goes where there are more.
    public struct Truncation: Sendable, Hashable {
        /// Of which text of a pair tokens are cut off.
        public enum Strategy: String, Sendable, Hashable, CaseIterable {
            /// Of the longer one, until both are equally long; then of both.
            case longestFirst = "LongestFirst"
            case onlyFirst = "OnlyFirst"
            case onlySecond = "OnlySecond"
        }

        /// The greatest number of tokens, special ones included.
        public var length: Int
        /// Default: of the longer one.
        public var strategy = Strategy.longestFirst
        /// The end at which tokens are cut off. Default: right.
        public var side = Encoding.Side.right

        public init(length: Int) { self.length = length }
    }
}
