import ArgumentParser

/// `rationale concepts`: what a network sees again and again.
struct ConceptsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concepts",
        abstract: "Finds the concepts of classes, and where they are in pictures.",
        subcommands: [
            ConceptsDiscoverCommand.self, ConceptsNameCommand.self, ConceptsMatchCommand.self,
            ConceptsGraphCommand.self,
            ConceptsDiagnoseCommand.self,
        ])
}
