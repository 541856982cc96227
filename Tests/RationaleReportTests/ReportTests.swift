import Foundation
import RationaleCore
import RationaleImaging
import RationaleReport
import Testing

struct ReportTests {
    @Test func structureIsAsRecorded() throws {
        let html = try SampleReport.report.html()
        let stable =
            html
            .replacing(#/base64,[A-Za-z0-9+\/=]+/#, with: "base64,…")
            .replacing(#/(?s)<style>.*<\/style>/#, with: "<style>…</style>")
            .replacing(#/(?s)<script>.*<\/script>/#, with: "<script>…</script>")
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/report.html")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try Data(stable.utf8).write(to: url)
        }
        #expect(try stable == String(decoding: Data(contentsOf: url), as: UTF8.self))
    }

    @Test func sameReportSameBytes() throws {
        #expect(try SampleReport.report.html() == SampleReport.report.html())
    }

    @Test func piecesMakeTheDocument() throws {
        var pieces: [String] = []
        try SampleReport.report.write { pieces.append($0) }
        #expect(pieces.count == SampleReport.report.inputs.count + 2)
        #expect(try pieces.joined() == SampleReport.report.html())
    }

    @Test func nothingIsLoadedFromElsewhere() throws {
        let html = try SampleReport.report.html()
        #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("//cdn"))
        #expect(html.contains("default-src 'none'"))
        let references = html.matches(of: #/(?:src|href)="([^"]*)"/#).map { String($0.output.1) }
        #expect(!references.isEmpty)
        for reference in references {
            #expect(reference.hasPrefix("data:image/") || reference.hasPrefix("#"), "\(reference.prefix(60))")
        }
        // Every reference inside the document has its aim, once.
        let names = html.matches(of: #/ id="([^"]*)"/#).map { String($0.output.1) }
        #expect(Set(names).count == names.count)
        for reference in references where reference.hasPrefix("#") {
            #expect(names.contains(String(reference.dropFirst())))
        }
    }

    @Test func embeddedPicturesAreThePictures() throws {
        let html = try SampleReport.report.html()
        let pictures = try html.matches(of: #/data:image\/(?:png|jpeg);base64,([A-Za-z0-9+\/=]+)/#).map { match in
            try Image(decoding: Array(#require(Data(base64Encoded: String(match.output.1)))))
        }
        // One photo, and a layer and a raw map for each of the two maps that say something.
        #expect(pictures.map(\.width) == [60, 224, 3, 224, 3])
        #expect(pictures.map(\.height) == [40, 224, 3, 224, 3])
        let raw = try HeatmapPicture(SampleReport.unsigned).raw()
        #expect(pictures[2] == raw)
    }

    @Test func aLargePhotoIsEmbeddedSmaller() throws {
        let photo = Image(width: 1280, height: 320)
        let region = PhotoRegion(x: 480, y: 0, width: 320, height: 320)
        let html = try Report(
            inputs: [ReportInput(name: "wide.jpg", .photo(photo, region: region), Explanation(input: "wide.jpg"))]
        ).html()
        #expect(html.contains(#"viewBox="0 0 640 160""#))
        #expect(html.contains(#"<rect class="seen" x="240.00" y="0.00" width="160.00" height="160.00"/>"#))
        #expect(html.contains("1280 × 320 pixels"))
    }

    @Test(arguments: [
        (Heatmap(height: 2, width: 2, values: [0, 0, 0, 0]), Heatmap.Degeneracy.allZero),
        (Heatmap(height: 2, width: 2, values: [1, 1, 1, 1]), .constant),
        (Heatmap(height: 2, width: 2, values: [1, .nan, 1, 1]), .notFinite),
        (Heatmap(height: 0, width: 0, values: []), .empty),
    ])
    func aDegenerateMapIsANotice(map: Heatmap, degeneracy: Heatmap.Degeneracy) throws {
        let attribution = Attribution(
            Finding(method: "grad-cam", target: ExplainedTarget(index: 0), unit: "logit", isSigned: false), map: map)
        let html = try Report(inputs: [SampleReport.input("a.png", [attribution])]).html()
        #expect(html.contains("Degenerate: not painted"))
        #expect(html.contains(degeneracy.rawValue))
        #expect(!html.contains(#"class="layer""#))
    }

    @Test func aMapThatIsNotThereIsSaidToBeMissing() throws {
        var input = SampleReport.input("a.png", [SampleReport.unsigned])
        input.explanation.findings[0].map = "a/grad-cam.safetensors"
        input.maps = [:]
        let html = try Report(inputs: [input]).html()
        #expect(html.contains("The map is not there") && html.contains("a/grad-cam.safetensors cannot be read"))
        #expect(!html.contains(#"class="layer""#))
    }

    @Test func stagesSayWhatTheyFoundAndCost() throws {
        var attribution = SampleReport.unsigned
        attribution.stages = [
            AttributionStage(
                name: "feature bottleneck", map: attribution.map, unit: "bits", losses: [3.214, 1, 0.2], bits: 48213.4),
            AttributionStage(name: "adversary", map: attribution.map, unit: "share", losses: [0.5]),
        ]
        attribution.stages[1].settings["reliability"] = "0.9181"
        let html = try Report(inputs: [SampleReport.input("a.png", [attribution])]).html()
        #expect(
            html.contains("<dt>Feature bottleneck</dt><dd>48213 bits in all; loss 3.21 to 0.2 in 3 steps</dd>"))
        #expect(html.contains("<dt>Adversary</dt><dd>loss 0.5 to 0.5 in 1 step; reliability 91.8 %</dd>"))
    }

    @Test func manyInputsAreOneDocument() throws {
        // A map on every tenth input is enough to see that they keep apart.
        let inputs = (0..<200).map { index in
            SampleReport.input(
                "photo\(index).jpg", index % 10 == 0 ? [SampleReport.unsigned] : [],
                predictions: SampleReport.predictions)
        }
        let html = try Report(inputs: inputs).html()
        #expect(html.matches(of: #/<article /#).count == 200)
        #expect(html.matches(of: #/<a class="thumbnail"/#).count == 200)
        #expect(html.matches(of: #/<img[^>]* loading="lazy"/#).count == 40)
        #expect(html.contains(#"id="photo-200""#))
        #expect(html.contains(#"id="input-191-map-1""#))
    }

    @Test func oneInputNeedsNoOverview() throws {
        let html = try Report(inputs: [SampleReport.report.inputs[0]]).html()
        #expect(!html.contains(#"class="overview""#))
        #expect(!html.contains(#"id="filter""#))
    }

    @Test func noInputsAreADocumentToo() throws {
        let html = try Report(inputs: []).html()
        #expect(html.contains("0 inputs"))
        #expect(html.hasSuffix("</html>\n"))
    }
}
