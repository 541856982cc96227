import RationaleCore
import RationaleTorch
import Testing

@Suite struct OperatorTests {
    @Test func aCallFillsInDefaultsAndConvertsNumbers() throws {
        let x = Tensor([1, -2, 3] as [Float], shape: [3])
        let y = try Operator(named: "aten::add.Tensor").call([.tensor(x), .int(2)])[0].tensor
        #expect(y?.floats == [3, 0, 5])
        #expect(y?.dtype == .float32)
    }

    @Test func listsStringsAndNoneArrive() throws {
        let x = Tensor((0..<6).map(Float.init), shape: [2, 3])
        let cat = try Operator(named: "aten::cat").call([.tensors([x, x]), .int(1)])[0].tensor
        #expect(cat?.shape == [2, 6])
        let chunks = try Operator(named: "aten::split.Tensor").call([.tensor(x), .int(2), .int(1)])[0]
        guard case .tensors(let parts) = chunks else {
            Issue.record("split returns a list, not \(chunks)")
            return
        }
        #expect(parts.map { $0?.shape } == [[2, 2], [2, 1]])
        let gelu = try Operator(named: "aten::gelu").call([.tensor(x), .string("tanh")])[0].tensor
        #expect(abs(gelu!.floats[1] - 0.841192) < 1e-6)
        let sum = try Operator(named: "aten::sum.dim_IntList").call([.tensor(x), .none])[0].tensor
        #expect(sum?.item == 15)
    }

    @Test func anUnknownNameIsAnErrorThatNamesIt() {
        let error = #expect(throws: RationaleError.self) { try Operator(named: "aten::frobnicate") }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("aten::frobnicate") == true)
    }

    @Test func aWrongArgumentIsNamed() {
        let x = Tensor([1] as [Float], shape: [1])
        let error = #expect(throws: RationaleError.self) {
            try Operator(named: "aten::softmax.int").call([.tensor(x), .string("zero")])
        }
        #expect(error?.message.contains("'dim'") == true)
    }

    @Test func shapesThatDoNotFitKeepLibTorchsMessage() {
        let a = Tensor.zeros([2, 3])
        let error = #expect(throws: RationaleError.self) {
            try Operator(named: "aten::mm").call([.tensor(a), .tensor(a)])
        }
        #expect(error?.message.contains("cannot be multiplied") == true)
        #expect(error?.message.contains("frame #") == false)
    }

    @Test func schemasTellWhatIsWrittenAndWhatIsAView() throws {
        let relu = try Operator(named: "aten::relu_")
        #expect(relu.parameters.map(\.isWritten) == [true])
        #expect(try Operator(named: "aten::view").isView)
        #expect(try !Operator(named: "aten::relu").isView)
        #expect(try Operator(named: "aten::conv2d").parameters.map(\.name).prefix(3) == ["input", "weight", "bias"])
    }
}
