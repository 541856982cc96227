internal import Foundation
internal import RationaleImaging

/// A colour bar as the templates see it.
struct ColorBarView {
    struct Tick {
        /// Per cent of the bar's height, from its low end.
        let position: String
        let text: String
    }

    let unit: String
    let ticks: [Tick]
    let clipsAbove: Bool
    let clipsBelow: Bool
    /// The colours from the low end up, as a style sheet writes them.
    let gradient: String
    let highColor: String
    let lowColor: String
    /// The bar in words.
    let spoken: String

    init(_ bar: ColorBar) {
        unit = bar.unit
        ticks = bar.ticks.map {
            Tick(position: String(format: "%.2f", 100 * $0.fraction), text: $0.label)
        }
        clipsAbove = bar.scale.clipsAbove
        clipsBelow = bar.scale.clipsBelow
        // Between 33 stops no colour map bends visibly.
        gradient = stride(from: 0, through: 32, by: 1)
            .map { bar.colorMap[Double($0) / 32].hexadecimal }
            .joined(separator: ",")
        highColor = bar.colorMap[1].hexadecimal
        lowColor = bar.colorMap[0].hexadecimal
        let ends = [bar.scale.range.lowerBound, bar.scale.range.upperBound].map(NumberText.value)
        spoken = "Colours from \(ends[0]) to \(ends[1]), \(bar.colorMap.name)"
    }

    static let template = """
        <div class="bar" role="img" aria-label="{{spoken}}">
        {{#clipsAbove}}
        <i class="tip up" style="background:{{highColor}}"></i>
        {{/clipsAbove}}
        <div class="strip" style="background:linear-gradient(to top,{{gradient}})">
        {{#ticks}}
        <span class="tick" style="bottom:{{position}}%">{{text}}</span>
        {{/ticks}}
        </div>
        {{#clipsBelow}}
        <i class="tip down" style="background:{{lowColor}}"></i>
        {{/clipsBelow}}
        </div>
        """
}
