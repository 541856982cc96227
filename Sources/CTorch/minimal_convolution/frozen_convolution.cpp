// A convolution whose weight does not learn, by what is quickest for the size of its input.
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/pixel_shuffle.h>
#include <ATen/ops/threshold_backward.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "filter.h"

namespace {

/// Whether minimal filtering is right, and quicker than a direct convolution although the weight is spread at each call. What is
/// wrong about the arguments is for the direct convolution to say.
bool pays(const at::Tensor &input, const at::Tensor &weight, const Optional &bias, int64_t stride, int64_t padding) {
    constexpr int64_t few_tiles = 128, few_channels = 64, taps = 3;
    if (input.dim() != 4 || weight.dim() != 4 || !is_plain(input) || !is_plain(weight)) return false;
    int64_t in = input.size(1), out = weight.size(0), kernel = weight.size(2);
    if (in != weight.size(1) || in % width<Eight> != 0 || out % width<Eight> != 0 || std::min(in, out) < few_channels) return false;
    if (kernel != weight.size(3) || kernel != taps * stride || padding < 0) return false;
    if (bias && (bias->dim() != 1 || bias->size(0) != out || !is_plain(*bias))) return false;
    bool fits = input.size(2) + 2 * padding >= kernel && input.size(3) + 2 * padding >= kernel;
    return fits && Shape(input.sizes(), weight, stride, padding).tiles().count() >= few_tiles;
}

/// - `packed`: the weight in oneDNN's order; without it the weight is reordered here.
at::Tensor directly_convolved(
    const at::Tensor &input, const at::Tensor &weight, const Optional &packed, const Optional &bias, int64_t stride,
    int64_t padding, bool rectifies) {
    const std::vector<int64_t> strides(2, stride), paddings(2, padding), dilations(2, 1);
    if (!packed) {
        auto result = at::conv2d(input, weight, bias, strides, paddings);
        return rectifies ? result.relu_() : result;
    }
    using Scalars = c10::List<std::optional<at::Scalar>>;
    using Pointwise = at::Tensor(
        const at::Tensor &, const at::Tensor &, const Optional &, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef, int64_t,
        std::string_view, Scalars, std::optional<std::string_view>);
    static const auto pointwise = c10::Dispatcher::singleton()
        .findSchemaOrThrow("mkldnn::_convolution_pointwise", "").typed<Pointwise>();
    return pointwise.call(
        input, *packed, bias, paddings, strides, dilations, 1, rectifies ? "relu" : "none", Scalars(), "");
}

/// The derivative by an input of few channels, where a convolution goes by steps: pixels that lie a step apart come from the
/// same taps, so the steps' phases are the channels of a convolution without steps. A derivative of three channels leaves
/// most of a vector empty.
///
/// - Returns: `[picture, in, height, width]`.
at::Tensor phased_derivative(
    at::IntArrayRef input, const at::Tensor &weight, const at::Tensor &derivative, int64_t stride, int64_t padding) {
    // Pixel `stride · i + phase` is read by results from `i + first` to `i + last`.
    auto floor_of = [&](int64_t value) { return value >= 0 ? value / stride : -((stride - 1 - value) / stride); };
    int64_t in = weight.size(1), out = weight.size(0), kernel = weight.size(2);
    int64_t last = floor_of(stride - 1 + padding), first = -floor_of(kernel - 1 - padding), taps = last - first + 1;
    int64_t before = stride * last - padding, after = stride * taps - before - kernel;
    auto phases = at::constant_pad_nd(weight, {before, after, before, after})
        .reshape({out, in, taps, stride, taps, stride}).flip({2, 4}).permute({1, 3, 5, 0, 2, 4})
        .reshape({in * stride * stride, out, taps, taps}).contiguous(at::MemoryFormat::ChannelsLast);
    int64_t rows = (input[2] + stride - 1) / stride, columns = (input[3] + stride - 1) / stride;
    int64_t margin = std::max({-first, rows + last - derivative.size(2), columns + last - derivative.size(3), int64_t(0)});
    auto apart = at::conv2d(derivative, phases, {}, 1, margin)
        .narrow(2, margin + first, rows).narrow(3, margin + first, columns);
    return at::pixel_shuffle(apart, stride).narrow(2, 0, input[2]).narrow(3, 0, input[3]);
}

/// How a convolution and its derivative are computed.
enum class Way : int64_t { direct, phased, minimal };

Way way(const at::Tensor &input, const at::Tensor &weight, const Optional &bias, int64_t stride, int64_t padding) {
    if (pays(input, weight, bias, stride, padding)) return Way::minimal;
    return input.dim() == 4 && input.size(1) < width<Eight> && stride > 1 ? Way::phased : Way::direct;
}

at::Tensor convolved(
    Way way, const at::Tensor &input, const at::Tensor &weight, const Optional &packed, const Optional &bias, int64_t stride,
    int64_t padding, bool rectifies) {
    if (way != Way::minimal) return directly_convolved(input, weight, packed, bias, stride, padding, rectifies);
    auto x = input.contiguous(at::MemoryFormat::ChannelsLast), w = weight.contiguous(at::MemoryFormat::ChannelsLast);
    return convolved(Shape(x.sizes(), w, stride, padding), x, w, bias, rectifies, nullptr);
}

struct FrozenConvolution : torch::autograd::Function<FrozenConvolution> {
    using Context = torch::autograd::AutogradContext;

    static at::Tensor forward(
        Context *context, const at::Tensor &input, const at::Tensor &weight, const Optional &packed, const Optional &bias,
        int64_t stride, int64_t padding, bool rectifies) {
        Way by = way(input, weight, bias, stride, padding);
        auto result = convolved(by, input, weight, packed, bias, stride, padding, rectifies);
        context->save_for_backward(
            {weight, rectifies ? result : at::Tensor(), by == Way::direct ? input : at::Tensor()});
        context->saved_data["way"] = int64_t(by);
        context->saved_data["input"] = input.sizes();
        context->saved_data["stride"] = stride;
        context->saved_data["padding"] = padding;
        return result;
    }

    static torch::autograd::variable_list backward(Context *context, torch::autograd::variable_list derivatives) {
        TORCH_CHECK(!at::GradMode::is_enabled(), "a frozen convolution has no second derivative");
        at::AutoDispatchBelowADInplaceOrView without_derivative;
        auto saved = context->get_saved_variables();
        const auto &weight = saved[0], &result = saved[1], &input = saved[2];
        auto sizes = context->saved_data["input"].toIntVector();
        int64_t stride = context->saved_data["stride"].toInt(), padding = context->saved_data["padding"].toInt();
        auto dy = result.defined() ? at::threshold_backward(derivatives[0], result, 0) : derivatives[0];
        torch::autograd::variable_list found(7);
        switch (Way(context->saved_data["way"].toInt())) {
            case Way::minimal: {
                auto w = weight.contiguous(at::MemoryFormat::ChannelsLast);
                Shape shape(sizes, w, stride, padding);
                found[0] = input_derivative(shape, w, dy.contiguous(at::MemoryFormat::ChannelsLast));
                break;
            }
            case Way::phased: found[0] = phased_derivative(sizes, weight, dy, stride, padding); break;
            case Way::direct:
                found[0] = std::get<0>(at::convolution_backward(
                    dy, input, weight, std::nullopt, {stride, stride}, {padding, padding}, {1, 1}, false, {0, 0}, 1,
                    {true, false, false}));
        }
        return found;
    }
};

/// A convolution with a weight that does not learn, in one group, by what is quickest.
///
/// - `packed`: the weight in oneDNN's order.
/// - `rectifies`: makes negative results zero.
at::Tensor frozen_conv2d(
    const at::Tensor &input, const at::Tensor &weight, const Optional &packed, const Optional &bias, int64_t stride,
    int64_t padding, bool rectifies) {
    if (at::GradMode::is_enabled() && input.requires_grad())
        return FrozenConvolution::apply(input, weight, packed, bias, stride, padding, rectifies);
    Way by = way(input, weight, bias, stride, padding);
    return convolved(by, input, weight, packed, bias, stride, padding, rectifies);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(rationale, library) {
    library.def(
        "frozen_conv2d(Tensor input, Tensor weight, Tensor? packed, Tensor? bias, int stride, int padding, bool rectifies)"
        " -> Tensor", frozen_conv2d);
}
