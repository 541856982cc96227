// The products of minimal filtering. A library's packs both factors anew at each call; here the left one is read where it was
// gathered, and the right one, a weight, is spread in the order in which it is read.
#pragma once

#include <algorithm>

#include "transforms.h"

namespace {

/// The order of a right factor `[depth, columns]`: panels as wide as two vectors, each row by row; the last may have one.
template <typename Floats>
struct Panels {
    static constexpr int64_t across = 2 * width<Floats>;
    int64_t depth, columns;

    /// Where a vector of a row begins.
    int64_t at(int64_t row, int64_t column) const {
        int64_t first = column / across * across;
        return first * depth + row * std::min(across, columns - first) + column - first;
    }
};

/// `result = left · right`, with rows one after the other on the left and in the result.
struct Product {
    const float *left, *right;
    float *result;
    int64_t rows, depth, columns;

    /// What of the left factor stays in a core's cache, while a panel of the right one, as deep, stays in its smallest.
    static constexpr int64_t rows_at_once = 192, depth_at_once = 256;
    /// So many numbers before they are used, the right factor is fetched: where rows are few, nothing else hides its way.
    static constexpr int64_t ahead = 1024;
    /// The sums of so many rows and a panel's columns fit into registers: of sixteen numbers there are twice as many.
    template <typename Floats>
    static constexpr int strip = width<Floats> == 16 ? 12 : 6;

    struct Depths {
        int64_t first, last;
    };

    template <typename Floats, int count, int vectors>
    INLINE void multiply_strip(int64_t first, Depths depths, int64_t column) const {
        constexpr int64_t width = ::width<Floats>;
        const float *x[count], *panel = right + Panels<Floats>{depth, columns}.at(depths.first, column);
        float *y = result + first * columns + column;
        Floats sums[count][vectors];
        // Sums are in registers only where each has a name: loops over them must be unrolled, which twelve rows are not unasked.
        #pragma unroll
        for (int i = 0; i < count; i++) {
            x[i] = left + (first + i) * depth;
            for (int j = 0; j < vectors; j++) sums[i][j] = depths.first > 0 ? load<Floats>(y + i * columns + j * width) : Floats{};
        }
        for (int64_t p = depths.first; p < depths.last; p++, panel += vectors * width) {
            for (int64_t line = 0; line < vectors * width; line += 16) __builtin_prefetch(panel + ahead + line);
            #pragma unroll
            for (int i = 0; i < count; i++)
                for (int j = 0; j < vectors; j++) sums[i][j] += x[i][p] * load<Floats>(panel + j * width);
        }
        #pragma unroll
        for (int i = 0; i < count; i++)
            for (int j = 0; j < vectors; j++) store(y + i * columns + j * width, sums[i][j]);
    }

    /// A strip of as many rows as are left, fewer than a whole one.
    template <typename Floats, int count, int vectors>
    INLINE void multiply_rest(int64_t left_over, int64_t first, Depths depths, int64_t column) const {
        if (left_over == count) return multiply_strip<Floats, count, vectors>(first, depths, column);
        if constexpr (count > 1) multiply_rest<Floats, count - 1, vectors>(left_over, first, depths, column);
    }

    template <typename Floats, int vectors>
    INLINE void multiply_panel(int64_t first, int64_t last, Depths depths, int64_t column) const {
        constexpr int strip = Product::strip<Floats>;
        for (; first + strip <= last; first += strip) multiply_strip<Floats, strip, vectors>(first, depths, column);
        multiply_rest<Floats, strip - 1, vectors>(last - first, first, depths, column);
    }

    template <typename Floats>
    INLINE void multiply() const {
        constexpr int64_t across = Panels<Floats>::across;
        for (int64_t first = 0; first < rows; first += rows_at_once)
            for (int64_t from = 0; from < depth; from += depth_at_once) {
                const int64_t last = std::min(rows, first + rows_at_once);
                const Depths depths{from, std::min(depth, from + depth_at_once)};
                int64_t column = 0;
                for (; column + across <= columns; column += across)
                    multiply_panel<Floats, 2>(first, last, depths, column);
                if (column < columns) multiply_panel<Floats, 1>(first, last, depths, column);
            }
    }
};

}  // namespace
