import RationaleCore

/// One reader of foreign bytes, and what it needs to be tried on damaged input.
///
/// A reader must return or throw: a crash, a hang or unbounded memory is what the fuzzer looks for.
struct Reader: Sendable {
    /// As in `--reader`.
    let name: String
    /// Sound input, from which every damaged one is made. It should be small and of every kind the reader knows.
    let seeds: @Sendable () throws -> [[UInt8]]
    /// Offsets of 32-bit numbers in a seed (lengths, sizes, counts) that deserve special attention; may be empty.
    var lengthFields: @Sendable ([UInt8]) -> [Int] = { _ in [] }
    /// Reads the bytes and uses the result, so that nothing is left unread for being lazy. Errors are welcome.
    let read: @Sendable ([UInt8]) throws -> Void

    /// Every reader of the project. A new reader is one file with an extension like `Reader+Pictures.swift`, and its
    /// name here.
    static let all: [Reader] = [.jpeg, .png, .safetensors, .pth, .pt2, .pickle]
}
