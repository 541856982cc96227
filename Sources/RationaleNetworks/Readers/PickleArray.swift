package import RationaleCore
package import RationaleFiles
package import RationaleTorch

/// The type of the elements of a NumPy array, as a pickle describes it.
package struct PickleElement: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case number(DType)
        /// So many characters of 4 bytes, filled up with zeros.
        case text(Int)
        /// So many bytes, filled up with zeros.
        case bytes(Int)
    }

    /// NumPy's name, such as `f4` or `U12`.
    package let name: String
    package let kind: Kind
    var isBigEndian = false

    private static let numbers: [String: DType] = [
        "b1": .bool, "u1": .uint8, "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64, "f2": .float16,
        "f4": .float32, "f8": .float64,
    ]

    /// Nil for a type that is not read.
    init?(name: String) {
        if let dtype = Self.numbers[name] {
            kind = .number(dtype)
        } else if let count = Int(name.dropFirst()), (0...1 << 20).contains(count), let letter = name.first,
            letter == "U" || letter == "S"
        {
            kind = letter == "U" ? .text(count) : .bytes(count)
        } else {
            return nil
        }
        self.name = name
    }

    /// Bytes of one element.
    package var size: Int {
        switch kind {
        case .number(let dtype): dtype.size
        case .text(let count): 4 * count
        case .bytes(let count): count
        }
    }
}

/// An array of NumPy as a pickle describes it; its bytes are as many as its shape asks for.
package struct PickleArray: Sendable {
    package let element: PickleElement
    package let shape: [Int]
    /// In elements; nil for an array that lies row by row.
    let strides: [Int]?
    let data: PickleBytes
    /// As the shape and the type ask for.
    let byteCount: Int

    /// The array as it lies in the file.
    ///
    /// - Parameters:
    ///   - file: the pickle.
    ///   - what: what to call the array in errors.
    /// - Throws: `badData` where the elements are text, or fewer bytes are there than the shape asks for.
    /// - Complexity: nothing is copied where the numbers are little-endian and the protocol is 3 or later.
    package func tensor(of file: MappedFile, _ what: String) throws(RationaleError) -> StoredTensor {
        let refusal = FileRefusal(file: file.name)
        guard case .number(let dtype) = element.kind else {
            throw refusal("\(what): expected numbers, found text of the type \(element.name)")
        }
        var storage = try bytes(of: file, what)
        if element.isBigEndian, dtype.size > 1 {
            storage = try MappedBytes(copying: Self.swapped(storage, by: dtype.size), name: file.name)
        }
        return try StoredTensor(dtype: dtype, shape: shape, strides: strides, storage: storage, name: what)
    }

    /// The elements of an array of text, row by row.
    ///
    /// - Throws: `badData` where the elements are no text, or no characters.
    package func strings(of file: MappedFile, _ what: String) throws(RationaleError) -> [String] {
        let refusal = FileRefusal(file: file.name)
        if case .number = element.kind {
            throw refusal("\(what): expected text, found numbers of the type \(element.name)")
        }
        guard strides == nil else { throw refusal("\(what): text is expected to lie row by row") }
        let bytes = try bytes(of: file, what)
        let count = shape.reduce(1, *)
        // Short strings take more memory than the file has for them, and empty ones take none of it.
        guard count <= 1 << 24 else { throw refusal("\(what): \(count) strings are more than are read") }
        var result: [String] = []
        result.reserveCapacity(count)
        for index in 0..<count {
            guard let part = bytes.slice(at: index * element.size, count: element.size),
                let string = element.string(part)
            else { throw refusal("\(what): string \(index) is no Unicode text") }
            result.append(string)
        }
        return result
    }

    private func bytes(of file: MappedFile, _ what: String) throws(RationaleError) -> MappedBytes {
        guard let bytes = try data.bytes(count: byteCount, of: file) else {
            let expected = "\(what): an array of shape \(shape) and type \(element.name) takes \(byteCount) bytes"
            throw FileRefusal(file: file.name)("\(expected); what is there does not decode to as many")
        }
        return bytes
    }

    private static func swapped(_ bytes: MappedBytes, by size: Int) -> [UInt8] {
        var result = bytes.array
        for start in stride(from: 0, to: result.count - size + 1, by: size) {
            result[start..<start + size].reverse()
        }
        return result
    }
}

extension PickleElement {
    /// The text of one element, or nil if it is none.
    func string(_ bytes: MappedBytes) -> String? {
        guard case .text(let count) = kind else {
            var text = bytes.array
            while text.last == 0 { text.removeLast() }
            return String(validating: text, as: UTF8.self)
        }
        var text = String.UnicodeScalarView()
        for index in 0..<count {
            guard let stored = bytes.littleEndian(at: 4 * index, as: UInt32.self),
                let scalar = Unicode.Scalar(isBigEndian ? stored.byteSwapped : stored)
            else { return nil }
            text.append(scalar)
        }
        while text.last == "\0" { text.removeLast() }
        return String(text)
    }

    /// One element by itself, or nil if it is of a kind that is not read.
    func value(_ bytes: MappedBytes) -> PickleValue? {
        func stored<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> Value? {
            bytes.littleEndian(at: 0, as: type).map { isBigEndian ? $0.byteSwapped : $0 }
        }
        guard case .number(let dtype) = kind else { return string(bytes).map { .string($0) } }
        switch dtype {
        case .bool: return bytes[0].map { .bool($0 != 0) }
        case .uint8: return bytes[0].map { .int(Int($0)) }
        case .int8: return stored(Int8.self).map { .int(Int($0)) }
        case .int16: return stored(Int16.self).map { .int(Int($0)) }
        case .int32: return stored(Int32.self).map { .int(Int($0)) }
        case .int64: return stored(Int64.self).map { .int(Int($0)) }
        case .float32: return stored(UInt32.self).map { .float(Double(Float(bitPattern: $0))) }
        case .float64: return stored(UInt64.self).map { .float(Double(bitPattern: $0)) }
        default: return nil
        }
    }
}
