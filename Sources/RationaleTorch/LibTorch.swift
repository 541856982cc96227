internal import CTorch

/// The engine as a whole.
public enum LibTorch {
    /// The version that this program was built against, such as `2.13.0`.
    public static var version: String { String(cString: ctorch_version()) }

    /// The threads that one operator may use on the CPU.
    public static var threads: Int { Int(ctorch_thread_count()) }

    /// Sets ``threads``. Results may differ in the last bit between different counts.
    public static func setThreads(_ count: Int) {
        precondition(count > 0, "\(count) threads")
        ctorch_set_thread_count(Int32(count))
    }

    /// Keeps freed memory in the process for the next tensor, instead of returning it to the system.
    ///
    /// glibc gives large blocks back as soon as they are freed, so that each step of a loop over tensors of the same
    /// sizes waits for the system to clear the same pages again: a fifth of the time of integrated gradients on
    /// VGG-16. The setting holds for the whole process, also for what is not LibTorch's; so it is for programs to
    /// choose, once and early, and no library function here calls it. It does nothing without glibc.
    public static func keepFreedMemory() { ctorch_keep_freed_memory() }

    /// Keeps LibTorch's own remarks off standard error: what matters of them is in the errors that are thrown.
    ///
    /// Above all the search for other processes (``ProcessGroup``) is accompanied by pages of them. For programs to
    /// choose, since it holds for the whole process.
    public static func silenceLog() { ctorch_silence_log() }
}
