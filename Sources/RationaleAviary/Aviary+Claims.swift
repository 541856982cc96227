extension Aviary {
    /// Every species of which all the claims are true; all species where there are no claims.
    ///
    /// The indices are in ascending order; there are none where the claims fit no species, or contradict each other.
    ///
    /// - Complexity: O(claims · species).
    public func species(agreeingWith claims: some Sequence<Sentence.Claim>) -> [Int] {
        let claims = Set(claims)
        return species.indices.filter { index in
            claims.allSatisfy { species[index].appearance[$0.attribute] == $0.value }
        }
    }

    /// The species that the claims alone tell: the only one that agrees with all of them; `nil` where there are none or
    /// several.
    public func species(identifiedBy claims: some Sequence<Sentence.Claim>) -> Int? {
        let agreeing = species(agreeingWith: claims)
        return agreeing.count == 1 ? agreeing[0] : nil
    }
}
