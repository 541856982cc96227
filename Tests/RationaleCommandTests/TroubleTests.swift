import Foundation
import Testing

/// Bad photos, Ctrl-C and full disks: what is finished stays, and nothing is half written.
struct TroubleTests {
    @Test func oneBadPhotoAmongMany() throws {
        let command = try Command()
        defer { command.remove() }
        let photo = try Data(contentsOf: URL(fileURLWithPath: Fixtures.photo))
        try command.write(photo, to: "photos/a.jpg")
        try command.write(photo.prefix(photo.count / 2), to: "photos/b.jpg")
        try command.write("not a picture", to: "photos/c.png")
        try command.write(photo, to: "photos/d.jpg")
        try command.write(Data(), to: "photos/e.jpg")
        let outcome = try command("explain", "photos", "--model", Fixtures.network, "--output", "run")
        #expect(outcome.status == 65)
        for name in ["b.jpg", "c.png", "e.jpg"] { #expect(outcome.errors.contains("photos/\(name)")) }
        #expect(command.files(in: "run").filter { $0.hasSuffix(".overlay.png") }.count == 2)
        let report = String(decoding: try command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("5 inputs · 1 method · 3 inputs could not be explained"))
    }

    @Test func everyPhotoBadEndsWithTheirStatus() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write("not a picture", to: "c.png")
        #expect(try command("explain", "c.png", "--model", Fixtures.network).status == 65)
    }

    @Test func aPhotoOfOnePixelIsAPhoto() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "explain", Fixtures.onePixel, "--model", Fixtures.network, "--method", "all", "--masks", "20")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func interruptingKeepsWhatIsFinished() throws {
        let command = try Command()
        defer { command.remove() }
        let arguments = [
            "explain", Fixtures.photo, "--model", Fixtures.network, "--method", "centre,rise", "--masks", "1000000",
            "--output", "run",
        ]
        let running = try command.start(Command.executable, arguments)
        let finished = command.folder.appending(path: "run/baseline-444/centre.overlay.png").path
        while !FileManager.default.fileExists(atPath: finished), running.process.isRunning { usleep(20_000) }
        // Twice at once is one: some programs tell a process and its group.
        running.process.interrupt()
        running.process.interrupt()
        let outcome = try running.wait()
        #expect(outcome.status == 130)
        #expect(outcome.errors.contains("--resume"))
        #expect(outcome.output.contains("report: run/report.html"))
        let report = String(decoding: try command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("centre.safetensors") && !report.contains("rise.safetensors"))
        let record = try JSONSerialization.jsonObject(with: command.read("run/run.json")) as? [String: Any] ?? [:]
        #expect(record["status"] as? String == "interrupted")

        let resumed = try command(
            "explain", Fixtures.photo, "--model", Fixtures.network, "--method", "centre,layer-cam", "--output", "run",
            "--resume")
        // RISE's masks were part of the question.
        #expect(resumed.status == 64)
    }

    @Test func aDiskThatIsFullIsAnErrorAndLeavesNoHalfFiles() throws {
        let command = try Command()
        defer { command.remove() }
        // No file beyond eight kilobytes: the record fits, an overlay does not.
        let outcome = try command.shell(
            "ulimit -f 16; rationale explain '\(Fixtures.pictures)/one-pixel.png' '\(Fixtures.photo)' "
                + "--model '\(Fixtures.network)' --method random --output run")
        #expect(outcome.status == 74, "\(outcome.errors)")
        #expect(outcome.errors.contains("cannot be written"))
        let files = command.files(in: "run")
        #expect(!files.contains("report.html"))
        #expect(!files.contains { $0.hasSuffix(".tmp") || $0.hasSuffix(".part") })
    }

    @Test func aWeightThatIsNotANumberIsNamed() throws {
        let command = try Command()
        defer { command.remove() }
        // The network's file with one weight overwritten: an archive's records are stored as they are.
        var bytes = try Data(contentsOf: URL(fileURLWithPath: Fixtures.network))
        let name = try #require(bytes.range(of: Data("/data/weights/weight_0".utf8)))
        let local = Data([0x50, 0x4B, 0x03, 0x04])
        let header = try #require(bytes[..<name.lowerBound].range(of: local, options: .backwards)).lowerBound
        let extra = Int(bytes[header + 28]) + Int(bytes[header + 29]) << 8
        let start = name.upperBound + extra
        bytes.replaceSubrange(start..<start + 4, with: [0, 0, 0xC0, 0x7F])
        try command.write(bytes, to: "nan.pt2")
        let outcome = try command("explain", Fixtures.photo, "--model", "nan.pt2")
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("conv1.weight") && outcome.errors.contains("not"), "\(outcome.errors)")
    }
}
