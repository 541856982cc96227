// A convolution by minimal filtering, with derivatives: 2.25 times fewer multiplications for two taps in a row, up to 4 times
// fewer for three. LibTorch has none for training, and its derivative by weights is far from what the processor can do.
//
// At each of the (taps + 3)^2 places of a tile of 4 × 4 results the products are one matrix product, over all tiles and
// channels. A kernel of 2r steps of two is r taps over four times the channels.
#include <ATen/ops/mm.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "filter.h"

namespace {

/// - `kept`: the runs of the forward pass.
at::Tensor weight_derivative(const Shape &shape, Runs &kept, const at::Tensor &derivative) {
    const auto &kernel = kernels(shape);
    auto options = at::TensorOptions(at::kFloat);
    auto tiles = shape.tiles();
    auto plane = shape.result();
    Pieces pieces(tiles.count(), shape.places(), shape.out);
    Runs gathered(shape.places(), tiles.count(), shape.out);
    at::Tensor zeros = at::zeros({shape.out}, options);
    const float *dy = derivative.const_data_ptr<float>();
    float *zero = zeros.mutable_data_ptr<float>();
    share(pieces.count(), [&] {
        return [&](int64_t piece) {
            int64_t first = pieces.first(piece);
            kernel.gather_derivative(
                {plane, tiles, first, pieces.size(piece), gathered.at(first), gathered.step(), zero}, dy);
        };
    });
    Runs spread(shape.places(), shape.out, shape.values());
    share_products(shape.places(), shape.out, [&](int64_t place, int64_t first, int64_t count) {
        auto sum = spread.place(place).narrow(0, first, count);
        at::mm_out(sum, gathered.place(place).narrow(1, first, count).t(), kept.place(place));
    });
    auto result = at::empty(
        {shape.out, shape.in, shape.kernel(), shape.kernel()}, options.memory_format(at::MemoryFormat::ChannelsLast));
    auto *to = result.mutable_data_ptr<float>();
    share(shape.out, [&] {
        return [&](int64_t out) { kernel.collect({shape.kernel(), shape.phases, shape.out, shape.in, false, out, 1}, spread.at(0), to); };
    });
    return result;
}

struct MinimalConvolution : torch::autograd::Function<MinimalConvolution> {
    using Context = torch::autograd::AutogradContext;

    static at::Tensor forward(
        Context *context, const at::Tensor &input, const at::Tensor &weight, const Optional &bias, int64_t stride,
        int64_t padding) {
        auto x = input.contiguous(at::MemoryFormat::ChannelsLast), w = weight.contiguous(at::MemoryFormat::ChannelsLast);
        Shape shape(x.sizes(), w, stride, padding);
        std::optional<Runs> kept;
        if (weight.requires_grad())
            kept.emplace(shape.places(), shape.tiles().count(), shape.values());
        auto result = convolved(shape, x, spread_weight(shape, w, false), bias, false, kept ? &*kept : nullptr);
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
        Shape shape(
            context->saved_data["input"].toIntVector(), saved[1], context->saved_data["stride"].toInt(),
            context->saved_data["padding"].toInt());
        at::Tensor input, weight, bias;
        if (context->needs_input_grad(0)) input = input_derivative(shape, spread_weight(shape, saved[1], true), dy);
        if (context->needs_input_grad(1)) {
            Runs kept(saved[0], shape.tiles().count(), shape.values());
            weight = weight_derivative(shape, kept, dy);
        }
        if (context->saved_data["has_bias"].toBool() && context->needs_input_grad(2)) bias = dy.sum({0, 2, 3});
        return {input, weight, bias, at::Tensor(), at::Tensor()};
    }
};

at::Tensor minimal_conv2d(
    const at::Tensor &input, const at::Tensor &weight, const Optional &bias, int64_t stride, int64_t padding) {
    TORCH_CHECK(
        input.dim() == 4 && weight.dim() == 4 && is_plain(input) && is_plain(weight),
        "minimal filtering is for four-dimensional tensors of float32 on the CPU");
    TORCH_CHECK(
        input.size(1) == weight.size(1) && input.size(1) % width<Eight> == 0 && weight.size(0) % width<Eight> == 0,
        "minimal filtering needs numbers of channels that are divisible by ", width<Eight>, ": ", weight.sizes(), " on ",
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

}  // namespace

TORCH_LIBRARY(rationale, library) {
    library.def(
        "minimal_conv2d(Tensor input, Tensor weight, Tensor? bias, int stride, int padding) -> Tensor", minimal_conv2d);
}
