internal import RationaleCore
internal import RationaleImaging

/// A map over the photo with its slider, and the raw map with its colour bar.
struct MapBlock: Block {
    let title: String
    let layer: String
    let raw: String
    let rawSize: String
    /// Whether a place of the map is shown as a sharp square.
    let isCoarse: Bool
    /// Whether it is a row of numbers, which would be a line if it kept its shape.
    let isFlat: Bool
    let bar: ColorBarView
    let target: String
    /// The photo behind the map; `nil` for a tensor.
    let photo: PhotoView?

    init(_ map: Heatmap, _ finding: Finding, _ context: BlockContext) throws {
        let picture =
            try context.picture ?? HeatmapPicture(map, isSigned: finding.isSigned, colorMap: context.colorMap)
        title = finding.title
        layer = DataURI.png(try picture.layerPNG(opacity: .standard))
        raw = DataURI.png(try picture.rawPNG())
        rawSize = "\(map.width) × \(map.height)"
        isCoarse = max(map.width, map.height) < 100
        isFlat = map.height * 8 < map.width
        bar = ColorBarView(ColorBar(scale: picture.scale, colorMap: picture.colorMap, unit: finding.unit))
        target = context.target
        photo = context.photo
    }

    static let template = """
        <div class="pair">
        {{#photo}}
        <figure class="overlay">
        <div class="stage">
        <svg viewBox="{{seenBox}}" aria-hidden="true"><use href="#{{photoID}}"/></svg>
        <img class="layer" loading="lazy" decoding="async" src="{{{layer}}}" \
        alt="Heat map of {{title}} over the photo, for {{target}}">
        </div>
        <label class="fade"><span>Photo</span>\
        <input type="range" min="0" max="100" value="100" aria-label="Opacity of the heat map, {{title}}">\
        <span>Heat map</span></label>
        </figure>
        {{/photo}}
        <figure class="raw">
        <div class="measured">
        <img class="{{#isCoarse}}coarse{{/isCoarse}}{{#isFlat}} flat{{/isFlat}}" loading="lazy" decoding="async" src="{{{raw}}}" \
        alt="Raw map of {{title}}, {{rawSize}} places">
        {{#bar}}
        \(ColorBarView.template)
        {{/bar}}
        </div>
        <figcaption>Raw map, {{rawSize}}, in {{#bar}}<span class="unit">{{unit}}</span>{{/bar}}</figcaption>
        </figure>
        </div>

        """
}
