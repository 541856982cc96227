import RationaleCore
import RationaleFiles
import RationaleTorch
import Testing

struct StoredTensorTests {
    static func storage(_ count: Int) throws -> MappedBytes { try MappedBytes(copying: (0..<count).map { UInt8($0) }) }

    @Test func `Elements of any strides are gathered in row-major order`() throws {
        let storage = try Self.storage(24)
        let transposed = try StoredTensor(dtype: .uint8, shape: [3, 2], strides: [1, 3], storage: storage, offset: 4)
        #expect(!transposed.isContiguous)
        #expect(transposed.contiguousBytes == [4, 7, 5, 8, 6, 9])
        let wide = try StoredTensor(dtype: .int16, shape: [2, 1, 2], strides: [4, 99, 1], storage: storage, offset: 1)
        #expect(wide.contiguousBytes == [2, 3, 4, 5, 10, 11, 12, 13])
        let repeated = try StoredTensor(dtype: .uint8, shape: [2, 2], strides: [0, 1], storage: storage)
        #expect(repeated.contiguousBytes == [0, 1, 0, 1])
        let scalar = try StoredTensor(dtype: .float64, shape: [], storage: storage, offset: 2)
        #expect(scalar.contiguousBytes == Array(16..<24))
        #expect(scalar.isContiguous && scalar.elementCount == 1)
        let empty = try StoredTensor(dtype: .float64, shape: [2, 0, 5], storage: storage, offset: 3)
        #expect(empty.contiguousBytes.isEmpty && empty.strides == [5, 5, 1])
    }

    @Test(arguments: [
        ([25], [1], 0), ([2], [1], 23), ([1], [1], 24), ([2, 2], [23, 1], 0), ([2], [.max], 0), ([3], [.max], 1),
        ([.max, .max], [1, 1], 0), ([-1], [1], 0), ([1], [-1], 0), ([1], [1], -1), ([1], [1], .max), ([1], [1, 1], 0),
        ([1 << 40], [0], 0), ([0], [1], 25), ([], [], 24),
    ])
    func `An element outside the storage is refused`(shape: [Int], strides: [Int], offset: Int) throws {
        let storage = try Self.storage(24)
        let error = #expect(throws: RationaleError.self) {
            try StoredTensor(dtype: .uint8, shape: shape, strides: strides, storage: storage, offset: offset)
        }
        #expect(error?.code == .badData)
    }

    @Test func `Tensors of one storage are recognised`() throws {
        let storage = try Self.storage(8)
        let a = try StoredTensor(dtype: .uint8, shape: [4], storage: storage)
        let b = try StoredTensor(dtype: .uint8, shape: [2, 2], storage: storage, offset: 4)
        #expect(a.storage == b.storage)
        #expect(try a.storage != Self.storage(8))
        #expect(a.isAligned)
        let odd = try StoredTensor(dtype: .int16, shape: [1], storage: #require(storage.slice(at: 1, count: 4)))
        #expect(!odd.isAligned)
    }

    @Test(arguments: [(0, 9), (9, 0), (-1, 2), (2, -1), (.max, 1), (1, .max), (8, 1)])
    func `A slice outside the bytes is nil`(offset: Int, count: Int) throws {
        #expect(try Self.storage(8).slice(at: offset, count: count) == nil)
    }
}
