/// What a shape is filled with.
enum Paint {
    case solid(Tint)
    case linear(Vector, Vector, Tint, Tint)
    case radial(Vector, Double, Tint, Tint)
}
