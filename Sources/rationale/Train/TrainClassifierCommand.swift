import ArgumentParser

/// `rationale train classifier`: a network that learns to name pictures.
struct TrainClassifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classifier",
        abstract: "Trains a network to name pictures: drawn birds, or your own.",
        discussion: """
            Writes log.jsonl, checkpoints (last.safetensors, best.safetensors) and at the end model.safetensors, which \
            --model takes as it is. A run that was stopped or killed goes on with --resume, and ends with the same \
            weights as if nothing had happened.

            --data aviary draws birds as it goes; half of them lack some of their parts and carry every species that \
            they can still be. --data FOLDER reads JPEG and PNG files, \
            train/CLASS/NAME.jpg to learn from and val/CLASS/NAME.jpg to judge by; CUB-200-2011 by its lists \
            (images.txt, image_class_labels.txt, …); or annotations of COCO, Pascal VOC, YOLO or a table boxes.csv, \
            where a picture has any number of classes and the cost is a binary cross-entropy for each.

            torchrun --no-python --nproc-per-node N, mpirun or srun before the command share the work.
            """)

    @OptionGroup var classifier: ClassifierFlags

    func run() throws { try classifier.run() }
}
