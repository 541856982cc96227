import Foundation
import RationaleCore
import RationaleFiles

/// Sentences of COCO's files `captions_*.json`, and of others in that form, whose ids may be text.
///
/// A picture's part follows from the name of its file: `train`, `val` or `test` in it.
enum COCOCaptions {
    /// The files of a data set, in `annotations` or in its folder; `nil` where there are none.
    static func files(in path: String) -> [String]? {
        for folder in [path.path(to: "annotations"), path] {
            let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().filter { name in
                name.hasSuffix(".json") && (name.hasPrefix("captions") || name.hasPrefix("descriptions"))
            }
            if !files.isEmpty { return files.map { folder.path(to: $0) } }
        }
        return nil
    }

    /// - Throws: `RationaleError`: as ``JSONLists``, and `badData` where a file has no pictures and captions.
    static func found(
        _ files: [String], in path: String, needsPictures: Bool
    ) throws(RationaleError) -> FoundCaptions {
        var (found, text) = (FoundCaptions(), CaptionText())
        for file in files { try read(file, in: path, needsPictures: needsPictures, &found, &text) }
        found.notes += text.notes(path)
        guard !found.samples.isEmpty else {
            throw RationaleError(
                .badData, "\(path): there are no pictures with captions", hint: found.notes.first ?? "Check the files.")
        }
        return found
    }

    private static func read(
        _ file: String, in path: String, needsPictures: Bool, _ found: inout FoundCaptions, _ text: inout CaptionText
    ) throws(RationaleError) {
        var names: [(id: String, name: String)] = []
        var known: Set<String> = []
        var sentences: [String: [String]] = [:]
        var places: [String: Int] = [:]
        var (faulty, records) = (PassedOver(), 0)
        let outcome = try JSONLists.read(
            file, lists: ["images", "annotations"], others: ["info", "licenses", "type"]
        ) { (element, list, index) throws(RationaleError) in
            records += 1
            do throws(RationaleError) {
                let place = "\(list == "images" ? "image" : "annotation") \(index)"
                let record = try COCORecord(element, place)
                if list == "images" {
                    let (id, name) = try record.namedPicture()
                    guard known.insert(id).inserted else { throw record.failure("its id \(id) stands before") }
                    names.append((id, name))
                } else {
                    let (id, caption) = try record.caption()
                    places[id] = places[id] ?? index
                    guard let sentence = text.sentence(caption, "\(file): \(place)") else { return }
                    sentences[id, default: []].append(sentence)
                }
            } catch {
                faulty.add(error)
            }
        }
        for list in ["images", "annotations"] where outcome.counts[list] == nil {
            throw RationaleError(
                .badData, "\(file): expected COCO's images and annotations: there is no list '\(list)'",
                hint: outcome.cutIn == nil ? "Check that these are captions." : "Copy or download it again.")
        }
        for (id, index) in places.sorted(by: { $0.value < $1.value }) where !known.contains(id) {
            faulty.add("annotation \(index): there is no image \(id)")
        }

        let paths = COCOPictures.locator(of: file, in: path).paths(of: names.map(\.name))
        let part = part(of: file)
        var passedOver = PassedOver()
        for (id, name) in names {
            let path = paths[name].flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
            if needsPictures, path == nil {
                passedOver.add("there is no picture \(name)")
            } else if let sentences = sentences[id] {
                found.samples.append(
                    CaptionedPictures.Sample(name: name, path: path, label: nil, sentences: sentences))
                found.parts.append(part)
            } else {
                passedOver.add("\(name) has no sentences")
            }
        }
        found.notes += [
            faulty.note(of: file, total: records, "records"),
            passedOver.note(of: file, total: names.count, "pictures"),
            outcome.cutIn.map { "\(file): the file ends too early, within its \($0.isEmpty ? "lists" : $0)" },
        ].compactMap(\.self)
    }

    private static func part(of file: String) -> FoundCaptions.Part? {
        let name = (file as NSString).lastPathComponent.lowercased()
        // Longer words first: `trainval` is there to learn from.
        for (word, part) in [("train", FoundCaptions.Part.training), ("val", .validation), ("test", .test)]
        where name.contains(word) { return part }
        return nil
    }
}
