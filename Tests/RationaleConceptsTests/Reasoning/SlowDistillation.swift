import Foundation
import RationaleTorch

/// Costs and metrics of distillation in plain loops.
enum SlowDistillation {
    static func rows(_ tensor: Tensor) -> [[Double]] {
        let width = tensor.shape[1]
        let values = tensor.doubles
        return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
    }

    static func centered(_ row: [Double]) -> [Double] {
        let mean = row.reduce(0, +) / Double(row.count)
        return row.map { $0 - mean }
    }

    static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    static func variance(_ rows: [[Double]]) -> Double { mean(rows.flatMap { centered($0).map { $0 * $0 } }) }

    static func squares(_ found: Tensor, _ teacher: Tensor) -> Double {
        mean(
            zip(rows(found), rows(teacher)).map { found, teacher in
                mean(zip(centered(found), centered(teacher)).map { ($0 - $1) * ($0 - $1) })
            })
    }

    static func scores(_ found: Tensor, _ teacher: Tensor, variance: Double) -> Double {
        func softmax(_ row: [Double]) -> [Double] {
            let sum = row.reduce(0) { $0 + exp($1) }
            return row.map { exp($0) / sum }
        }
        let divergence = zip(rows(found), rows(teacher)).map { found, teacher in
            zip(softmax(teacher), softmax(found)).reduce(0) { $0 + $1.0 * log($1.0 / $1.1) }
        }
        return squares(found, teacher) / variance + mean(divergence)
    }

    static func normalized(_ found: Tensor, _ teacher: Tensor) -> Double {
        func fractions(_ row: [Double]) -> [Double] {
            let size = row.reduce(0) { $0 + abs($1) }
            return row.map { $0 / size }
        }
        return mean(
            zip(rows(found), rows(teacher)).map { found, teacher in
                mean(zip(fractions(found), fractions(teacher)).map { ($0 - $1) * ($0 - $1) })
            })
    }

    /// Pearson's, of rows centred each by itself.
    static func correlation(_ found: [[Double]], _ teacher: [[Double]]) -> Double {
        let (a, b) = (found.flatMap(centered), teacher.flatMap(centered))
        let both = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        return both / (a.reduce(0) { $0 + $1 * $1 } * b.reduce(0) { $0 + $1 * $1 }).squareRoot()
    }
}
