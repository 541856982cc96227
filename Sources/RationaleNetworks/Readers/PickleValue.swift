package import RationaleTorch

/// A value of a pickle. Containers live in a ``PickleDocument`` and are referred to by number, so that shared, nested
/// and even cyclic values cost neither copies nor recursion.
package enum PickleValue: Sendable, Equatable {
    case none
    case bool(Bool)
    case int(Int)
    /// An integer of more than 64 bits: its little-endian two's complement.
    case wideInt([UInt8])
    case float(Double)
    case string(String)
    /// Text that is too long for a name: only arrays are made of it.
    case longString(PickleBytes)
    case bytes(PickleBytes)
    /// A name of the short list.
    case global(PickleGlobal)
    /// A container, a storage, a tensor or an array.
    case object(Int)
}

/// A value of a pickle that other values may share.
package enum PickleObject: Sendable {
    case list([PickleValue])
    case tuple([PickleValue])
    case set([PickleValue])
    /// In the order of insertion; a key that is assigned twice is there twice.
    case dictionary([(key: PickleValue, value: PickleValue)])
    // Indirect, so that a container takes no more memory than a tensor's name.
    indirect case storage(PickleStorage)
    indirect case tensor(PickleTensor)
    indirect case elementType(PickleElement)
    /// An array of NumPy; nil until its state is there.
    indirect case array(PickleArray?)
}

/// The numbers behind tensors, which lie outside the pickle.
package struct PickleStorage: Sendable, Hashable {
    /// Nil if each tensor says it for itself.
    package let dtype: DType?
    /// The name of the record that holds the numbers.
    package let key: String
    /// Elements of the storage, or bytes if it has no type.
    package let count: Int
    /// Where a view begins within the storage, in elements.
    package let viewOffset: Int
}

/// A tensor as a pickle describes it, not yet checked against its storage.
package struct PickleTensor: Sendable {
    package let storage: PickleStorage
    package let dtype: DType
    package let shape: [Int]
    package let strides: [Int]
    /// In elements, from the beginning of the storage's view.
    package let offset: Int
}

/// What a pickle says: a value and the containers it refers to.
package struct PickleDocument: Sendable {
    package let root: PickleValue
    package let objects: [PickleObject]
    /// Where the pickle ends in the bytes.
    package let end: Int

    /// The container that a value refers to.
    package func object(_ value: PickleValue) -> PickleObject? {
        if case .object(let index) = value { objects[index] } else { nil }
    }

    package func dictionary(_ value: PickleValue) -> [(key: PickleValue, value: PickleValue)]? {
        if case .dictionary(let pairs) = object(value) { pairs } else { nil }
    }

    package func list(_ value: PickleValue) -> [PickleValue]? {
        if case .list(let values) = object(value) { values } else { nil }
    }

    package func tensor(_ value: PickleValue) -> PickleTensor? {
        if case .tensor(let tensor) = object(value) { tensor } else { nil }
    }
}
