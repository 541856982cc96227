import RationaleCore
import RationaleImaging

/// An edit that should correct an error.
enum Substitution: Hashable {
    /// A typical region of the concept is put where the picture comes nearest to it, or at this place: where the reasoning network
    /// then scores its class highest.
    case insert(ConceptEditor.Reference, SIMD2<Double>?)
    case remove(ConceptEditor.Reference)
    case replace(ConceptEditor.Reference, by: ConceptEditor.Reference)
    /// The place is in fractions of the picture's sides.
    case move(ConceptEditor.Reference, to: SIMD2<Double>)
    case mirror

    var kind: Repair.Kind {
        switch self {
        case .insert: .insert
        case .remove: .remove
        case .replace: .replace
        case .move: .move
        case .mirror: .mirror
        }
    }

    /// The nearest kind among those of single edits.
    var editKind: ConceptEdit.Kind {
        switch self {
        case .insert, .replace: .replace
        case .remove: .remove
        case .move, .mirror: .move
        }
    }

    var concept: ConceptEditor.Reference? {
        switch self {
        case .insert(let concept, _), .remove(let concept), .replace(let concept, _), .move(let concept, _): concept
        case .mirror: nil
        }
    }

    /// The same edit of another concept.
    func ofConcept(_ other: ConceptEditor.Reference) -> Substitution? {
        switch self {
        case .insert(_, let place): .insert(other, place)
        case .remove: .remove(other)
        case .replace(_, let by): .replace(other, by: by)
        case .move(_, let place): .move(other, to: place)
        case .mirror: nil
        }
    }

    func words(_ editor: ConceptEditor) -> String {
        switch self {
        case .insert(let concept, _): "putting \(editor[concept].name) in"
        case .remove(let concept): "painting \(editor[concept].name) over"
        case .replace(let concept, let other): "putting \(editor[other].name) in the place of \(editor[concept].name)"
        case .move(let concept, _): "taking \(editor[concept].name) to its usual place"
        case .mirror: "mirroring the picture"
        }
    }

    /// The edited picture; unchanged where the picture has no region to edit.
    func applied(to view: ConceptExplainer.View, _ editor: ConceptEditor) throws -> Image {
        switch self {
        case .insert(let concept, let place):
            var masks: [Mask] = []
            if let mask = try? editor.mask(of: concept, in: view) { masks.append(mask) }
            if let place, let mask = view.match.regions.mask(nearest: place), !masks.contains(mask) {
                masks.append(mask)
            }
            return masks.isEmpty ? view.image : try editor.best(replacing: masks, by: concept, in: view)
        case .remove(let concept):
            guard (try? editor.mask(of: concept, in: view)) != nil else { return view.image }
            return try editor.removing(concept, in: view)
        case .replace(let concept, let other):
            guard (try? editor.mask(of: concept, in: view)) != nil else { return view.image }
            return try editor.replacing(concept, by: other, in: view)
        case .move(let concept, let place):
            guard let mask = try? editor.mask(of: concept, in: view), let box = mask.box else { return view.image }
            let middle = SIMD2(box.x + box.width / 2, box.y + box.height / 2)
            let target = place * SIMD2(Double(view.image.width), Double(view.image.height))
            let offset = target - middle
            return try editor.moving(concept, by: (Int(offset.x.rounded()), Int(offset.y.rounded())), in: view)
        case .mirror:
            return view.image.mirrored
        }
    }
}

extension Regions {
    /// The region whose middle is nearest to a place.
    fileprivate func mask(nearest place: SIMD2<Double>) -> Mask? {
        func squared(_ index: Int) -> Double {
            let offset = position(of: index) - place
            return offset.x * offset.x + offset.y * offset.y
        }
        return items.indices.min { squared($0) < squared($1) }.map(mask)
    }
}

extension Image {
    /// Left and right exchanged.
    var mirrored: Image {
        var mirrored = pixels
        for row in 0..<height {
            for column in 0..<width {
                let (from, to) = (3 * (row * width + column), 3 * (row * width + width - 1 - column))
                for channel in 0..<3 { mirrored[to + channel] = pixels[from + channel] }
            }
        }
        return Image(width: width, height: height, pixels: mirrored)
    }
}
