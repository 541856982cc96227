// A convolution by minimal filtering, in passes over the tiles of all pictures.
#pragma once

#include <ATen/Parallel.h>
#include <ATen/TensorIterator.h>
#include <ATen/ops/zeros.h>

#include <atomic>
#include <limits>

#include "kernels.h"

namespace {

using Optional = std::optional<at::Tensor>;

bool is_plain(const at::Tensor &tensor) { return tensor.is_cpu() && tensor.scalar_type() == at::kFloat; }

/// Each thread takes the next piece when it is done with its last: cores are not equally fast. `body` makes, for a thread,
/// what takes a piece.
template <typename Body>
void share(int64_t count, Body body) {
    std::atomic<int64_t> next = 0;
    // `at::parallel_for` is parallel only where OpenMP is compiled in, as LibTorch's own loops are.
    at::Tensor threads = at::empty({std::min<int64_t>(count, at::get_num_threads())}, at::kByte);
    auto loop = at::TensorIterator::nullary_op(threads);
    loop.for_each(
        [&](char **, const int64_t *, int64_t) {
            at::AutoDispatchBelowADInplaceOrView without_derivative;
            auto take = body();
            for (int64_t piece = next++; piece < count; piece = next++) take(piece);
        },
        1);
}

/// Tiles in pieces whose runs stay in a core's cache.
struct Pieces {
    int64_t tiles, length;

    Pieces(int64_t tiles, int64_t places, int64_t values) : tiles(tiles) {
        constexpr int64_t cache = 3 << 20;
        int64_t threads = at::get_num_threads();
        int64_t rows = std::clamp<int64_t>(cache / (4 * places * values), 64, 512);
        int64_t count = ((tiles + rows - 1) / rows + threads - 1) / threads * threads;
        length = (tiles + count - 1) / count;
    }

    int64_t count() const { return (tiles + length - 1) / length; }
    int64_t first(int64_t piece) const { return piece * length; }
    int64_t size(int64_t piece) const { return std::min(length, tiles - first(piece)); }
};

/// The products of all places: `body` takes a place and some of its rows. Places that would occupy some threads alone, at the
/// end, are shared by all.
template <typename Body>
void share_products(int64_t places, int64_t rows, Body body) {
    int64_t threads = at::get_num_threads(), whole = places - places % threads;
    int64_t length = (rows + threads - 1) / threads;
    share(whole + places % threads * threads, [&] {
        return [&](int64_t index) {
            if (index < whole) return body(index, 0, rows);
            int64_t part = index - whole, first = part % threads * length;
            if (first < rows) body(whole + part / threads, first, std::min(length, rows - first));
        };
    });
}

/// The right factors of products, in the order of `Panels`.
///
/// - `weight`: channels last.
Runs spread_weight(const Shape &shape, const at::Tensor &weight, bool of_derivative) {
    Runs result(shape.places(), shape.out, shape.values());
    int64_t rows = weight.size(of_derivative ? 0 : 1), columns = weight.size(of_derivative ? 1 : 0);
    auto *from = weight.const_data_ptr<float>();
    // Channels come in eights.
    constexpr int64_t together = width<Eight>;
    share(rows / together, [&] {
        return [&](int64_t index) {
            kernels(shape).spread(
                {shape.kernel(), shape.phases, rows, columns, !of_derivative, index * together, together}, from, result.at(0));
        };
    });
    return result;
}

/// What one pass of filtering reads and writes.
struct Filter {
    const Shape &shape;
    Plane read, written;
    Tiles tiles;
    const float *bias = nullptr;
    /// What a rectifier returned where the derivative by it is read.
    const float *rectified = nullptr;
    /// What smaller results are raised to.
    float least = -std::numeric_limits<float>::infinity();

    /// - `weight`: spread, the right factor at each place.
    /// - `kept`: takes the runs read, where a derivative by the weight will need them.
    void run(const at::Tensor &input, Runs weight, at::Tensor &result, Runs *kept) const {
        // Where tiles are few, going through the weights is what takes time: once is best.
        constexpr int64_t few = 1024;
        const auto &kernel = kernels(shape);
        auto options = at::TensorOptions(at::kFloat);
        at::Tensor zeros = at::zeros({read.channels}, options);
        const float *x = input.const_data_ptr<float>();
        auto *y = result.mutable_data_ptr<float>(), *zero = zeros.mutable_data_ptr<float>();
        auto multiply = [&](int64_t place, int64_t rows, float *from, float *to) {
            kernel.multiply({from, weight.at(0, place), to, rows, read.values(), written.values()});
        };
        Pieces pieces(tiles.count(), shape.places(), read.values() + written.values());
        if (kept || tiles.count() <= few) {
            std::optional<Runs> own;
            if (!kept) kept = &own.emplace(shape.places(), tiles.count(), read.values());
            Runs products(shape.places(), tiles.count(), written.values());
            share(pieces.count(), [&] {
                return [&](int64_t piece) {
                    int64_t first = pieces.first(piece);
                    kernel.gather({read, tiles, first, pieces.size(piece), kept->at(first), kept->step(), zero, rectified}, x);
                };
            });
            share_products(shape.places(), tiles.count(), [&](int64_t place, int64_t first, int64_t count) {
                multiply(place, count, kept->at(first, place), products.at(first, place));
            });
            share(pieces.count(), [&] {
                return [&, outside = at::empty({written.channels}, options)](int64_t piece) {
                    int64_t first = pieces.first(piece);
                    auto *nowhere = outside.mutable_data_ptr<float>();
                    kernel.scatter(
                        {written, tiles, first, pieces.size(piece), products.at(first), products.step(), nowhere}, y, bias,
                        least);
                };
            });
            return;
        }
        share(pieces.count(), [&] {
            return [&, data = Runs(shape.places(), pieces.length, read.values()),
                    products = Runs(shape.places(), pieces.length, written.values()),
                    outside = at::empty({written.channels}, options)](int64_t piece) mutable {
                int64_t first = pieces.first(piece), count = pieces.size(piece);
                kernel.gather({read, tiles, first, count, data.at(0), data.step(), zero, rectified}, x);
                for (int64_t place = 0; place < shape.places(); place++)
                    multiply(place, count, data.at(0, place), products.at(0, place));
                auto *nowhere = outside.mutable_data_ptr<float>();
                kernel.scatter({written, tiles, first, count, products.at(0), products.step(), nowhere}, y, bias, least);
            };
        });
    }
};

/// - `input`: channels last.
/// - `weight`: spread.
/// - `kept`: takes what the derivative by the weight needs.
at::Tensor convolved(
    const Shape &shape, const at::Tensor &input, const Runs &weight, const Optional &bias, bool rectifies, Runs *kept) {
    auto result = at::empty(
        {shape.pictures, shape.out, shape.result_height, shape.result_width},
        input.options().memory_format(at::MemoryFormat::ChannelsLast));
    Filter filter{shape, shape.input(), shape.result(), shape.tiles()};
    auto added = bias ? bias->contiguous() : at::Tensor();
    if (bias) filter.bias = added.const_data_ptr<float>();
    if (rectifies) filter.least = 0;
    filter.run(input, weight, result, kept);
    return result;
}

/// The derivative by the input.
///
/// - `weight`: spread for the derivative.
/// - `derivative`: channels last.
/// - `rectified`: the results, channels last, where the derivative is by what a rectifier made of them.
at::Tensor input_derivative(
    const Shape &shape, const Runs &weight, const at::Tensor &derivative, const at::Tensor &rectified = {}) {
    auto result = at::empty(
        {shape.pictures, shape.in, shape.height, shape.width},
        derivative.options().memory_format(at::MemoryFormat::ChannelsLast));
    Filter filter{shape, shape.derivative_read(), shape.derivative_written(), shape.derivative_tiles()};
    if (rectified.defined()) filter.rectified = rectified.const_data_ptr<float>();
    filter.run(derivative, weight, result, nullptr);
    return result;
}

}  // namespace
