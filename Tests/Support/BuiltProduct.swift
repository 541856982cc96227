import Foundation

/// A program of this package that lies beside the test bundle.
public enum BuiltProduct {
    /// Its path; the bare name where it was not built, which then fails when it is started.
    public static func path(of name: String) -> String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? Bundle.main.bundlePath
        var place = URL(fileURLWithPath: own).deletingLastPathComponent()
        while place.path != "/" {
            let candidate = place.appending(path: name).path
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue {
                return candidate
            }
            place.deleteLastPathComponent()
        }
        return name
    }
}
