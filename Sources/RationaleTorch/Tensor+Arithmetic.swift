extension Tensor {
    public static func + (a: Tensor, b: Tensor) -> Tensor { Operators.add(.tensor(a), .tensor(b)) }
    public static func - (a: Tensor, b: Tensor) -> Tensor { Operators.subtract(.tensor(a), .tensor(b)) }
    public static func * (a: Tensor, b: Tensor) -> Tensor { Operators.multiply(.tensor(a), .tensor(b)) }
    public static func / (a: Tensor, b: Tensor) -> Tensor { Operators.divide(.tensor(a), .tensor(b)) }

    public static func + (a: Tensor, b: Double) -> Tensor { Operators.add(.tensor(a), .double(b)) }
    public static func - (a: Tensor, b: Double) -> Tensor { Operators.subtract(.tensor(a), .double(b)) }
    public static func * (a: Tensor, b: Double) -> Tensor { Operators.multiply(.tensor(a), .double(b)) }
    public static func / (a: Tensor, b: Double) -> Tensor { Operators.divide(.tensor(a), .double(b)) }
    public static func * (a: Double, b: Tensor) -> Tensor { b * a }

    /// `self + factor · other`, in one pass over the elements.
    public func adding(_ other: Tensor, times factor: Double) -> Tensor {
        Operators.add(.tensor(self), .tensor(other), .double(factor))
    }

    /// `self + weight · (end − self)`: the way to another tensor, in one pass over the elements.
    public func interpolated(to end: Tensor, _ weight: Tensor) -> Tensor {
        Operators.interpolate(.tensor(self), .tensor(end), .tensor(weight))
    }

    public static prefix func - (a: Tensor) -> Tensor { Operators.negate(.tensor(a)) }

    public var absolute: Tensor { Operators.absolute(.tensor(self)) }
    public var exponential: Tensor { Operators.exponential(.tensor(self)) }
    public var logarithm: Tensor { Operators.logarithm(.tensor(self)) }
    public var squareRoot: Tensor { Operators.squareRoot(.tensor(self)) }
    public var relu: Tensor { Operators.relu(.tensor(self)) }
    /// `1 / (1 + e⁻ˣ)`.
    public var sigmoid: Tensor { Operators.sigmoid(.tensor(self)) }
    /// `ln(1 + eˣ)`, without overflow.
    public var softplus: Tensor { Operators.softplus(.tensor(self)) }
    public func power(_ exponent: Double) -> Tensor { Operators.power(.tensor(self), .double(exponent)) }

    public func clamped(min: Double? = nil, max: Double? = nil) -> Tensor {
        Operators.clamp(.tensor(self), min.map(Value.double) ?? .none, max.map(Value.double) ?? .none)
    }

    /// Where this is greater: true; `bool`.
    public func isGreater(than other: Tensor) -> Tensor { Operators.greater(.tensor(self), .tensor(other)) }
    public func isLess(than other: Tensor) -> Tensor { Operators.less(.tensor(self), .tensor(other)) }

    /// Elements of `self` where the condition holds, of `other` elsewhere.
    public func chosen(where condition: Tensor, else other: Tensor) -> Tensor {
        Operators.choose(.tensor(condition), .tensor(self), .tensor(other))
    }

    /// Whether every element is a finite number.
    public var isFinite: Bool { Operators.all(.tensor(Operators.isFinite(.tensor(self)))).item != 0 }
}
