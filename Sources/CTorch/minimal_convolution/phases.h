// The derivative of a convolution by an input of few channels, where it goes by steps: the first layer of most networks. Pixels
// that lie a step apart are the channels of a convolution without steps. Three channels leave most of a vector empty, and a
// kernel of seven in steps of two cannot be filtered minimally; twelve channels and four taps can.
#pragma once

#include <ATen/ops/constant_pad_nd.h>

#include "filter.h"

namespace {

struct Phases {
    /// `[out, in, kernel, kernel]`
    at::Tensor weight;
    int64_t stride, padding;

    bool exist() const {
        bool is_square = weight.size(2) == weight.size(3);
        return is_square && stride > 1 && in() < width<Eight> && taps() >= 2 && taps() <= 4 && weight.size(0) % width<Eight> == 0;
    }

    /// - `input`: the shape of the pictures.
    /// - `by_result`, `rectified`: as of `input_derivative`.
    /// - Returns: `[picture, in, height, width]`.
    at::Tensor derivative(at::IntArrayRef input, const at::Tensor &by_result, const at::Tensor &rectified) const {
        auto places = [&](int64_t pixels) { return (pixels + stride - 1) / stride; };
        Shape shape({input[0], channels(), places(input[2]), places(input[3])}, weight.size(0), taps(), margin());
        shape.result_height = by_result.size(2);
        shape.result_width = by_result.size(3);
        return together(input_derivative(shape, spread_weight(shape, apart(), true), by_result, rectified), input);
    }

private:
    int64_t in() const { return weight.size(1); }
    /// Places, of pixels a step apart, before the first.
    int64_t margin() const { return (padding + stride - 1) / stride; }
    /// Zeros before a kernel's first tap, so that it begins at such a place.
    int64_t before() const { return stride * margin() - padding; }
    int64_t taps() const { return (before() + weight.size(2) + stride - 1) / stride; }
    /// So many that they fill vectors.
    int64_t channels() const {
        constexpr int64_t step = width<Eight>;
        return (stride * stride * in() + step - 1) / step * step;
    }

    /// `[out, channel, tap, tap]`, channels last, with zeros where no tap or channel is.
    at::Tensor apart() const {
        int64_t after = stride * taps() - before() - weight.size(2), used = stride * stride * in();
        auto phases = at::constant_pad_nd(weight, {before(), after, before(), after})
            .reshape({weight.size(0), in(), taps(), stride, taps(), stride}).permute({0, 3, 5, 1, 2, 4})
            .reshape({weight.size(0), used, taps(), taps()});
        return at::constant_pad_nd(phases, {0, 0, 0, 0, 0, channels() - used}).contiguous(at::MemoryFormat::ChannelsLast);
    }

    /// - `places`: `[picture, channel, row, column]`, channels last.
    at::Tensor together(const at::Tensor &places, at::IntArrayRef input) const {
        auto result = at::empty(input, places.options());
        int64_t height = input[2], across = input[3], rows = places.size(2), columns = places.size(3);
        const float *from = places.const_data_ptr<float>();
        float *to = result.mutable_data_ptr<float>();
        share(input[0] * height, [&] {
            return [&](int64_t index) {
                int64_t picture = index / height, y = index % height;
                auto *place = from + (picture * rows + y / stride) * columns * channels() + y % stride * stride * in();
                for (int64_t first = 0; first < across; first += stride, place += channels())
                    for (int64_t x = first; x < std::min(first + stride, across); x++)
                        for (int64_t c = 0; c < in(); c++)
                            to[((picture * in() + c) * height + y) * across + x] = place[(x - first) * in() + c];
            };
        });
        return result;
    }
};

}  // namespace
