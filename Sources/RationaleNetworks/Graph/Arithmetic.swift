import RationaleTorch

extension Operation.Arithmetic {
    /// By the last part of the name that `torch.export` writes: `sub` of `_operator.sub`, `sym_max` of `torch.sym_max`.
    init?(exported name: String) {
        switch name {
        case "sym_max": self = .max
        case "sym_min": self = .min
        case "sym_not", "not_": self = .not
        case "and_": self = .and
        case "or_": self = .or
        case "sym_ite": self = .choose
        case "sym_float": self = .toReal
        case "sym_int": self = .toInt
        case "sym_sqrt", "_sym_sqrt": self = .sqrt
        default: self.init(rawValue: name)
        }
    }

    /// `nil` where the numbers do not fit, or the result overflows.
    func apply(to arguments: [Value]) -> Value? {
        if self == .choose {
            guard arguments.count == 3, let condition = arguments[0].int else { return nil }
            return condition != 0 ? arguments[1] : arguments[2]
        }
        if let a = arguments.first?.int {
            let b = arguments.count > 1 ? arguments[1].int : 0
            if let b, let truth = truth(a, b) { return .bool(truth) }
            if let b, let result = whole(a, b) { return .int(result) }
        }
        guard let a = arguments.first?.double, let b = arguments.count > 1 ? arguments[1].double : 0 else { return nil }
        if let truth = truth(a, b) { return .bool(truth) }
        if let rounded = rounded(a) {
            return Swift.abs(rounded) < 0x1p62 ? .int(Int(rounded)) : nil
        }
        return real(a, b).map(Value.double)
    }

    private func truth<Number: Comparable & SignedNumeric>(_ a: Number, _ b: Number) -> Bool? {
        switch self {
        case .eq: a == b
        case .ne: a != b
        case .lt: a < b
        case .le: a <= b
        case .gt: a > b
        case .ge: a >= b
        case .not: a == 0
        case .and: a != 0 && b != 0
        case .or: a != 0 || b != 0
        default: nil
        }
    }

    /// Whole numbers from real ones.
    private func rounded(_ a: Double) -> Double? {
        guard a.isFinite else { return nil }
        return switch self {
        case .ceil: a.rounded(.up)
        case .floor: a.rounded(.down)
        case .trunc, .toInt: a.rounded(.towardZero)
        case .round: a.rounded(.toNearestOrEven)
        default: nil
        }
    }

    private func whole(_ a: Int, _ b: Int) -> Int? {
        func checked(_ result: (partialValue: Int, overflow: Bool)) -> Int? {
            result.overflow ? nil : result.partialValue
        }
        switch self {
        case .add: return checked(a.addingReportingOverflow(b))
        case .sub: return checked(a.subtractingReportingOverflow(b))
        case .mul: return checked(a.multipliedReportingOverflow(by: b))
        case .neg: return checked(0.subtractingReportingOverflow(a))
        case .floordiv where b != 0 && b != -1: return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0)
        case .mod where b != 0 && b != -1: return (a % b + b) % b
        case .pow where b >= 0 && b < 64:
            return (0..<b).reduce(1 as Int?) { product, _ in
                product.flatMap { checked($0.multipliedReportingOverflow(by: a)) }
            }
        case .abs: return a == .min ? nil : Swift.abs(a)
        case .min: return Swift.min(a, b)
        case .max: return Swift.max(a, b)
        case .ceil, .floor, .trunc, .round, .toInt: return a
        default: return nil
        }
    }

    private func real(_ a: Double, _ b: Double) -> Double? {
        switch self {
        case .add: a + b
        case .sub: a - b
        case .mul: a * b
        case .neg: -a
        case .abs: Swift.abs(a)
        case .min: Swift.min(a, b)
        case .max: Swift.max(a, b)
        case .toReal: a
        case .sqrt where a >= 0: a.squareRoot()
        case .truediv where b != 0: a / b
        case .floordiv where b != 0: (a / b).rounded(.down)
        case .mod where b != 0: a - b * (a / b).rounded(.down)
        case .pow where b >= 0 && b.rounded() == b && b < 64: (0..<Int(b)).reduce(1) { product, _ in product * a }
        case .pow where b == 0.5 && a >= 0: a.squareRoot()
        default: nil
        }
    }
}
