// A convolution whose weight does not learn, by what is quickest for the size of its input.
#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/threshold_backward.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "phases.h"

namespace {

struct Frozen {
    at::Tensor weight;
    /// The weight in oneDNN's order.
    Optional packed;
    /// The weight as minimal filtering reads it, for the convolution and for its derivative; or nothing.
    at::TensorList spread;
    int64_t stride, padding;

    /// What the filtering of an input is; nothing where it cannot be filtered. What is wrong about the arguments is for the direct
    /// convolution to say.
    std::optional<Shape> shape(at::IntArrayRef input) const {
        if (input.size() != 4 || weight.dim() != 4 || !is_plain(weight) || stride < 1 || padding < 0) return {};
        constexpr int64_t few_channels = 64, taps = 3;
        int64_t in = weight.size(1), out = weight.size(0), kernel = weight.size(2);
        if (in != input[1] || in % width<Eight> != 0 || out % width<Eight> != 0 || std::min(in, out) < few_channels) return {};
        bool fits = input[2] + 2 * padding >= kernel && input[3] + 2 * padding >= kernel;
        if (!fits || kernel != weight.size(3) || kernel != taps * stride) return {};
        return Shape(input, weight, stride, padding);
    }

    /// The filtering of an input, where that is quicker than a direct convolution.
    std::optional<Shape> filtering(const at::Tensor &input, const Optional &bias) const {
        if (!is_plain(input) || (bias && (bias->dim() != 1 || bias->size(0) != weight.size(0) || !is_plain(*bias)))) return {};
        const int64_t few_tiles = spread.empty() ? 128 : 16;
        auto found = shape(input.sizes());
        return found && found->tiles().count() >= few_tiles ? found : std::nullopt;
    }

    Runs factors(const Shape &shape, bool of_derivative) const {
        if (spread.empty()) return spread_weight(shape, weight.contiguous(at::MemoryFormat::ChannelsLast), of_derivative);
        TORCH_CHECK(spread.size() == 2, "a weight is spread for the convolution and for its derivative");
        Runs result(spread[of_derivative], shape.out, shape.values());
        TORCH_CHECK(
            is_plain(result.memory) && result.memory.numel() == shape.places() * result.step(),
            "what was spread is not this weight: ", weight.sizes());
        return result;
    }

    at::Tensor direct(const at::Tensor &input, const Optional &bias, bool rectifies) const {
        const std::vector<int64_t> strides(2, stride), paddings(2, padding), dilations(2, 1);
        if (!packed) {
            auto result = at::conv2d(input, weight, bias, strides, paddings);
            return rectifies ? result.relu_() : result;
        }
        using Scalars = c10::List<std::optional<at::Scalar>>;
        using Pointwise = at::Tensor(
            const at::Tensor &, const at::Tensor &, const Optional &, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef,
            int64_t, std::string_view, Scalars, std::optional<std::string_view>);
        static const auto pointwise = c10::Dispatcher::singleton()
            .findSchemaOrThrow("mkldnn::_convolution_pointwise", "").typed<Pointwise>();
        return pointwise.call(
            input, *packed, bias, paddings, strides, dilations, 1, rectifies ? "relu" : "none", Scalars(), "");
    }

    at::Tensor operator()(const at::Tensor &input, const Optional &bias, bool rectifies) const {
        auto shape = filtering(input, bias);
        if (!shape) return direct(input, bias, rectifies);
        return convolved(
            *shape, input.contiguous(at::MemoryFormat::ChannelsLast), factors(*shape, false), bias, rectifies, nullptr);
    }

    /// How the derivative is computed. Only the direct one reads the input.
    enum class Way : int64_t { direct, phased, filtered };

    Way way_back(const at::Tensor &input, const Optional &bias) const {
        if (filtering(input, bias)) return Way::filtered;
        bool is_plane = input.dim() == 4 && weight.dim() == 4 && is_plain(input) && is_plain(weight);
        return is_plane && Phases{weight, stride, padding}.exist() ? Way::phased : Way::direct;
    }

    /// - `rectified`: the results where they were rectified.
    at::Tensor derivative(
        Way way, at::IntArrayRef sizes, const at::Tensor &input, const at::Tensor &rectified, const at::Tensor &by_result) const {
        if (way == Way::direct) {
            auto dy = rectified.defined() ? at::threshold_backward(by_result, rectified, 0) : by_result;
            return std::get<0>(at::convolution_backward(
                dy, input, weight, std::nullopt, {stride, stride}, {padding, padding}, {1, 1}, false, {0, 0}, 1,
                {true, false, false}));
        }
        auto dy = by_result.contiguous(at::MemoryFormat::ChannelsLast);
        auto passed = rectified.defined() ? rectified.contiguous(at::MemoryFormat::ChannelsLast) : rectified;
        if (way == Way::phased) return Phases{weight, stride, padding}.derivative(sizes, dy, passed);
        auto filtered = *shape(sizes);
        return input_derivative(filtered, factors(filtered, true), dy, passed);
    }
};

struct FrozenConvolution : torch::autograd::Function<FrozenConvolution> {
    using Context = torch::autograd::AutogradContext;
    using List = torch::autograd::variable_list;

    static at::Tensor forward(
        Context *context, const at::Tensor &input, const at::Tensor &weight, const Optional &packed, at::TensorList spread,
        const Optional &bias, int64_t stride, int64_t padding, bool rectifies) {
        const Frozen convolution{weight, packed, spread, stride, padding};
        auto result = convolution(input, bias, rectifies);
        auto way = convolution.way_back(input, bias);
        List kept{weight, rectifies ? result : at::Tensor(), way == Frozen::Way::direct ? input : at::Tensor()};
        kept.insert(kept.end(), spread.begin(), spread.end());
        context->save_for_backward(std::move(kept));
        context->saved_data["way"] = int64_t(way);
        context->saved_data["input"] = input.sizes();
        context->saved_data["stride"] = stride;
        context->saved_data["padding"] = padding;
        return result;
    }

    static List backward(Context *context, List derivatives) {
        TORCH_CHECK(!at::GradMode::is_enabled(), "a frozen convolution has no second derivative");
        at::AutoDispatchBelowADInplaceOrView without_derivative;
        auto saved = context->get_saved_variables();
        const auto &weight = saved[0], &result = saved[1], &input = saved[2];
        auto spread = at::TensorList(saved).slice(3);
        const Frozen convolution{
            weight, std::nullopt, spread, context->saved_data["stride"].toInt(), context->saved_data["padding"].toInt()};
        auto sizes = context->saved_data["input"].toIntVector();
        List found(7 + spread.size());
        found[0] = convolution.derivative(Frozen::Way(context->saved_data["way"].toInt()), sizes, input, result, derivatives[0]);
        return found;
    }
};

/// A convolution with a weight that does not learn, in one group, by what is quickest.
///
/// - `packed`: the weight in oneDNN's order.
/// - `spread`: what `spread_weight` makes of it, or nothing.
/// - `rectifies`: makes negative results zero.
at::Tensor frozen_conv2d(
    const at::Tensor &input, const at::Tensor &weight, const Optional &packed, at::TensorList spread, const Optional &bias,
    int64_t stride, int64_t padding, bool rectifies) {
    if (at::GradMode::is_enabled() && input.requires_grad())
        return FrozenConvolution::apply(input, weight, packed, spread, bias, stride, padding, rectifies);
    return Frozen{weight, packed, spread, stride, padding}(input, bias, rectifies);
}

/// A weight as minimal filtering reads it, for the convolution and for its derivative: four times the weight each. Nothing
/// where it would save little: where the convolution cannot be filtered, or an input has so many tiles that spreading the
/// weight at each call takes no time beside the products.
///
/// - `input`: the shape of one input.
std::vector<at::Tensor> spread_weight(const at::Tensor &weight, at::IntArrayRef input, int64_t stride, int64_t padding) {
    constexpr int64_t many_tiles = 64;
    const Frozen convolution{weight, std::nullopt, {}, stride, padding};
    auto shape = convolution.shape(input);
    if (!shape || shape->tiles().count() > many_tiles) return {};
    return {convolution.factors(*shape, false).memory, convolution.factors(*shape, true).memory};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(rationale, library) {
    library.def(
        "frozen_conv2d(Tensor input, Tensor weight, Tensor? packed, Tensor[] spread, Tensor? bias, int stride, int padding,"
        " bool rectifies) -> Tensor", frozen_conv2d);
    library.def(
        "spread_weight(Tensor weight, int[] input, int stride, int padding) -> Tensor[]",
        [](const at::Tensor &weight, at::IntArrayRef input, int64_t stride, int64_t padding) {
            return spread_weight(weight, input, stride, padding);
        });
}
