// The products of minimal filtering. A library's packs both factors anew at each call; here the left one is read where it was
// gathered, and the right one, a weight, is spread in the order in which it is read.
#pragma once

#include <algorithm>

#include "transforms.h"

namespace {

/// The order of a right factor `[depth, columns]`: panels of 16 columns, each row by row; the last may have 8.
struct Panels {
    static constexpr int64_t across = 2 * width;
    int64_t depth, columns;

    /// Where eight numbers of a row begin.
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
    /// The sums of so many rows and a panel's columns fit into registers.
    static constexpr int strip = 6;

    struct Depths {
        int64_t first, last;
    };

    template <int count, int vectors>
    INLINE void multiply_strip(int64_t first, Depths depths, int64_t column) const {
        const float *x[count], *panel = right + Panels{depth, columns}.at(depths.first, column);
        float *y = result + first * columns + column;
        Floats sums[count][vectors];
        for (int i = 0; i < count; i++) {
            x[i] = left + (first + i) * depth;
            for (int j = 0; j < vectors; j++) sums[i][j] = depths.first > 0 ? load(y + i * columns + j * width) : Floats{};
        }
        for (int64_t p = depths.first; p < depths.last; p++, panel += vectors * width)
            for (int i = 0; i < count; i++)
                for (int j = 0; j < vectors; j++) sums[i][j] += x[i][p] * load(panel + j * width);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < vectors; j++) store(y + i * columns + j * width, sums[i][j]);
    }

    /// A strip of as many rows as are left, fewer than a whole one.
    template <int count, int vectors>
    INLINE void multiply_rest(int64_t left_over, int64_t first, Depths depths, int64_t column) const {
        if (left_over == count) return multiply_strip<count, vectors>(first, depths, column);
        if constexpr (count > 1) multiply_rest<count - 1, vectors>(left_over, first, depths, column);
    }

    template <int vectors>
    INLINE void multiply_panel(int64_t first, int64_t last, Depths depths, int64_t column) const {
        for (; first + strip <= last; first += strip) multiply_strip<strip, vectors>(first, depths, column);
        multiply_rest<strip - 1, vectors>(last - first, first, depths, column);
    }

    INLINE void multiply() const {
        for (int64_t first = 0; first < rows; first += rows_at_once)
            for (int64_t from = 0; from < depth; from += depth_at_once) {
                const int64_t last = std::min(rows, first + rows_at_once);
                const Depths depths{from, std::min(depth, from + depth_at_once)};
                int64_t column = 0;
                for (; column + Panels::across <= columns; column += Panels::across)
                    multiply_panel<2>(first, last, depths, column);
                if (column < columns) multiply_panel<1>(first, last, depths, column);
            }
    }
};

}  // namespace
