import RationaleCore
import RationaleWorkbench

extension ExplainResult {
    /// The exit status where something failed: that of the only failure, or 65 for some among many.
    var failureStatus: Int32? {
        let failed = inputs.compactMap(\.error)
        if !failed.isEmpty {
            let isAll = failed.count == inputs.count && Set(failed.map(\.status)).count == 1
            return isAll ? failed[0].status : RationaleError.Code.badData.rawValue
        }
        return nil
    }
}
