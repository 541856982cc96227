// The matrices of minimal filtering, and products with them in registers.
//
// A row of four results from r taps needs r + 3 products instead of 4r: Y = A'[(G g) (B' d)], in two dimensions from both
// sides (Winograd 1980; Lavin and Gray 2016, arXiv 1509.09308).
#pragma once

#include <cstdint>
#include <utility>

// Vectors are passed to what is inlined alone: no call depends on how.
#pragma clang diagnostic ignored "-Wpsabi"

namespace {

constexpr int side = 4;  // results in a row of a tile

/// Numbers that are computed with at once: eight, or sixteen where a processor has such registers. Channels come in as many.
using Eight = float __attribute__((vector_size(32)));
using Sixteen = float __attribute__((vector_size(64)));

template <typename Floats>
constexpr int64_t width = sizeof(Floats) / sizeof(float);

template <int rows, int columns>
struct Matrix {
    float at[rows][columns];

    constexpr Matrix<columns, rows> transposed() const {
        Matrix<columns, rows> result{};
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) result.at[j][i] = at[i][j];
        return result;
    }
};

/// B', G and A': evaluation at 0, 1, -1, 2 (and -2, and 1/2), and at infinity.
template <int taps>
struct Filtering;

template <>
struct Filtering<2> {
    static constexpr Matrix<5, 5> data{{
        {2, -1, -2, 1, 0}, {0, -2, -1, 1, 0}, {0, 2, -3, 1, 0}, {0, -1, 0, 1, 0}, {0, 2, -1, -2, 1}}};
    static constexpr Matrix<5, 2> weight{{
        {1.f / 2, 0}, {-1.f / 2, -1.f / 2}, {-1.f / 6, 1.f / 6}, {1.f / 6, 1.f / 3}, {0, 1}}};
    static constexpr Matrix<4, 5> result{{{1, 1, 1, 1, 0}, {0, 1, -1, 2, 0}, {0, 1, 1, 4, 0}, {0, 1, -1, 8, 1}}};
};

template <>
struct Filtering<3> {
    static constexpr Matrix<6, 6> data{{
        {4, 0, -5, 0, 1, 0}, {0, -4, -4, 1, 1, 0}, {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0}, {0, 2, -1, -2, 1, 0}, {0, 4, 0, -5, 0, 1}}};
    static constexpr Matrix<6, 3> weight{{
        {1.f / 4, 0, 0}, {-1.f / 6, -1.f / 6, -1.f / 6}, {-1.f / 6, 1.f / 6, -1.f / 6},
        {1.f / 24, 1.f / 12, 1.f / 6}, {1.f / 24, -1.f / 12, 1.f / 6}, {0, 0, 1}}};
    static constexpr Matrix<4, 6> result{{
        {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}}};
};

template <>
struct Filtering<4> {
    static constexpr Matrix<7, 7> data{{
        {-2, 4, 2.5f, -5, -0.5f, 1, 0}, {0, 2, -2, -4.5f, 0.5f, 1, 0}, {0, -2, 6, -3.5f, -1.5f, 1, 0},
        {0, 1, -1.5f, -2, 1.5f, 1, 0}, {0, -1, 2.5f, 0, -2.5f, 1, 0}, {0, 4, 0, -5, 0, 1, 0},
        {0, -2, 4, 2.5f, -5, -0.5f, 1}}};
    static constexpr Matrix<7, 4> weight{{
        {-1.f / 2, 0, 0, 0}, {-1.f / 3, -1.f / 3, -1.f / 3, -1.f / 3}, {1.f / 9, -1.f / 9, 1.f / 9, -1.f / 9},
        {1.f / 36, 1.f / 18, 1.f / 9, 2.f / 9}, {-1.f / 60, 1.f / 30, -1.f / 15, 2.f / 15},
        {32.f / 45, 16.f / 45, 8.f / 45, 4.f / 45}, {0, 0, 0, 1}}};
    static constexpr Matrix<4, 7> result{{
        {1, 1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0.5f, 0}, {0, 1, 1, 4, 4, 0.25f, 0}, {0, 1, -1, 8, -8, 0.125f, 1}}};
};

template <const auto &matrix>
inline constexpr auto transpose = matrix.transposed();

#define INLINE [[gnu::always_inline]] inline

template <typename Floats>
INLINE Floats load(const float *from) {
    Floats value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

template <typename Floats>
INLINE void store(float *to, Floats value) { __builtin_memcpy(to, &value, sizeof value); }

/// A row of the matrix times x, without its zeros.
template <const auto &matrix, int row, typename Floats, int... j>
INLINE Floats product(const Floats *x, int step, std::integer_sequence<int, j...>) {
    Floats sum = {};
    ([&]() __attribute__((always_inline)) {
        constexpr float factor = matrix.at[row][j];
        if constexpr (factor == 1) sum += x[j * step];
        else if constexpr (factor == -1) sum -= x[j * step];
        else if constexpr (factor != 0) sum += factor * x[j * step];
    }(), ...);
    return sum;
}

template <const auto &matrix, int columns, typename Floats, int... i>
INLINE void multiply(const Floats *x, Floats *y, int step, std::integer_sequence<int, i...>) {
    ((y[i * step] = product<matrix, i>(x, step, std::make_integer_sequence<int, columns>())), ...);
}

/// y = m x m'
template <const auto &matrix, int rows, int columns, typename Floats>
INLINE void multiply_both_sides(const Floats *x, Floats *y) {
    constexpr std::make_integer_sequence<int, rows> all;
    Floats half[rows * columns];
    for (int j = 0; j < columns; j++) multiply<matrix, columns>(x + j, half + j, columns, all);
    for (int i = 0; i < rows; i++)
        [&]<int... k>(std::integer_sequence<int, k...>) __attribute__((always_inline)) {
            ((y[i * rows + k] = product<matrix, k>(half + i * columns, 1, std::make_integer_sequence<int, columns>())), ...);
        }(all);
}

}  // namespace
