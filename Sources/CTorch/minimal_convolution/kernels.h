// What minimal filtering does besides its products: pictures to runs of numbers at each place of a tile and back, and
// the same for weights; compiled for each number of taps and each kind of processor.
#pragma once

#include <ATen/Version.h>
#include <ATen/ops/empty.h>

#include "product.h"

namespace {

/// Pictures, `[picture, height, width, channel]`, as tiles see them: a tile's places lie `phases` pixels apart, and the pixels
/// between are further channels.
struct Plane {
    int64_t height, width, channels, phases;
    /// The first tile's first pixel.
    int64_t offset;

    int64_t values() const { return phases * phases * channels; }
};

struct Tiles {
    int64_t pictures, rows, columns;

    int64_t count() const { return pictures * rows * columns; }
};

/// Numbers at each place: of tiles, row by row, or a weight's. Places lie so far apart that they do not meet in the same lines
/// of a cache.
struct Runs {
    at::Tensor memory;
    int64_t rows, values;

    static int64_t step(int64_t rows, int64_t values) { return rows * values + 16; }

    Runs(at::Tensor memory, int64_t rows, int64_t values) : memory(std::move(memory)), rows(rows), values(values) {}
    Runs(int64_t places, int64_t rows, int64_t values)
        : Runs(at::empty({places * step(rows, values)}, at::TensorOptions(at::kFloat)), rows, values) {}

    int64_t step() const { return step(rows, values); }
    float *at(int64_t row, int64_t place = 0) {
        return memory.mutable_data_ptr<float>() + place * step() + row * values;
    }
    /// `[row, value]`
    at::Tensor place(int64_t index) { return memory.as_strided({rows, values}, {values, 1}, index * step()); }
};

/// What is done with a block of tiles: the pictures' side and the runs' side of it.
struct Block {
    const Plane &plane;
    const Tiles &tiles;
    int64_t first, count;
    float *runs;
    int64_t step;
    /// Read, or written, where a place lies outside of the picture.
    float *outside;
    /// What a rectifier returned where pictures are the derivative by it: they are read as zeros where this is not positive.
    const float *rectified = nullptr;

    /// The addresses of n × n places of a tile, at a phase.
    template <int n, typename Pixel>
    INLINE void addresses(int64_t index, int64_t phase, Pixel *pictures, Pixel **result) const {
        int64_t column = index % tiles.columns, row = index / tiles.columns % tiles.rows;
        Pixel *picture = pictures + index / (tiles.columns * tiles.rows) * plane.height * plane.width * plane.channels;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                int64_t y = plane.phases * (side * row + i) + phase / plane.phases + plane.offset;
                int64_t x = plane.phases * (side * column + j) + phase % plane.phases + plane.offset;
                bool is_inside = y >= 0 && y < plane.height && x >= 0 && x < plane.width;
                result[i * n + j] = is_inside ? picture + (y * plane.width + x) * plane.channels : outside;
            }
    }

    /// Calls `body` for each tile, phase and `width` channels, with the addresses of n × n places in pictures, and in what was
    /// rectified, and that of the first place in runs.
    template <int n, int64_t width, typename Pixel, typename Body>
    INLINE void each(Pixel *pictures, Body body) const {
        for (int64_t tile = 0; tile < count; tile++)
            for (int64_t phase = 0; phase < plane.phases * plane.phases; phase++) {
                Pixel *places[n * n];
                const float *tests[n * n];
                float *run = runs + tile * plane.values() + phase * plane.channels;
                addresses<n>(first + tile, phase, pictures, places);
                if (rectified) addresses<n>(first + tile, phase, rectified, tests);
                for (int64_t c = 0; c < plane.channels; c += width) body(places, tests, run + c, c);
            }
    }

    /// Pictures to runs.
    template <typename Floats, const auto &matrix, int rows, int columns>
    INLINE void gather(const float *pictures) const {
        each<columns, width<Floats>>(pictures, [&](auto *from, auto *tests, float *to, int64_t c) __attribute__((always_inline)) {
            Floats x[columns * columns], y[rows * rows];
            for (int i = 0; i < columns * columns; i++) x[i] = load<Floats>(from[i] + c);
            if (rectified)
                for (int i = 0; i < columns * columns; i++) x[i] = load<Floats>(tests[i] + c) <= 0 ? Floats{} : x[i];
            multiply_both_sides<matrix, rows, columns>(x, y);
            for (int i = 0; i < rows * rows; i++) store(to + i * step, y[i]);
        });
    }

    /// Runs to pictures, with something added to each channel, and nothing below the least.
    template <typename Floats, const auto &matrix, int rows, int columns>
    INLINE void scatter(float *pictures, const float *bias, float least) const {
        const Floats lowest = Floats{} + least;
        each<rows, width<Floats>>(pictures, [&](auto *to, auto *, float *from, int64_t c) __attribute__((always_inline)) {
            Floats x[columns * columns], y[rows * rows];
            for (int i = 0; i < columns * columns; i++) x[i] = load<Floats>(from + i * step);
            multiply_both_sides<matrix, rows, columns>(x, y);
            for (int i = 0; i < rows * rows; i++) {
                Floats value = y[i] + (bias ? load<Floats>(bias + c) : Floats{});
                store(to[i] + c, value < lowest ? lowest : value);
            }
        });
    }
};

struct Shape {
    int64_t pictures, height, width, in, out, taps, phases, padding, result_height, result_width;

    Shape(at::IntArrayRef input, int64_t out, int64_t taps, int64_t padding, int64_t phases = 1)
        : pictures(input[0]), height(input[2]), width(input[3]), in(input[1]), out(out), taps(taps), phases(phases),
          padding(padding), result_height((height + 2 * padding - kernel()) / phases + 1),
          result_width((width + 2 * padding - kernel()) / phases + 1) {}

    Shape(at::IntArrayRef input, const at::Tensor &weight, int64_t stride, int64_t padding)
        : Shape(input, weight.size(0), weight.size(2) / stride, padding, stride) {}

    int64_t kernel() const { return taps * phases; }
    int64_t places() const { return (taps + side - 1) * (taps + side - 1); }
    int64_t values() const { return phases * phases * in; }
    Plane input() const { return {height, width, in, phases, -padding}; }
    Plane result() const { return {result_height, result_width, out, 1, 0}; }
    Tiles tiles() const { return {pictures, (result_height + side - 1) / side, (result_width + side - 1) / side}; }

    // The derivative by the input is a convolution, too: of the result's derivative, with the taps in the other order.
    int64_t first() const { return padding / phases; }
    Plane derivative_read() const { return {result_height, result_width, out, 1, first() - (taps - 1)}; }
    Plane derivative_written() const { return {height, width, in, phases, phases * first() - padding}; }
    Tiles derivative_tiles() const {
        auto count = [&](int64_t pixels) { return ((pixels - 1 + padding) / phases - first() + side) / side; };
        return {pictures, count(height), count(width)};
    }
};

/// Some rows of a weight, in the order of outputs, taps, taps and inputs: rows are outputs and columns inputs, or the other way round.
struct Taps {
    int64_t kernel, phases, rows, columns;
    bool rows_are_inputs;
    int64_t first, count;

    int64_t row_step() const { return rows_are_inputs ? 1 : kernel * kernel * columns; }
    int64_t column_step() const { return rows_are_inputs ? kernel * kernel * rows : 1; }

    /// The step from place to place.
    int64_t step() const { return Runs::step(rows, phases * phases * columns); }

    /// Calls `body` for each phase, `width` columns, and row, with the places of n × n taps. Rows are next to one another in what
    /// is read or written.
    template <int n, int64_t width, typename Body>
    INLINE void each(bool flipped, Body body) const {
        for (int64_t phase = 0; phase < phases * phases; phase++)
            for (int64_t c = 0; c < columns; c += width)
                for (int64_t row = first; row < first + count; row++) {
                    int64_t at[n * n];
                    for (int i = 0; i < n * n; i++) {
                        int64_t tap = flipped ? n * n - 1 - i : i;
                        int64_t y = phases * (tap / n) + phase / phases, x = phases * (tap % n) + phase % phases;
                        at[i] = row * row_step() + (y * kernel + x) * (rows_are_inputs ? rows : columns) + c * column_step();
                    }
                    body(at, phase, row, c);
                }
    }

    /// A number of each of the next columns.
    template <typename Floats>
    INLINE Floats columns_at(const float *weight) const {
        if (!rows_are_inputs) return load<Floats>(weight);
        Floats result;
        for (int64_t i = 0; i < width<Floats>; i++) result[i] = weight[i * column_step()];
        return result;
    }

    /// To right factors of products, at each place. Of a convolution rows are inputs, columns outputs, and phases are read with
    /// the inputs; of its derivative, where taps are in the other order, the other way round, and phases are written.
    template <typename Floats, int n>
    INLINE void spread(const float *weight, float *result) const {
        const bool of_derivative = !rows_are_inputs;
        constexpr int places = n + side - 1;
        int64_t further = phases * phases;
        using Order = Panels<Floats>;
        const Order order = of_derivative ? Order{rows, further * columns} : Order{further * rows, columns};
        each<n, width<Floats>>(of_derivative, [&](const int64_t *at, int64_t phase, int64_t row, int64_t c) __attribute__((always_inline)) {
            Floats x[n * n], y[places * places];
            for (int i = 0; i < n * n; i++) x[i] = columns_at<Floats>(weight + at[i]);
            multiply_both_sides<Filtering<n>::weight, places, n>(x, y);
            float *to = result + (of_derivative ? order.at(row, phase * columns + c) : order.at(phase * rows + row, c));
            for (int i = 0; i < places * places; i++) store(to + i * step(), y[i]);
        });
    }

    /// From the derivative by what is spread, `[row, phase and column]` at each place, to that by the weight.
    template <typename Floats, int n>
    INLINE void collect(const float *spread, float *weight) const {
        constexpr int places = n + side - 1;
        each<n, width<Floats>>(false, [&](const int64_t *at, int64_t phase, int64_t row, int64_t c) __attribute__((always_inline)) {
            Floats x[places * places], y[n * n];
            const float *from = spread + (row * phases * phases + phase) * columns + c;
            for (int i = 0; i < places * places; i++) x[i] = load<Floats>(from + i * step());
            multiply_both_sides<transpose<Filtering<n>::weight>, n, places>(x, y);
            for (int i = 0; i < n * n; i++) store(weight + at[i], y[i]);
        });
    }
};

/// The steps for a number of taps and a kind of processor.
struct Kernels {
    void (*gather)(const Block &, const float *);
    void (*gather_derivative)(const Block &, const float *);
    void (*multiply)(const Product &);
    void (*scatter)(const Block &, float *, const float *, float);
    void (*spread)(const Taps &, const float *, float *);
    void (*collect)(const Taps &, const float *, float *);
};

#define KERNELS(Name, Floats, PROCESSOR)                                                                             \
    template <int taps>                                                                                              \
    struct Name {                                                                                                    \
        using F = Filtering<taps>;                                                                                   \
        static constexpr int places = taps + side - 1;                                                               \
        PROCESSOR static void gather(const Block &block, const float *from) {                                        \
            block.gather<Floats, F::data, places, places>(from);                                                     \
        }                                                                                                            \
        PROCESSOR static void gather_derivative(const Block &block, const float *from) {                             \
            block.gather<Floats, transpose<F::result>, places, side>(from);                                          \
        }                                                                                                            \
        PROCESSOR static void multiply(const Product &product) { product.multiply<Floats>(); }                       \
        PROCESSOR static void scatter(const Block &block, float *to, const float *bias, float least) {               \
            block.scatter<Floats, F::result, side, places>(to, bias, least);                                         \
        }                                                                                                            \
        PROCESSOR static void spread(const Taps &part, const float *weight, float *to) {                             \
            part.spread<Floats, taps>(weight, to);                                                                   \
        }                                                                                                            \
        PROCESSOR static void collect(const Taps &part, const float *from, float *weight) {                          \
            part.collect<Floats, taps>(from, weight);                                                                \
        }                                                                                                            \
        static constexpr Kernels all{gather, gather_derivative, multiply, scatter, spread, collect};                 \
    };

KERNELS(Portable, Eight, )
#ifdef __x86_64__
KERNELS(AVX2, Eight, __attribute__((target("avx2,fma"))))
KERNELS(AVX512, Sixteen, __attribute__((target("avx512f,avx512vl,avx512dq,avx2,fma"))))
#endif

template <template <int> typename Processor>
const Kernels &of_taps(int64_t taps) {
    switch (taps) {
        case 2: return Processor<2>::all;
        case 3: return Processor<3>::all;
        default: return Processor<4>::all;
    }
}

/// Those for the processor as LibTorch uses it (`ATEN_CPU_CAPABILITY`).
const Kernels &kernels(const Shape &shape) {
#ifdef __x86_64__
    static const std::string capability = at::get_cpu_capability();
    bool fills_sixteen = shape.in % width<Sixteen> == 0 && shape.out % width<Sixteen> == 0;
    if (capability == "AVX512" && fills_sixteen) return of_taps<AVX512>(shape.taps);
    if (capability == "AVX512" || capability == "AVX2") return of_taps<AVX2>(shape.taps);
#endif
    return of_taps<Portable>(shape.taps);
}

}  // namespace
