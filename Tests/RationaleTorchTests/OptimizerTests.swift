import Foundation
import RationaleCore
import RationaleTorch
import Testing

/// What `torch.optim` makes of given gradients, as `scripts/reference/optimizers.py` wrote it.
struct OptimizerGolden: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let weightDecay: Double
        /// By step and parameter.
        let after: [[[Double]]]

        var testDescription: String { name }

        var rule: OptimizerRule {
            switch name {
            case "sgd": .sgd()
            case "sgd momentum": .sgd(momentum: 0.9)
            case "sgd nesterov": .sgd(momentum: 0.8, nesterov: true)
            case "adam": .adam()
            case "adam decayed": .adam(beta1: 0.8, beta2: 0.95, epsilon: 1e-6)
            case "adamw": .adamW()
            case "rmsprop": .rmsProp()
            case "rmsprop centred": .rmsProp(alpha: 0.9, epsilon: 1e-5, momentum: 0.7, centered: true)
            default: preconditionFailure("no rule '\(name)'")
            }
        }
    }

    let rates: [Double]
    let shapes: [[Int]]
    let starts: [[Double]]
    let gradients: [[[Double]]]
    let cases: [Case]

    static let all: OptimizerGolden = {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/optimizers.json")
        return try! JSONDecoder().decode(OptimizerGolden.self, from: Data(contentsOf: url))
    }()

    func optimizer(_ golden: Case) throws -> Optimizer {
        try Optimizer(golden.rule, parameters: tensors(starts), weightDecay: golden.weightDecay)
    }

    func tensors(_ values: [[Double]]) -> [Tensor] { zip(values, shapes).map { Tensor($0, shape: $1) } }

    func step(_ optimizer: Optimizer, _ number: Int) throws {
        try optimizer.step(gradients: tensors(gradients[number]), learningRate: rates[number])
    }
}

struct OptimizerTests {
    private let golden = OptimizerGolden.all

    @Test(arguments: OptimizerGolden.all.cases)
    func `Each rule computes what PyTorch's does`(expected: OptimizerGolden.Case) throws {
        let optimizer = try golden.optimizer(expected)
        for number in golden.rates.indices {
            try golden.step(optimizer, number)
            for (found, wanted) in zip(optimizer.parameters, expected.after[number]) {
                let difference = zip(found.elements(as: Double.self), wanted).map { abs($0 - $1) }.max()!
                #expect(difference < 1e-12, "step \(number)")
            }
        }
    }

    @Test(arguments: OptimizerGolden.all.cases)
    func `A restored state goes on bit for bit`(expected: OptimizerGolden.Case) throws {
        let whole = try golden.optimizer(expected)
        for number in 0..<3 { try golden.step(whole, number) }
        let resumed = try Optimizer(
            expected.rule, parameters: whole.parameters, weightDecay: expected.weightDecay)
        try resumed.restore(whole.state)
        for number in 3..<5 {
            try golden.step(whole, number)
            try golden.step(resumed, number)
        }
        #expect(resumed.parameters.map(\.bytes) == whole.parameters.map(\.bytes))
        #expect(resumed.state.map { $0.mapValues(\.bytes) } == whole.state.map { $0.mapValues(\.bytes) })
    }

    @Test func `States carry PyTorch's names`() throws {
        let gradients = golden.tensors(golden.gradients[0])
        let names: [(OptimizerRule, Set<String>)] = [
            (.sgd(), []), (.sgd(momentum: 0.9), ["momentum_buffer"]), (.adam(), ["step", "exp_avg", "exp_avg_sq"]),
            (.adamW(), ["step", "exp_avg", "exp_avg_sq"]), (.rmsProp(), ["step", "square_avg"]),
            (.rmsProp(momentum: 0.5, centered: true), ["step", "square_avg", "momentum_buffer", "grad_avg"]),
        ]
        for (rule, expected) in names {
            let optimizer = try Optimizer(rule, parameters: golden.tensors(golden.starts))
            #expect(optimizer.state.flatMap(\.keys) == [])
            try optimizer.step(gradients: gradients, learningRate: 0.1)
            for state in optimizer.state { #expect(Set(state.keys) == expected) }
        }
    }

    @Test func `What was handed in or out never changes`() throws {
        let start = Tensor([1.0, 2.0], shape: [2])
        let optimizer = try Optimizer(.sgd(momentum: 0.9), parameters: [start])
        try optimizer.step(gradients: [start.onesLike], learningRate: 0.5)
        let (parameters, state) = (optimizer.parameters, optimizer.state)
        let before = (parameters[0].bytes, state[0]["momentum_buffer"]!.bytes)
        try optimizer.step(gradients: [start.onesLike], learningRate: 0.5)
        #expect(start.elements(as: Double.self) == [1, 2])
        #expect(parameters[0].bytes == before.0)
        #expect(state[0]["momentum_buffer"]!.bytes == before.1)
        #expect(!parameters[0].requiresGradient)
    }

    @Test func `A wrong gradient changes nothing`() throws {
        let optimizer = try Optimizer(.adam(), parameters: golden.tensors(golden.starts))
        let before = optimizer.parameters.map(\.bytes)
        #expect(throws: RationaleError.self) {
            try optimizer.step(gradients: [.zeros([2, 3], dtype: .float64), .zeros([5])], learningRate: 0.1)
        }
        #expect(throws: RationaleError.self) {
            try optimizer.step(gradients: golden.tensors(Array(golden.gradients[0])), learningRate: -1)
        }
        #expect(throws: RationaleError.self) { try optimizer.step(gradients: [], learningRate: 0.1) }
        #expect(optimizer.parameters.map(\.bytes) == before)
    }

    @Test func `A state of another rule or shape is refused`() throws {
        let optimizer = try Optimizer(.sgd(momentum: 0.9), parameters: [.zeros([2])])
        #expect(throws: RationaleError.self) { try optimizer.restore([["exp_avg": .zeros([2])]]) }
        #expect(throws: RationaleError.self) { try optimizer.restore([["momentum_buffer": .zeros([3])]]) }
        #expect(throws: RationaleError.self) {
            try optimizer.restore([["momentum_buffer": .zeros([2], dtype: .float64)]])
        }
        #expect(throws: RationaleError.self) { try optimizer.restore([[:], [:]]) }
        let adam = try Optimizer(.adam(), parameters: [.zeros([2])])
        #expect(throws: RationaleError.self) { try adam.restore([["step": .zeros([2])]]) }
    }

    @Test func `Rules refuse numbers outside their range`() {
        for rule in [OptimizerRule.adam(beta1: 1), .adamW(epsilon: -1), .sgd(momentum: -0.1), .sgd(nesterov: true)] {
            #expect(throws: RationaleError.self) { try Optimizer(rule, parameters: [.zeros([1])]) }
        }
    }
}
