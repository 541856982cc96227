/// What a pickle is read for, which decides what it may say: the names it may use and the instructions it may have.
package enum PickleUse: Sendable {
    /// A state dict of `torch.save`, in protocols 2 to 5.
    case weights
    /// NumPy's arrays with numbers, text, lists and dictionaries around them, in protocols 0 to 5.
    case arrays

    /// The meaning of a name, or nil if it is not on the list.
    func global(module: String, name: String) -> PickleGlobal? {
        switch self {
        case .weights: PickleGlobal(ofWeights: module, name)
        case .arrays: PickleGlobal(ofArrays: module, name)
        }
    }

    /// Bytes of the longest string that is kept as text; arrays may lie in longer ones.
    var stringLimit: Int {
        switch self {
        // More than any name in a state dict.
        case .weights: 1 << 24
        case .arrays: 1 << 20
        }
    }

    /// Whether strings beyond the limit are kept where they lie.
    var holdsLongStrings: Bool { self == .arrays }

    /// Whether the instructions of protocols 0 and 1 are read, whose operands are lines of text.
    var readsLines: Bool { self == .arrays }

    /// What to do about a file that is refused.
    var hint: String {
        switch self {
        case .weights: PickleMachine.saveAgain
        case .arrays:
            "Only arrays of numbers or text, numbers, text, lists and dictionaries are read, and nothing in a file is "
                + "executed. Write them again in Python with pickle.dump."
        }
    }
}
