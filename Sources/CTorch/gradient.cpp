#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include "bridge.h"

using namespace ctorch;

int ctorch_gradient(
    const CTorchTensor *outputs, const CTorchTensor *seeds, size_t output_count, const CTorchTensor *inputs,
    size_t input_count, bool retain_graph, bool create_graph, CTorchTensor *results, CTorchError *error) {
    return guarded(error, [&] {
        torch::autograd::variable_list of, with, at;
        for (size_t index = 0; index < output_count; index++) {
            of.push_back(borrow(outputs[index]));
            with.push_back(borrow(seeds[index]));
        }
        for (size_t index = 0; index < input_count; index++) at.push_back(borrow(inputs[index]));
        auto gradients = torch::autograd::grad(of, at, with, retain_graph, create_graph, /*allow_unused=*/true);
        for (size_t index = 0; index < input_count; index++) results[index] = own(std::move(gradients[index]));
    });
}

bool ctorch_gradient_mode_set(bool enabled) {
    bool before = c10::GradMode::is_enabled();
    c10::GradMode::set_enabled(enabled);
    return before;
}

bool ctorch_gradient_mode(void) { return c10::GradMode::is_enabled(); }
