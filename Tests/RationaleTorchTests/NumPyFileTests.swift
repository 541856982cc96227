import Foundation
import RationaleCore
import RationaleTorch
import Testing

/// Arrays of `numpy.save`, and files that only look like them.
@Suite struct NumPyFileTests {
    private func file(_ header: String, _ data: [UInt8], version: UInt8 = 1) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).npy")
        let length: [UInt8] =
            version == 1
            ? [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)]
            : (0..<4).map { UInt8(header.utf8.count >> (8 * $0) & 0xFF) }
        try (Data([0x93]) + Data("NUMPY".utf8) + Data([version, 0] + length) + Data(header.utf8) + Data(data)).write(
            to: url)
        return url
    }

    private func bytes(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    }

    private func read(_ url: URL) throws -> Tensor {
        defer { try? FileManager.default.removeItem(at: url) }
        return try Tensor(NumPyFile.tensor(contentsOf: url))
    }

    @Test(arguments: [UInt8(1), 2]) func `Rows and columns are what they are`(version: UInt8) throws {
        let values: [Float] = [1, 2, 3, 4, 5, 6]
        let rows = try read(
            file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", bytes(values), version: version))
        #expect(rows.shape == [2, 3] && rows.floats == values)
        let columns = try read(
            file("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n", bytes(values), version: version))
        #expect(columns.shape == [2, 3] && columns.reshaped([6]).floats == [1, 3, 5, 2, 4, 6])
    }

    @Test func `Whole numbers and single numbers are read`() throws {
        let one = try read(file("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }\n", [7, 0, 255]))
        #expect(one.elements(as: UInt8.self) == [7, 0, 255])
        let none = try read(file("{'descr': '<f4', 'fortran_order': False, 'shape': (), }\n", bytes([2.5])))
        #expect(none.shape == [] && none.item == 2.5)
    }

    @Test(arguments: [
        ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", "Python objects"),
        ("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }\n", ">f4"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (9,), }\n", ""),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }\n", ""),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }\n", ""),
        ("{'descr': '<f4'}", "no type, order and shape"), ("", ""),
    ])
    func `What is no array is refused`(header: String, says: String) throws {
        let url = try file(header, bytes([1]))
        defer { try? FileManager.default.removeItem(at: url) }
        let error = #expect(throws: RationaleError.self) { try NumPyFile.tensor(contentsOf: url) }
        #expect(error?.message.contains(says) == true || says.isEmpty)
    }
}
