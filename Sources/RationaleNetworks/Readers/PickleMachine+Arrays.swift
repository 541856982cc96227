import RationaleCore
import RationaleFiles
import RationaleTorch

/// Arrays of NumPy, from what their pickles say of them.
///
/// *Source*: `__reduce__` and `__reduce_ex__` of numpy.ndarray, numpy.dtype and numpy.generic, NumPy 1.26 and 2.4.
extension PickleMachine {
    /// What NumPy's functions, and those by which old protocols write bytes, would return.
    mutating func callOfArrays(_ function: PickleGlobal, _ arguments: [PickleValue]) throws -> PickleValue {
        switch function {
        // `(numpy.ndarray, (0,), b'b')`: what follows as its state says everything.
        case .emptyArray:
            guard arguments.first == .global(.array) else { throw failure("an array is not made of numpy.ndarray") }
            push(.array(nil))
            return try pop()
        case .arrayFromBuffer:
            push(.array(try bufferedArray(arguments)))
            return try pop()
        case .elementType:
            guard let name = arguments.first.flatMap(text) else { throw failure("a type of elements has no name") }
            push(.elementType(try element(named: name)))
            return try pop()
        case .scalar:
            guard arguments.count == 2, case .bytes(let data) = arguments[1] else {
                throw failure("a number of NumPy is not made of a type and bytes")
            }
            return try scalar(try element(arguments[0]), data)
        case .encode:
            guard arguments.count == 2, let encoding = text(arguments[1]), ["latin1", "latin-1"].contains(encoding)
            else { throw failure("it encodes text by something else than Latin-1") }
            switch arguments[0] {
            case .string(let text): return .bytes(.text(text))
            case .longString(let text): return .bytes(text)
            default: throw failure("it encodes something that is no text")
            }
        case .bytes:
            guard arguments.isEmpty else { throw failure("bytes are made of \(arguments.count) arguments") }
            return .bytes(.text(""))
        default: throw failure("it calls a type")
        }
    }

    /// Text, which Python 2 writes as bytes.
    private func text(_ value: PickleValue) -> String? {
        switch value {
        case .string(let text): text
        case .bytes(let bytes): bytes.text(limit: 1000)
        default: nil
        }
    }

    private func element(named name: String) throws -> PickleElement {
        if let element = PickleElement(name: name) { return element }
        let kind =
            switch name.first {
            case "O": "Python objects"
            case "V": "records of several fields"
            case "c": "complex numbers"
            case "u": "unsigned integers of more than a byte"
            case "M", "m": "dates or times"
            default: "a kind that is not known"
            }
        throw refusal(
            "an array of \(kind) (type \(name.prefix(100))), which is not read; integers, floating-point numbers, true "
                + "and false, and text are (at byte \(position))", hint: use.hint)
    }

    private func element(_ value: PickleValue) throws -> PickleElement {
        guard case .object(let index) = value, case .elementType(let type) = objects[index] else {
            throw failure("an array has no type of elements")
        }
        return type
    }

    /// `(version, byte order, sub-array, names, fields, size, alignment, flags[, metadata])`
    func elementType(_ type: PickleElement, state: PickleValue) throws -> PickleElement {
        let parts = try elements(state)
        guard parts.count >= 5, case .int = parts[0], let order = text(parts[1]), ["<", ">", "|", "="].contains(order)
        else { throw failure("a type of elements has no byte order") }
        guard parts[2...4].allSatisfy({ $0 == .none }) else { throw failure("an array's elements have several fields") }
        var type = type
        type.isBigEndian = order == ">"
        return type
    }

    /// `(version, shape, type, column by column, bytes)`; NumPy's first versions leave out the version.
    func array(state: PickleValue) throws -> PickleArray {
        var parts = try elements(state)[...]
        if parts.count == 5 { parts.removeFirst() }
        guard parts.count == 4 else { throw failure("an array's state is not made of a shape, a type and bytes") }
        let (shape, order) = (parts[parts.startIndex], parts[parts.startIndex + 2])
        return try array(
            element(parts[parts.startIndex + 1]), shape: try integers(shape),
            byColumns: order == .bool(true) || order == .int(1), data: parts[parts.startIndex + 3])
    }

    /// `(bytes, type, shape, order[, axes])`
    private func bufferedArray(_ arguments: [PickleValue]) throws -> PickleArray {
        guard (4...5).contains(arguments.count), let order = text(arguments[3]) else {
            throw failure("an array is not made of bytes, a type, a shape and an order")
        }
        let (type, shape) = (try element(arguments[1]), try integers(arguments[2]))
        guard order == "K" else {
            guard ["C", "F", "A"].contains(order) else { throw failure("an array's order is none that is known") }
            return try array(type, shape: shape, byColumns: order == "F", data: arguments[0])
        }
        // Row by row with the axes in another order, which are then put back.
        guard arguments.count == 5 else { throw failure("an array's axes have no order") }
        let axes = try integers(arguments[4])
        guard axes.sorted() == Array(shape.indices) else { throw failure("an array's axes are not each there once") }
        let lying = try array(type, shape: shape, byColumns: false, data: arguments[0])
        let strides = StoredTensor.contiguousStrides(of: shape)
        return PickleArray(
            element: type, shape: axes.map { shape[$0] }, strides: axes.map { strides[$0] }, data: lying.data,
            byteCount: lying.byteCount)
    }

    private func array(
        _ element: PickleElement, shape: [Int], byColumns: Bool, data: PickleValue
    ) throws -> PickleArray {
        guard shape.allSatisfy({ $0 >= 0 }) else { throw failure("an array's shape \(shape) has a negative size") }
        let size = StoredTensor.elementCount(of: shape)?.multipliedReportingOverflow(by: element.size)
        guard let size, !size.overflow else {
            throw failure("an array's shape \(shape) has more elements than can be counted")
        }
        guard case .bytes(let data) = data else { throw failure("an array's elements are no bytes") }
        if case .stored(let bytes) = data, bytes.count != size.partialValue {
            throw failure(
                "an array of shape \(shape) and type \(element.name) takes \(size.partialValue) bytes, but "
                    + "\(bytes.count) are there")
        }
        // Text that stands for bytes is not shorter than they are.
        guard size.partialValue <= data.writtenCount else {
            throw failure(
                "an array of shape \(shape) and type \(element.name) takes \(size.partialValue) bytes, but at most "
                    + "\(data.writtenCount) are there")
        }
        let strides = byColumns && shape.count > 1 ? StoredTensor.contiguousStrides(of: shape.reversed()) : nil
        return PickleArray(
            element: element, shape: shape, strides: strides?.reversed(), data: data, byteCount: size.partialValue)
    }

    private mutating func scalar(_ element: PickleElement, _ data: PickleBytes) throws -> PickleValue {
        if case .number = element.kind {
        } else {
            // The same bytes may be recalled without end.
            guard element.size <= decodable else { throw failure("it makes more text than the file holds") }
            decodable -= element.size
        }
        guard let bytes = try data.bytes(count: element.size, of: bytes.file) else {
            throw failure("a number or text of the type \(element.name) takes \(element.size) bytes, others are there")
        }
        guard let value = element.value(bytes) else {
            throw failure("a number or text of the type \(element.name) is not read")
        }
        return value
    }
}
