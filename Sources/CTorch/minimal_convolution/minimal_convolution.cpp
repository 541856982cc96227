// A convolution by minimal filtering, with derivatives: 2.25 times fewer multiplications for two taps in a row, up to 4 times
// fewer for three. LibTorch has none for training, and its derivative by weights is far from what the processor can do.
//
// At each of the (taps + 3)^2 places of a tile of 4 × 4 results the products are one matrix product, over all tiles and
// channels. A kernel of 2r steps of two is r taps over four times the channels.
#include <ATen/Parallel.h>
#include <ATen/TensorIterator.h>
#include <ATen/ops/bmm.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <atomic>
#include <limits>

#include "kernels.h"

namespace {

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

/// `[place, out, value]`
at::Tensor spread_weight(const Shape &shape, const at::Tensor &weight, bool flipped) {
    auto result = at::empty({shape.places(), shape.out, shape.values()}, at::TensorOptions(at::kFloat));
    auto *from = weight.const_data_ptr<float>();
    auto *to = result.mutable_data_ptr<float>();
    share(shape.out, [&] {
        return [&](int64_t out) { kernels(shape.taps).spread({shape, out}, from, flipped, to); };
    });
    return result;
}

/// What one pass of filtering reads and writes.
struct Filter {
    const Shape &shape;
    Plane read, written;
    Tiles tiles;
    const float *bias = nullptr;
    /// What smaller results are raised to.
    float least = -std::numeric_limits<float>::infinity();

    /// - `spread`: the weight, `[place, value read, value written]`.
    /// - `kept`: takes the runs read, where a derivative by the weight will need them.
    void run(const at::Tensor &input, const at::Tensor &spread, at::Tensor &result, Runs *kept) const {
        // Where tiles are few, going through the weights is what takes time: once is best.
        constexpr int64_t few = 1024;
        const auto &kernel = kernels(shape.taps);
        auto options = at::TensorOptions(at::kFloat);
        at::Tensor zeros = at::zeros({read.channels}, options);
        auto *x = const_cast<float *>(input.const_data_ptr<float>()), *y = result.mutable_data_ptr<float>();
        auto *zero = zeros.mutable_data_ptr<float>();
        Pieces pieces(tiles.count(), shape.places(), read.values() + written.values());
        if (kept || tiles.count() <= few) {
            std::optional<Runs> own;
            if (!kept) kept = &own.emplace(shape.places(), tiles.count(), read.values(), options);
            Runs products(shape.places(), tiles.count(), written.values(), options);
            share(pieces.count(), [&] {
                return [&](int64_t piece) {
                    int64_t first = pieces.first(piece);
                    kernel.gather({read, tiles, first, pieces.size(piece), kept->at(first), kept->step(), zero}, x);
                };
            });
            share(shape.places(), [&] {
                return [&](int64_t place) {
                    auto product = products.place(place);
                    at::mm_out(product, kept->place(place), spread[place]);
                };
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
            return [&, data = Runs(shape.places(), pieces.length, read.values(), options),
                    products = Runs(shape.places(), pieces.length, written.values(), options),
                    outside = at::empty({written.channels}, options)](int64_t piece) mutable {
                int64_t first = pieces.first(piece), count = pieces.size(piece);
                kernel.gather({read, tiles, first, count, data.at(0), data.step(), zero}, x);
                auto product = products.first(shape.places(), count);
                at::bmm_out(product, data.first(shape.places(), count), spread);
                auto *nowhere = outside.mutable_data_ptr<float>();
                kernel.scatter({written, tiles, first, count, products.at(0), products.step(), nowhere}, y, bias, least);
            };
        });
    }
};

/// - `kept`: the runs of the forward pass.
at::Tensor weight_derivative(const Shape &shape, Runs &kept, const at::Tensor &derivative) {
    const auto &kernel = kernels(shape.taps);
    auto options = at::TensorOptions(at::kFloat);
    auto tiles = shape.tiles();
    auto plane = shape.result();
    Pieces pieces(tiles.count(), shape.places(), shape.out);
    Runs gathered(shape.places(), tiles.count(), shape.out, options);
    at::Tensor zeros = at::zeros({shape.out}, options);
    auto *dy = const_cast<float *>(derivative.const_data_ptr<float>()), *zero = zeros.mutable_data_ptr<float>();
    share(pieces.count(), [&] {
        return [&](int64_t piece) {
            int64_t first = pieces.first(piece);
            kernel.gather_derivative(
                {plane, tiles, first, pieces.size(piece), gathered.at(first), gathered.step(), zero}, dy);
        };
    });
    at::Tensor spread = at::empty({shape.places(), shape.out, shape.values()}, options);
    share(shape.places(), [&] {
        return [&](int64_t place) {
            auto sum = spread[place];
            at::mm_out(sum, gathered.place(place).t(), kept.place(place));
        };
    });
    auto result = at::empty(
        {shape.out, shape.in, shape.kernel(), shape.kernel()}, options.memory_format(at::MemoryFormat::ChannelsLast));
    auto *from = spread.const_data_ptr<float>();
    auto *to = result.mutable_data_ptr<float>();
    share(shape.out, [&] {
        return [&](int64_t out) { kernel.collect({shape, out}, from, to); };
    });
    return result;
}

using Optional = std::optional<at::Tensor>;

/// - `input`, `weight`: channels last.
/// - `kept`: takes what the derivative by the weight needs.
at::Tensor convolved(
    const Shape &shape, const at::Tensor &input, const at::Tensor &weight, const Optional &bias, bool rectifies, Runs *kept) {
    auto result = at::empty(
        {shape.pictures, shape.out, shape.result_height(), shape.result_width()},
        input.options().memory_format(at::MemoryFormat::ChannelsLast));
    Filter filter{shape, shape.input(), shape.result(), shape.tiles()};
    auto added = bias ? bias->contiguous() : at::Tensor();
    if (bias) filter.bias = added.const_data_ptr<float>();
    if (rectifies) filter.least = 0;
    filter.run(input, spread_weight(shape, weight, false).transpose(1, 2), result, kept);
    return result;
}

struct MinimalConvolution : torch::autograd::Function<MinimalConvolution> {
    using Context = torch::autograd::AutogradContext;

    static at::Tensor forward(
        Context *context, const at::Tensor &input, const at::Tensor &weight, const Optional &bias, int64_t stride,
        int64_t padding) {
        auto x = input.contiguous(at::MemoryFormat::ChannelsLast), w = weight.contiguous(at::MemoryFormat::ChannelsLast);
        Shape shape(x, w, stride, padding);
        std::optional<Runs> kept;
        if (weight.requires_grad())
            kept.emplace(shape.places(), shape.tiles().count(), shape.values(), at::TensorOptions(at::kFloat));
        auto result = convolved(shape, x, w, bias, false, kept ? &*kept : nullptr);
        context->save_for_backward({kept ? kept->memory : at::Tensor(), w});
        context->saved_data["input"] = input.sizes();
        context->saved_data["stride"] = stride;
        context->saved_data["padding"] = padding;
        context->saved_data["has_bias"] = bias.has_value();
        return result;
    }

    static torch::autograd::variable_list backward(Context *context, torch::autograd::variable_list derivatives) {
        TORCH_CHECK(!at::GradMode::is_enabled(), "minimal filtering has no second derivative");
        at::AutoDispatchBelowADInplaceOrView without_derivative;
        auto saved = context->get_saved_variables();
        auto dy = derivatives[0].contiguous(at::MemoryFormat::ChannelsLast);
        auto input = at::empty(
            context->saved_data["input"].toIntVector(), dy.options().memory_format(at::MemoryFormat::ChannelsLast));
        Shape shape(input, saved[1], context->saved_data["stride"].toInt(), context->saved_data["padding"].toInt());
        at::Tensor weight, bias;
        bool needs_input = context->needs_input_grad(0);
        if (needs_input)
            Filter{shape, shape.derivative_read(), shape.derivative_written(), shape.derivative_tiles()}.run(
                dy, spread_weight(shape, saved[1], true), input, nullptr);
        if (context->needs_input_grad(1)) {
            Runs kept(saved[0], shape.tiles().count(), shape.values());
            weight = weight_derivative(shape, kept, dy);
        }
        if (context->saved_data["has_bias"].toBool() && context->needs_input_grad(2)) bias = dy.sum({0, 2, 3});
        return {needs_input ? input : at::Tensor(), weight, bias, at::Tensor(), at::Tensor()};
    }
};

bool is_plain(const at::Tensor &tensor) { return tensor.is_cpu() && tensor.scalar_type() == at::kFloat; }

at::Tensor minimal_conv2d(
    const at::Tensor &input, const at::Tensor &weight, const Optional &bias, int64_t stride, int64_t padding) {
    TORCH_CHECK(
        input.dim() == 4 && weight.dim() == 4 && is_plain(input) && is_plain(weight),
        "minimal filtering is for four-dimensional tensors of float32 on the CPU");
    TORCH_CHECK(
        input.size(1) == weight.size(1) && input.size(1) % width == 0 && weight.size(0) % width == 0,
        "minimal filtering needs numbers of channels that are divisible by ", width, ": ", weight.sizes(), " on ",
        input.sizes());
    int64_t kernel = weight.size(2);
    TORCH_CHECK(
        kernel == weight.size(3) && stride > 0 && (kernel == 2 * stride || kernel == 3 * stride),
        "minimal filtering needs square kernels of two or three strides: ", weight.sizes(), ", stride ", stride);
    TORCH_CHECK(
        padding >= 0 && input.size(0) > 0 && input.size(2) + 2 * padding >= kernel && input.size(3) + 2 * padding >= kernel,
        "a kernel of ", kernel, " does not fit into ", input.sizes(), " with padding ", padding);
    TORCH_CHECK(
        !bias || (bias->dim() == 1 && bias->size(0) == weight.size(0) && is_plain(*bias)), "the bias is not one for each output");
    return MinimalConvolution::apply(input, weight, bias, stride, padding);
}

/// Whether minimal filtering is right, and quicker than a direct convolution although the weight is spread at each call. What is
/// wrong about the arguments is for the direct convolution to say.
bool pays(const at::Tensor &input, const at::Tensor &weight, const Optional &bias, int64_t stride, int64_t padding) {
    constexpr int64_t few_tiles = 128, few_channels = 64, taps = 3;
    if (input.dim() != 4 || weight.dim() != 4 || !is_plain(input) || !is_plain(weight)) return false;
    int64_t in = input.size(1), out = weight.size(0), kernel = weight.size(2);
    if (in != weight.size(1) || in % width != 0 || out % width != 0 || std::min(in, out) < few_channels) return false;
    if (kernel != weight.size(3) || kernel != taps * stride || padding < 0) return false;
    if (bias && (bias->dim() != 1 || bias->size(0) != out || !is_plain(*bias))) return false;
    bool fits = input.size(2) + 2 * padding >= kernel && input.size(3) + 2 * padding >= kernel;
    return fits && Shape(input, weight, stride, padding).tiles().count() >= few_tiles;
}

/// A convolution with a weight that does not learn, in one group, by what is quickest.
///
/// - `packed`: the weight in oneDNN's order, for what runs without gradients.
/// - `rectifies`: makes negative results zero.
at::Tensor frozen_conv2d(
    const at::Tensor &input, const at::Tensor &weight, const Optional &packed, const Optional &bias, int64_t stride,
    int64_t padding, bool rectifies) {
    auto rectified = [&](const at::Tensor &result) { return rectifies ? result.relu() : result; };
    if (pays(input, weight, bias, stride, padding)) {
        if (at::GradMode::is_enabled())
            return rectified(MinimalConvolution::apply(input, weight, bias, stride, padding));
        auto x = input.contiguous(at::MemoryFormat::ChannelsLast), w = weight.contiguous(at::MemoryFormat::ChannelsLast);
        return convolved(Shape(x, w, stride, padding), x, w, bias, rectifies, nullptr);
    }
    const std::vector<int64_t> strides(2, stride), paddings(2, padding), dilations(2, 1);
    if (!packed) return rectified(at::conv2d(input, weight, bias, strides, paddings));
    using Scalars = c10::List<std::optional<at::Scalar>>;
    using Pointwise = at::Tensor(
        const at::Tensor &, const at::Tensor &, const Optional &, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef, int64_t,
        std::string_view, Scalars, std::optional<std::string_view>);
    static const auto pointwise = c10::Dispatcher::singleton()
        .findSchemaOrThrow("mkldnn::_convolution_pointwise", "").typed<Pointwise>();
    return pointwise.call(
        input, *packed, bias, paddings, strides, dilations, 1, rectifies ? "relu" : "none", Scalars(), "");
}

}  // namespace

TORCH_LIBRARY(rationale, library) {
    library.def(
        "minimal_conv2d(Tensor input, Tensor weight, Tensor? bias, int stride, int padding) -> Tensor", minimal_conv2d);
    library.def(
        "frozen_conv2d(Tensor input, Tensor weight, Tensor? packed, Tensor? bias, int stride, int padding, bool rectifies)"
        " -> Tensor", frozen_conv2d);
}
