import RationaleCore
import RationaleFiles
import RationaleTorch

extension PickleMachine {
    // MARK: - Names

    mutating func pushGlobal(module: String, name: String) throws {
        guard let global = use.global(module: module, name: name) else {
            return try refuse(module: module, name: name)
        }
        stack.append(.global(global))
    }

    func refuse(module: String, name: String) throws {
        let isModule = module.hasPrefix("torch.nn.modules") || module.hasPrefix("torchvision.models")
        let found = isModule ? "it holds a whole network as Python objects: " : ""
        throw refusal(
            "\(found)the pickle asks for \"\(module.prefix(200)).\(name.prefix(200))\", which is not among the names "
                + "that are read", hint: use.hint)
    }

    /// What the few functions of the list would return.
    mutating func call(_ function: PickleValue, _ arguments: PickleValue) throws -> PickleValue {
        guard case .global(let global) = function else { throw failure("it calls something that is no function") }
        guard case .object(let index) = arguments, case .tuple(let arguments) = objects[index] else {
            throw failure("a call has no list of arguments")
        }
        switch global {
        case .orderedDictionary: push(.dictionary(try items(arguments)))
        case .set, .frozenSet: push(.set(try arguments.first.map(elements) ?? []))
        case .rebuildTensor, .rebuildTensorV2, .rebuildTensorV3:
            push(.tensor(try tensor(arguments, hasType: global == .rebuildTensorV3)))
        case .rebuildParameter, .rebuildParameterWithState:
            guard let data = arguments.first, case .object(let index) = data, case .tensor = objects[index] else {
                throw failure("a parameter is made of something that is no tensor")
            }
            return data
        case .size:
            guard let sizes = arguments.first, arguments.count == 1 else { throw failure("a size has no numbers") }
            push(.tuple(try elements(sizes)))
        // Where a tensor once lay does not matter here.
        case .device: push(.tuple(arguments))
        case .emptyArray, .arrayFromBuffer, .scalar, .elementType, .encode, .bytes:
            return try callOfArrays(global, arguments)
        case .storage, .dtype, .array: throw failure("it calls a type")
        }
        return try pop()
    }

    func elements(_ value: PickleValue) throws -> [PickleValue] {
        guard case .object(let index) = value else { throw failure("expected a list") }
        switch objects[index] {
        case .list(let values), .tuple(let values), .set(let values): return values
        default: throw failure("expected a list")
        }
    }

    /// The pairs that an ordered dictionary is made of: none, or one list of pairs.
    private func items(_ arguments: [PickleValue]) throws -> [(key: PickleValue, value: PickleValue)] {
        guard arguments.count <= 1 else { throw failure("a dictionary is made of \(arguments.count) arguments") }
        return try arguments.first.map(elements)?.map { item in
            let pair = try elements(item)
            guard pair.count == 2 else { throw failure("a dictionary's item is no pair") }
            return (pair[0], pair[1])
        } ?? []
    }

    // MARK: - Tensors

    /// `(storage, offset, size, stride[, requires_grad, hooks[, dtype][, metadata]])`
    private func tensor(_ arguments: [PickleValue], hasType: Bool) throws -> PickleTensor {
        guard (4...8).contains(arguments.count), case .object(let index) = arguments[0],
            case .storage(let storage) = objects[index], case .int(let offset) = arguments[1]
        else { throw failure("a tensor is not made of a storage, an offset, a size and strides") }
        var metadata = arguments.dropFirst(6)
        var dtype = storage.dtype
        if hasType {
            guard case .global(.dtype(let type)) = metadata.popFirst() else {
                throw failure("a tensor has no type that is read")
            }
            dtype = type
        }
        guard let dtype else { throw failure("a tensor has no type") }
        // Flags such as a pending conjugation would change the numbers.
        if let flags = metadata.first, flags != .none {
            guard case .object(let index) = flags, case .dictionary(let pairs) = objects[index], pairs.isEmpty else {
                throw failure("a tensor has a pending conjugation or negation; save it after .resolve_conj()")
            }
        }
        return PickleTensor(
            storage: storage, dtype: dtype, shape: try integers(arguments[2]), strides: try integers(arguments[3]),
            offset: offset)
    }

    func integers(_ value: PickleValue) throws -> [Int] {
        let values = try elements(value)
        guard values.count <= StoredTensor.rankLimit else { throw failure("a tensor has \(values.count) dimensions") }
        return try values.map { value in
            guard case .int(let integer) = value else { throw failure("a tensor's size is no integer") }
            return integer
        }
    }

    /// `("storage", type, key, location, count[, view])`, with which a pickle refers to what lies outside it.
    mutating func storage(_ identifier: PickleValue) throws -> PickleValue {
        guard case .object(let index) = identifier, case .tuple(let parts) = objects[index] else {
            throw failure("it refers to something outside it that is no storage")
        }
        if parts.first == .string("module") {
            throw refusal("it holds a whole network as Python objects and their source", hint: Self.saveAgain)
        }
        guard parts.count == 5 || parts.count == 6, parts[0] == .string("storage"),
            case .global(.storage(let dtype)) = parts[1], case .string(let key) = parts[2],
            case .int(let count) = parts[4], count >= 0
        else { throw failure("it refers to something outside it that is no storage") }
        var viewOffset = 0
        if parts.count == 6, parts[5] != .none {
            let view = try elements(parts[5])
            guard view.count == 3, case .int(let offset) = view[1], offset >= 0 else {
                throw failure("a view of a storage has no offset")
            }
            viewOffset = offset
        }
        push(.storage(PickleStorage(dtype: dtype, key: key, count: count, viewOffset: viewOffset)))
        return try pop()
    }
}
