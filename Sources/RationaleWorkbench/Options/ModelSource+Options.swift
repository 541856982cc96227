extension ModelSource {
    /// The model of a request.
    init(_ model: String, _ options: ExplainOptions) {
        self.init(
            model, weights: options.weights, classes: options.classes, labels: options.labels,
            preprocessing: options.preprocessing.map(PreprocessingChoice.init), vocabulary: options.vocabulary,
            interface: InterfaceChoices(
                inputs: options.modelInput, output: options.outputName, scoring: options.scoring,
                pooling: options.pooling))
    }
}
