extension Appearance {
    /// Why no species can look like this; `nil` where one can.
    ///
    /// What decides a species has to be seen:
    /// 1. a crest has a colour, and no crest has none;
    /// 2. an eye ring differs from the crown that surrounds it;
    /// 3. the wing differs from the breast and from the belly, on which it lies.
    ///
    /// Intervened pictures may break the rules: they show what is not, and that is their purpose.
    package var fault: String? {
        if (crest == .none) != (crestColor == .none) {
            return "crest \(crest) with crestColor \(crestColor): a crest needs a colour, and without one there is none"
        }
        if eyeRing != .none, eyeRing.rawValue == crownColor.rawValue {
            return "eyeRing \(eyeRing) on a \(crownColor) crown: it could not be seen"
        }
        if wingColor == breastColor {
            return "wingColor and breastColor are both \(wingColor): the wing could not be seen"
        }
        if wingColor == bellyColor {
            return "wingColor and bellyColor are both \(wingColor): the wing could not be seen"
        }
        return nil
    }
}
