import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

extension PhotoAnswers {
    /// Prints the answers: one JSON document, or the text of each.
    func show(_ printing: PrintingOptions, text: (Explanation) -> String) throws {
        if !printing.quiet { notes.forEach { Terminal.note("note: \($0)") } }
        if printing.json { return Terminal.result(try JSONDocument.text(of: self)) }
        for answer in answers { Terminal.write(text(answer), to: .standardOutput) }
        if let report { Terminal.result("report: \(report)") }
    }
}
