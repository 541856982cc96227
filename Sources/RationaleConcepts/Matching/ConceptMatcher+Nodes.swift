public import RationaleCore

extension ConceptMatcher.Match {
    /// The region that came nearest to a concept, as a node of a graph that contributes nothing yet.
    ///
    /// - Parameters:
    ///   - concept: what was looked for.
    ///   - number: its number among all concepts of the matcher, the classes' one after another.
    public func node(_ concept: Concept, _ number: Int) -> ConceptGraph.Node {
        let (width, height) = (Double(regions.width), Double(regions.height))
        guard let region = region[number] else {
            return .init(
                concept: concept.name, box: Box(x: 0, y: 0, width: 0, height: 0), x: 0.5, y: 0.5,
                distance: .infinity, isFound: false, contribution: 0)
        }
        let box = regions.items[region].box
        let middle = regions.position(of: region)
        let outlines = regions.mask(of: region).polygons.map { polygon in
            polygon.flatMap { [Double($0.x) / width, Double($0.y) / height] }
        }
        return .init(
            concept: concept.name,
            box: Box(x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height),
            x: middle.x, y: middle.y, outlines: outlines, distance: distance[number], isFound: isFound[number],
            contribution: 0)
    }
}
