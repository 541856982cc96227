import Foundation

/// The time as records write it.
enum Moment {
    /// `2026-11-21T04:06:01Z`. Formatted by hand: Foundation's formatters load a megabyte of tables first.
    static var now: String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return String(
            format: "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
            parts.tm_hour, parts.tm_min, parts.tm_sec)
    }
}

/// The computer, as records write it.
enum Machine {
    /// `Linux 6.1.0 x86_64`
    static var system: String {
        var names = utsname()
        guard uname(&names) == 0 else { return "unknown" }
        func text<Tuple>(_ tuple: Tuple) -> String {
            withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(names.sysname)) \(text(names.release)) \(text(names.machine))"
    }
}
