extension ModelSource {
    /// The model of a request.
    init(_ model: String, _ options: ExplainOptions) {
        self.init(
            model, weights: options.weights, classes: options.classes, labels: options.labels,
            preprocessing: options.preprocessing.map(PreprocessingChoice.init),
            text: TextChoices(
                vocabulary: options.vocabulary, tokenizer: options.tokenizer, units: options.units),
            interface: InterfaceChoices(
                inputs: options.modelInput, output: options.outputName, scoring: options.scoring,
                pooling: options.pooling))
    }
}
