internal import Foundation
public import RationaleCore

extension Drawing {
    /// The drawing as an SVG document without outside references.
    ///
    /// Text stays text, so it can be read aloud, searched and edited; pictures are embedded as PNG. The document is
    /// written here and not by Cairo, which draws text as outlines and numbers its parts by a counter of the process,
    /// so that the same drawing would not give the same bytes twice.
    ///
    /// - Parameter title: what the drawing shows, for readers who cannot see it.
    public func svg(title: String) throws(RationaleError) -> String {
        let size = "\(Self.number(width)) \(Self.number(height))"
        var lines = [
            #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(Self.number(width))" height="\#(Self.number(height))" "#
                + #"viewBox="0 0 \#(size)" role="img" font-family="DejaVu Sans, Verdana, sans-serif">"#,
            "<title>\(Self.escaped(title))</title>",
            #"<rect width="100%" height="100%" fill="\#(background.hexadecimal)"/>"#,
        ]
        for shape in shapes { lines.append(try Self.element(of: shape)) }
        lines.append("</svg>\n")
        return lines.joined(separator: "\n")
    }

    private static func element(of shape: Shape) throws(RationaleError) -> String {
        switch shape {
        case .rectangle(let frame, let fill):
            return #"<rect \#(attributes(of: frame)) fill="\#(fill.hexadecimal)"/>"#
        case .outline(let frame, let color, let thickness):
            return #"<rect \#(attributes(of: frame)) fill="none" stroke="\#(color.hexadecimal)" "#
                + #"stroke-width="\#(number(thickness))"/>"#
        case .polygon(let points, let fill):
            let list = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
            return #"<polygon points="\#(list)" fill="\#(fill.hexadecimal)"/>"#
        case .line(let from, let to, let color, let thickness):
            return #"<line x1="\#(number(from.x))" y1="\#(number(from.y))" x2="\#(number(to.x))" "#
                + #"y2="\#(number(to.y))" stroke="\#(color.hexadecimal)" stroke-width="\#(number(thickness))"/>"#
        case .path(let points, let isClosed, let stroke):
            let list = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
            return #"<\#(isClosed ? "polygon" : "polyline") points="\#(list)" fill="none""#
                + #"\#(attributes(of: stroke)) stroke-linejoin="round"/>"#
        case .circle(let center, let radius, let fill, let stroke):
            return #"<circle cx="\#(number(center.x))" cy="\#(number(center.y))" r="\#(number(radius))" "#
                + #"fill="\#(fill?.hexadecimal ?? "none")"\#(stroke.map(attributes) ?? "")/>"#
        case .picture(let image, let frame, let isPixelated):
            let rendering = isPixelated ? #" style="image-rendering:pixelated""# : ""
            let data = Data(try image.pngData()).base64EncodedString()
            return #"<image \#(attributes(of: frame)) preserveAspectRatio="none"\#(rendering) "#
                + #"href="data:image/png;base64,\#(data)"/>"#
        case .text(let text):
            return element(of: text)
        }
    }

    private static func element(of text: Text) -> String {
        let x = number(text.position.x)
        let y = number(text.position.y)
        let anchor = text.anchor == .start ? "" : #" text-anchor="\#(text.anchor.rawValue)""#
        let weight = text.isBold ? #" font-weight="bold""# : ""
        let turn = text.isVertical ? #" transform="rotate(-90 \#(x) \#(y))""# : ""
        return #"<text x="\#(x)" y="\#(y)" font-size="\#(number(text.size))" fill="\#(text.color.hexadecimal)""#
            + "\(anchor)\(weight)\(turn)>\(escaped(text.string))</text>"
    }

    private static func attributes(of stroke: Stroke) -> String {
        let dashes = stroke.dashes.map(number).joined(separator: " ")
        return #" stroke="\#(stroke.color.hexadecimal)" stroke-width="\#(number(stroke.thickness))""#
            + (dashes.isEmpty ? "" : #" stroke-dasharray="\#(dashes)""#)
    }

    private static func attributes(of frame: Frame) -> String {
        #"x="\#(number(frame.x))" y="\#(number(frame.y))" width="\#(number(frame.width))" "#
            + #"height="\#(number(frame.height))""#
    }

    /// At most two decimals: a hundredth of a pixel is never seen.
    private static func number(_ value: Double) -> String {
        var text = String(format: "%.2f", value)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text == "-0" ? "0" : text
    }

    /// Text for an XML element.
    ///
    /// Scalar by scalar, since `<` and a combining mark after it are one `Character`. What XML 1.0 cannot hold at
    /// all (control characters but three, and two code points that are no characters) becomes U+FFFD.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\t", "\n", "\r": result.append(scalar)
            case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
