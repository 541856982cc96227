/// Draws a bird from the back to the front.
struct BirdPainter {
    let scene: Scene
    let shape: BirdShape
    /// Where the light comes from, in the bird's own frame.
    let light: Vector

    init(_ scene: Scene) {
        self.scene = scene
        shape = BirdShape(size: scene.appearance.size, pose: scene.pose)
        let across = scene.pose.facesRight ? scene.light.direction : -scene.light.direction
        light = Vector(across * 0.7, -1)
    }

    var look: Appearance { scene.appearance }

    func draw(on canvas: borrowing Canvas) {
        let side = Double(canvas.side)
        canvas.framed(
            origin: Vector(scene.place.x, scene.place.y) * side, scale: side * scene.place.scale / 100,
            isMirrored: !scene.pose.facesRight
        ) { canvas in
            if scene.has(.tail) { drawTail(on: canvas) }
            if scene.has(.legs) { drawLegs(on: canvas) }
            if scene.has(.crest) { drawCrest(on: canvas) }
            drawPlumage(on: canvas)
            drawWing(on: canvas)
            drawEye(on: canvas)
            if scene.has(.bill) { drawBill(on: canvas) }
        }
    }

    /// The colour of a plumage part, or of down where the part is missing.
    func tint(_ part: BirdPart, _ color: Appearance.Plumage) -> Tint {
        scene.missing.contains(part) ? Palette.down : Palette.tint(color)
    }
}
