/// How large another picture's region is shown.
public enum RegionPlacing: String, Sendable, Codable, CaseIterable {
    /// Its box is scaled to the box of the region it replaces, and what it shows is cut to that region's outline.
    case fitBox
    /// Its own size and outline, with the middles of both boxes on each other, to whole pixels. It may reach beyond the
    /// region that it replaces.
    case keepSize
}
