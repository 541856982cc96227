import RationaleAttribution
import RationaleCore
import RationaleMetrics

extension ComparisonRun {
    /// Their values are kept.
    private static let mostSamples = 1_000_000

    /// Refuses what makes no sense, whatever the network.
    static func check(_ options: ComparisonOptions) throws(RationaleError) {
        if let count = options.count, !(1...mostSamples).contains(count) {
            throw RationaleError(
                .usage, "cannot judge by \(count) samples", hint: "Give --count 1 to \(mostSamples).")
        }
        guard (0...1).contains(options.minProbability) else {
            throw RationaleError(
                .usage, "--min-probability \(options.minProbability) is no probability",
                hint: "Give 0 to 1; 0 keeps all.")
        }
        guard options.shard == nil || options.output != nil else {
            throw RationaleError(
                .usage, "--shard needs --output, to say which run the parts belong to", hint: "Name a folder.")
        }
        if options.texts != nil {
            guard options.data == nil, options.boxes == nil else {
                throw RationaleError(
                    .usage, "--texts cannot be judged together with pictures", hint: "Leave --data and --boxes out.")
            }
            guard options.explain.model != nil else {
                throw RationaleError(
                    .usage, "--texts needs --model, to say which network reads them",
                    hint: "`rationale train text` makes one.")
            }
        }
        if options.boxes != nil, options.data == nil {
            throw RationaleError(
                .usage, "--boxes needs --data, to say where the pictures are",
                hint: "Without --data, drawn birds are judged, whose places are known.")
        }
        guard options.explain.model != nil || options.explain.weights == nil else {
            throw RationaleError(
                .usage, "--weights needs --model, to say of which architecture they are",
                hint: "For instance --model resnet18. `rationale model list` shows the names.")
        }
        if options.explain.target != nil, options.areDrawn {
            throw RationaleError(
                .usage, "--target has no effect on drawn birds, whose own species are explained",
                hint: "Leave it out, or name pictures with --data.")
        }
        guard options.explain.instead == nil, options.explain.topK == nil else {
            throw RationaleError(
                .usage, "--instead and --top-k have no effect here",
                hint: "What is explained is the class of each picture, or one --target.")
        }
        if let threads = options.explain.threads, !(1...1024).contains(threads) {
            throw RationaleError(.usage, "--threads \(threads) makes no sense", hint: "Give 1 to 1024.")
        }
        if let largest = options.largestRegion, !(0...1).contains(largest) {
            throw RationaleError(.usage, "--max-region \(largest) is no part of a picture", hint: "Give 0 to 1.")
        }
        if let tolerance = options.tolerance, !(0...10_000).contains(tolerance) {
            throw RationaleError(.usage, "--tolerance \(tolerance) makes no sense", hint: "Give 0 or more pixels.")
        }
    }

    /// The methods, each with its twin of another seed where agreement is asked for; names are replaced by the methods'.
    static func methods(for options: inout ComparisonOptions) throws -> [ComparedMethod] {
        let kind: InputKind = options.texts == nil ? .picture : .text
        let methods = try MethodSelection.methods(for: &options.explain, explaining: kind)
        var other = options.explain
        other.seed = (options.explain.seed ?? 0) &+ 1
        let twins = try MethodSelection.methods(for: &other, explaining: kind)
        if let reference = options.reference {
            let name = MethodSelection.aliases[reference] ?? reference
            guard options.explain.method.contains(name) else {
                throw RationaleError.unknown(reference, for: "--reference", among: options.explain.method)
            }
            options.reference = name
        }
        let wantsTwins = options.measuresAgreement
        if wantsTwins, methods.allSatisfy({ $0.seed == nil }) {
            throw RationaleError(
                .usage,
                "--agreement has no effect: none of \(options.explain.method.joined(separator: ", ")) draws anything",
                hint: "Add a method with a seed, such as smoothgrad or rise.")
        }
        return zip(methods, twins).map { method, twin in
            ComparedMethod(method, reseeded: wantsTwins && method.seed != nil ? twin : nil)
        }
    }
}
