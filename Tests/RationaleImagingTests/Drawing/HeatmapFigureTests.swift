import Foundation
import RationaleCore
import RationaleImaging
import Testing

struct HeatmapFigureTests {
    private static let attribution = Attribution(
        Finding(
            method: "grad-cam", layer: "layer4", target: ExplainedTarget(index: 11, label: "goldfinch"), unit: "logit",
            isSigned: false), map: Heatmap(height: 7, width: 7, values: (0..<49).map { Float($0) / 10 }))

    private static func figure(title: String = "Grad-CAM · goldfinch") throws -> HeatmapFigure {
        try HeatmapFigure(
            attribution, title: title, subtitle: "layer4", on: Image(width: 64, height: 48, color: (90, 90, 90)))
    }

    @Test func hasTitlePictureMarksAndUnit() throws {
        let svg = try Self.figure().drawing(side: 300).svg(title: "Grad-CAM")
        for text in ["Grad-CAM · goldfinch", "layer4", ">0<", ">4<", ">logit<"] { #expect(svg.contains(text)) }
        // The overlay and the strip of the bar, and the arrow of the clipped end.
        #expect(svg.components(separatedBy: "<image ").count == 3)
        #expect(svg.components(separatedBy: "<polygon ").count == 2)
        #expect(svg.contains(#"width="300" height="225""#))
    }

    @Test func everyShapeLiesInside() throws {
        let drawing = try Self.figure().drawing()
        for shape in drawing.shapes {
            guard case .text(let text) = shape, !text.isVertical else { continue }
            let width = try Drawing.width(of: text.string, size: text.size, isBold: text.isBold)
            #expect(text.position.x + width <= drawing.width)
        }
        #expect(try drawing.image() == Self.figure().drawing().image())
    }

    @Test(arguments: [String(repeating: "very long title ", count: 5000), String(repeating: "\u{301}", count: 10_000)])
    func aLongTitleIsCut(title: String) throws {
        let drawing = try Self.figure(title: title).drawing()
        #expect(drawing.width < 700)
        for case .text(let text) in drawing.shapes { #expect(text.string.count < 100) }
    }
}
