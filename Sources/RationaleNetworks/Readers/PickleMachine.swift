import RationaleCore
package import RationaleFiles
import RationaleTorch

/// Reads a pickle without executing anything: no name is looked up, no function called, no object built.
///
/// Python's format is a small stack machine. This one knows the instructions and the names of ``PickleGlobal`` that its
/// ``PickleUse`` allows; anything else ends the reading and is named. Instructions, memory and the length of integers are
/// limited; nothing recurses, so nesting costs no stack.
///
/// *Source*: pickletools.py of CPython 3.13.
package struct PickleMachine {
    let bytes: MappedBytes
    let refusal: FileRefusal
    let use: PickleUse
    var position: Int
    var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    var objects: [PickleObject] = []
    /// Bytes of text that may still be decoded: no more than the file has, however often it recalls them.
    var decodable: Int

    /// More than a checkpoint with 50,000 tensors takes.
    package static let instructionLimit = 2_000_000
    static let saveAgain =
        "Only weights are read, and nothing in a file is executed. Save them in Python with "
        + "torch.save(model.state_dict(), 'weights.pth') or safetensors.torch.save_file(model.state_dict(), …)."

    /// Reads one pickle.
    ///
    /// - Parameters:
    ///   - position: where it begins.
    ///   - file: what to call the file in errors.
    ///   - use: what the pickle may say.
    /// - Throws: `badData` naming what was refused.
    package static func load(
        _ bytes: MappedBytes, at position: Int = 0, file: String, for use: PickleUse = .weights,
        instructionLimit: Int = instructionLimit
    ) throws -> PickleDocument {
        var machine = PickleMachine(bytes: bytes, refusal: FileRefusal(file: file), use: use, position: position)
        for _ in 0..<instructionLimit {
            guard let instruction = bytes[machine.position] else { throw machine.failure("it ends without a stop") }
            machine.position += 1
            if instruction == UInt8(ascii: ".") {
                let root = try machine.pop()
                return PickleDocument(root: root, objects: machine.objects, end: machine.position)
            }
            try machine.execute(instruction)
        }
        throw machine.failure("it has more than \(instructionLimit) instructions")
    }

    private init(bytes: MappedBytes, refusal: FileRefusal, use: PickleUse, position: Int) {
        self.bytes = bytes
        self.refusal = refusal
        self.use = use
        self.position = position
        decodable = bytes.count
    }

    func failure(_ reason: String) -> RationaleError {
        refusal("not a usable pickle: \(reason) (at byte \(position))", hint: use.hint)
    }

    // MARK: - Instructions

    private mutating func execute(_ instruction: UInt8) throws {
        switch instruction {
        case 0x80:  // PROTO
            let version = Int(try integer(UInt8.self))
            guard version <= 5 else { throw failure("protocol \(version) is not known") }
        case 0x95:  // FRAME
            let length = try integer(UInt64.self)
            guard length <= UInt64(bytes.count - position) else { throw failure("a frame reaches beyond the end") }
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "0"): try discard()
        case UInt8(ascii: "1"): _ = try popToMark()
        case UInt8(ascii: "2"): stack.append(try top())
        case UInt8(ascii: "q"): try memorise(Int(try integer(UInt8.self)))
        case UInt8(ascii: "r"): try memorise(Int(try integer(UInt32.self)))
        case 0x94: try memorise(memo.count)  // MEMOIZE
        case UInt8(ascii: "h"): try recall(Int(try integer(UInt8.self)))
        case UInt8(ascii: "j"): try recall(Int(try integer(UInt32.self)))
        case UInt8(ascii: "c"): try pushGlobal(module: try line(), name: try line())
        case 0x93:  // STACK_GLOBAL
            guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
                throw failure("a global's name is not a string")
            }
            try pushGlobal(module: module, name: name)
        case UInt8(ascii: "R"):
            let arguments = try pop()
            stack.append(try call(try pop(), arguments))
        case UInt8(ascii: "b"): try restore(try pop())
        case UInt8(ascii: "Q"): stack.append(try storage(try pop()))
        case UInt8(ascii: "i"): try refuse(module: try line(), name: try line())
        case UInt8(ascii: "o"), 0x81, 0x92: throw failure("it builds an object of a class")
        default:
            if try pushScalar(instruction) || container(instruction) { return }
            if use.readsLines, try readLine(instruction) { return }
            let known = use == .weights ? "that torch.save writes" : "that is read"
            throw failure("the instruction 0x\(String(instruction, radix: 16)) is not one \(known)")
        }
    }

    /// Gives an object the state that `__setstate__` would.
    private mutating func restore(_ state: PickleValue) throws {
        guard case .object(let index) = try top() else { throw failure("it restores the state of no object") }
        switch objects[index] {
        // OrderedDict carries `_metadata`, which only Python's loader needs.
        case .dictionary: break
        case .elementType(let type): objects[index] = .elementType(try elementType(type, state: state))
        case .array(nil): objects[index] = .array(try array(state: state))
        default: throw failure("it restores the state of an object that is no dictionary")
        }
    }

    /// Numbers and strings; false if the instruction is something else.
    private mutating func pushScalar(_ instruction: UInt8) throws -> Bool {
        switch instruction {
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.bool(true))
        case 0x89: stack.append(.bool(false))
        case UInt8(ascii: "K"): stack.append(.int(Int(try integer(UInt8.self))))
        case UInt8(ascii: "M"): stack.append(.int(Int(try integer(UInt16.self))))
        case UInt8(ascii: "J"): stack.append(.int(Int(try integer(Int32.self))))
        case 0x8A: stack.append(try long(count: Int(try integer(UInt8.self))))
        case 0x8B: stack.append(try long(count: Int(try integer(Int32.self))))
        case UInt8(ascii: "G"): stack.append(.float(Double(bitPattern: try integer(UInt64.self).byteSwapped)))
        case UInt8(ascii: "X"): stack.append(try string(count: UInt64(try integer(UInt32.self))))
        case 0x8C: stack.append(try string(count: UInt64(try integer(UInt8.self))))
        case 0x8D: stack.append(try string(count: try integer(UInt64.self)))
        // Strings of Python 2: text in a state dict, text or bytes elsewhere.
        case UInt8(ascii: "U"): stack.append(try oldString(count: UInt64(try integer(UInt8.self))))
        case UInt8(ascii: "T"): stack.append(try oldString(count: UInt64(try integer(UInt32.self))))
        case UInt8(ascii: "C"): stack.append(.bytes(.stored(try data(count: UInt64(try integer(UInt8.self))))))
        case UInt8(ascii: "B"): stack.append(.bytes(.stored(try data(count: UInt64(try integer(UInt32.self))))))
        case 0x8E, 0x96: stack.append(.bytes(.stored(try data(count: try integer(UInt64.self)))))
        default: return false
        }
        return true
    }

    /// Lists, tuples, sets and dictionaries; false if the instruction is something else.
    private mutating func container(_ instruction: UInt8) throws -> Bool {
        switch instruction {
        case UInt8(ascii: ")"): push(.tuple([]))
        case 0x85: push(.tuple(try pop(1)))
        case 0x86: push(.tuple(try pop(2)))
        case 0x87: push(.tuple(try pop(3)))
        case UInt8(ascii: "t"): push(.tuple(try popToMark()))
        case UInt8(ascii: "]"): push(.list([]))
        case UInt8(ascii: "l"): push(.list(try popToMark()))
        case UInt8(ascii: "}"): push(.dictionary([]))
        case UInt8(ascii: "d"):
            let values = try popToMark()
            push(.dictionary(try pairs(values)))
        case 0x8F: push(.set([]))
        case 0x91: push(.set(try popToMark()))
        case UInt8(ascii: "a"): try extend(with: try pop(1))
        case UInt8(ascii: "e"), 0x90: try extend(with: try popToMark())
        case UInt8(ascii: "s"): try extend(with: try pop(2))
        case UInt8(ascii: "u"): try extend(with: try popToMark())
        default: return false
        }
        return true
    }

    /// Adds to the container on top of the stack.
    private mutating func extend(with values: [PickleValue]) throws {
        guard case .object(let index) = try top() else { throw failure("it adds to something that is no container") }
        // Taken out while it grows, so that it is not copied.
        let object = objects[index]
        objects[index] = .tuple([])
        switch consume object {
        case .list(var list):
            list.append(contentsOf: values)
            objects[index] = .list(list)
        case .set(var set):
            set.append(contentsOf: values)
            objects[index] = .set(set)
        case .dictionary(var dictionary):
            dictionary.append(contentsOf: try pairs(values))
            objects[index] = .dictionary(dictionary)
        default: throw failure("it adds to something that is no container")
        }
    }

    private func pairs(_ values: [PickleValue]) throws -> [(key: PickleValue, value: PickleValue)] {
        guard values.count % 2 == 0 else { throw failure("a dictionary has a key without a value") }
        return stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) }
    }

    // MARK: - Stack and memo

    mutating func push(_ object: PickleObject) {
        objects.append(object)
        stack.append(.object(objects.count - 1))
    }

    private func top() throws -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.last else { throw failure("its stack is empty") }
        return value
    }

    mutating func pop() throws -> PickleValue {
        let value = try top()
        stack.removeLast()
        return value
    }

    private mutating func pop(_ count: Int) throws -> [PickleValue] {
        guard stack.count - (marks.last ?? 0) >= count else { throw failure("its stack is empty") }
        let values = Array(stack.suffix(count))
        stack.removeLast(count)
        return values
    }

    private mutating func popToMark() throws -> [PickleValue] {
        guard let mark = marks.popLast() else { throw failure("there is no mark on its stack") }
        let values = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return values
    }

    /// Removes the value, or the mark, on top of the stack.
    private mutating func discard() throws {
        if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
    }

    mutating func memorise(_ index: Int) throws { memo[index] = try top() }

    mutating func recall(_ index: Int) throws {
        guard let value = memo[index] else { throw failure("it recalls value \(index), which was never stored") }
        stack.append(value)
    }
}
