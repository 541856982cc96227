import RationaleCore

/// Resizes a picture, or the part of the resized picture that is wanted, with Pillow's results to the last bit.
///
/// One pass along the rows and one along the columns, each rounded to 8 bits. Only the places that the wanted part
/// needs are touched, and nothing larger than they are is allocated.
///
/// *Source*: Pillow 13, `src/libImaging/Resample.c`. Before Pillow 13 the rows always came first, which differs by one
/// level at some places where it is not so here.
struct Resampler {
    let source: Image
    /// The size of the whole resized picture.
    let width: Int
    let height: Int

    /// Whether the columns are resampled before the rows: where that loses many more rows than the other columns.
    private var startsWithColumns: Bool {
        height < source.height && source.height - height > 2 * (source.width - width)
    }

    /// The part of the resized picture in the given rows and columns.
    ///
    /// - Complexity: O(pixels of the source that are needed + w · h · taps) for a result of w × h.
    func part(rows: Range<Int>, columns: Range<Int>, filter: Preprocessing.Filter) -> Image {
        if filter == .nearest { return nearest(rows: rows, columns: columns) }
        let alongRows =
            width == source.width
            ? nil : ResamplingKernel(from: source.width, to: width, range: columns, filter: filter)
        let alongColumns =
            height == source.height
            ? nil : ResamplingKernel(from: source.height, to: height, range: rows, filter: filter)
        switch (alongRows, alongColumns) {
        case (nil, nil):
            return source.part(rows: rows, columns: columns)
        case (let alongRows?, nil):
            return Self.resampledRows(of: source, rows: rows, kernel: alongRows)
        case (nil, let alongColumns?):
            return Self.resampledColumns(of: source, columns: columns, kernel: alongColumns)
        case (let alongRows?, let alongColumns?):
            if startsWithColumns {
                let needed = alongRows.reach
                let flat = Self.resampledColumns(of: source, columns: needed, kernel: alongColumns)
                return Self.resampledRows(
                    of: flat, rows: 0..<flat.height, kernel: alongRows, skipped: needed.lowerBound)
            }
            let needed = alongColumns.reach
            let narrow = Self.resampledRows(of: source, rows: needed, kernel: alongRows)
            return Self.resampledColumns(
                of: narrow, columns: 0..<narrow.width, kernel: alongColumns, skipped: needed.lowerBound)
        }
    }

    /// `[rows, kernel.places, 3]` from a picture whose first column is the kernel's place `skipped`.
    private static func resampledRows(
        of source: Image, rows: Range<Int>, kernel: ResamplingKernel, skipped: Int = 0
    ) -> Image {
        let width = kernel.places.count
        let pixels = [UInt8](unsafeUninitializedCapacity: rows.count * width * 3) { target, count in
            source.pixels.withUnsafeBufferPointer { levels in
                kernel.weights.withUnsafeBufferPointer { weights in
                    kernel.places.withUnsafeBufferPointer { places in
                        var to = target.baseAddress!
                        for row in rows {
                            let line = levels.baseAddress! + (row * source.width - skipped) * 3
                            for place in places {
                                var from = line + place.first &* 3
                                let weight = weights.baseAddress! + place.weights
                                var red: Int32 = half
                                var green: Int32 = half
                                var blue: Int32 = half
                                for tap in 0..<place.count {
                                    let share = weight[tap]
                                    red &+= Int32(from[0]) &* share
                                    green &+= Int32(from[1]) &* share
                                    blue &+= Int32(from[2]) &* share
                                    from += 3
                                }
                                to[0] = clamped(red)
                                to[1] = clamped(green)
                                to[2] = clamped(blue)
                                to += 3
                            }
                        }
                    }
                }
            }
            count = rows.count * width * 3
        }
        return Image(width: width, height: rows.count, pixels: pixels)
    }

    /// `[kernel.places, columns, 3]` from a picture whose first row is the kernel's place `skipped`.
    private static func resampledColumns(
        of source: Image, columns: Range<Int>, kernel: ResamplingKernel, skipped: Int = 0
    ) -> Image {
        let line = columns.count * 3
        let height = kernel.places.count
        var sums = [Int32](repeating: 0, count: line)
        let pixels = [UInt8](unsafeUninitializedCapacity: height * line) { target, count in
            source.pixels.withUnsafeBufferPointer { levels in
                sums.withUnsafeMutableBufferPointer { sums in
                    var to = target.baseAddress!
                    for place in kernel.places {
                        sums.update(repeating: half)
                        for tap in 0..<place.count {
                            let share = kernel.weights[place.weights + tap]
                            let row = place.first + tap - skipped
                            let from = levels.baseAddress! + (row * source.width + columns.lowerBound) * 3
                            for index in 0..<line { sums[index] &+= Int32(from[index]) &* share }
                        }
                        for index in 0..<line { to[index] = clamped(sums[index]) }
                        to += line
                    }
                }
            }
            count = height * line
        }
        return Image(width: columns.count, height: height, pixels: pixels)
    }

    private static let half: Int32 = 1 << (Int32(ResamplingKernel.precision) - 1)

    @inline(__always) private static func clamped(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: max(0, min(255, sum >> Int32(ResamplingKernel.precision))))
    }

    private func nearest(rows: Range<Int>, columns: Range<Int>) -> Image {
        let sourceRows = Self.nearestPlaces(from: source.height, to: height, range: rows)
        let sourceColumns = Self.nearestPlaces(from: source.width, to: width, range: columns)
        let pixels = [UInt8](unsafeUninitializedCapacity: rows.count * columns.count * 3) { target, count in
            source.pixels.withUnsafeBufferPointer { from in
                var to = 0
                for row in sourceRows {
                    for column in sourceColumns {
                        let place = (row * source.width + column) * 3
                        for channel in 0..<3 { target[to + channel] = from[place + channel] }
                        to += 3
                    }
                }
            }
            count = rows.count * columns.count * 3
        }
        return Image(width: columns.count, height: rows.count, pixels: pixels)
    }

    /// Pillow adds the scale up from place to place, and its rounding errors decide ties; so does this.
    private static func nearestPlaces(from source: Int, to target: Int, range: Range<Int>) -> [Int] {
        let scale = Double(source) / Double(target)
        var position = scale * 0.5
        var places: [Int] = []
        places.reserveCapacity(range.count)
        for place in 0..<range.upperBound {
            if place >= range.lowerBound { places.append(min(Int(position), source - 1)) }
            position += scale
        }
        return places
    }
}
