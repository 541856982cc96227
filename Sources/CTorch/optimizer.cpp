// The optimisers of torch::optim, each with copies of the parameters that it changes.
#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/_fused_sgd.h>
#include <c10/core/GradMode.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include "bridge.h"

using namespace ctorch;
namespace optim = torch::optim;

namespace {

/// One of the tensors that a rule keeps beside each parameter: how it is read and written.
struct Slot {
    const char *name;
    /// Whether it is a number rather than something of the parameter's shape.
    bool counts;
    at::Tensor (*get)(const optim::OptimizerParamState &);
    void (*set)(optim::OptimizerParamState &, const at::Tensor &);
};

struct Holder {
    CTorchRuleSettings settings;
    std::unique_ptr<optim::Optimizer> optimizer;

    std::vector<at::Tensor> &parameters() { return optimizer->param_groups()[0].params(); }

    at::Tensor &parameter(size_t index) {
        TORCH_CHECK(index < parameters().size(), "the optimiser has ", parameters().size(), " parameters");
        return parameters()[index];
    }
};

#define TENSOR_SLOT(State, field)                                                                                    \
    Slot {                                                                                                           \
        #field, false,                                                                                               \
            [](const optim::OptimizerParamState &state) { return static_cast<const optim::State &>(state).field(); }, \
            [](optim::OptimizerParamState &state, const at::Tensor &value) {                                         \
                static_cast<optim::State &>(state).field(value);                                                     \
            }                                                                                                        \
    }

#define COUNT_SLOT(State, field)                                                          \
    Slot {                                                                                \
        #field, true,                                                                     \
            [](const optim::OptimizerParamState &state) {                                 \
                return at::scalar_tensor(                                                 \
                    at::Scalar(static_cast<const optim::State &>(state).field()), at::kLong); \
            },                                                                            \
            [](optim::OptimizerParamState &state, const at::Tensor &value) {              \
                static_cast<optim::State &>(state).field(value.item<int64_t>());          \
            }                                                                             \
    }

template <typename State>
std::unique_ptr<optim::OptimizerParamState> fresh() {
    return std::make_unique<State>();
}

/// What the rule keeps, and how an empty state of it is made.
struct Layout {
    std::vector<Slot> slots;
    std::unique_ptr<optim::OptimizerParamState> (*make)();
};

const Layout &layout(CTorchRule rule) {
    static const Layout sgd{{TENSOR_SLOT(SGDParamState, momentum_buffer)}, fresh<optim::SGDParamState>};
    static const Layout adam{
        {COUNT_SLOT(AdamParamState, step), TENSOR_SLOT(AdamParamState, exp_avg),
         TENSOR_SLOT(AdamParamState, exp_avg_sq)},
        fresh<optim::AdamParamState>};
    static const Layout adamw{
        {COUNT_SLOT(AdamWParamState, step), TENSOR_SLOT(AdamWParamState, exp_avg),
         TENSOR_SLOT(AdamWParamState, exp_avg_sq)},
        fresh<optim::AdamWParamState>};
    static const Layout rmsprop{
        {COUNT_SLOT(RMSpropParamState, step), TENSOR_SLOT(RMSpropParamState, square_avg),
         TENSOR_SLOT(RMSpropParamState, momentum_buffer), TENSOR_SLOT(RMSpropParamState, grad_avg)},
        fresh<optim::RMSpropParamState>};
    switch (rule) {
        case CTorchRuleSGD: return sgd;
        case CTorchRuleAdam: return adam;
        case CTorchRuleAdamW: return adamw;
        case CTorchRuleRMSprop: return rmsprop;
    }
    TORCH_CHECK(false, "there is no such rule");
}

std::unique_ptr<optim::Optimizer> make(const CTorchRuleSettings &settings, std::vector<at::Tensor> parameters) {
    switch (settings.rule) {
        case CTorchRuleSGD:
            return std::make_unique<optim::SGD>(
                std::move(parameters), optim::SGDOptions(0)
                                           .momentum(settings.momentum)
                                           .weight_decay(settings.weight_decay)
                                           .nesterov(settings.nesterov));
        case CTorchRuleAdam:
            return std::make_unique<optim::Adam>(
                std::move(parameters), optim::AdamOptions(0)
                                           .betas({settings.beta1, settings.beta2})
                                           .eps(settings.epsilon)
                                           .weight_decay(settings.weight_decay));
        case CTorchRuleAdamW:
            return std::make_unique<optim::AdamW>(
                std::move(parameters), optim::AdamWOptions(0)
                                           .betas({settings.beta1, settings.beta2})
                                           .eps(settings.epsilon)
                                           .weight_decay(settings.weight_decay));
        case CTorchRuleRMSprop:
            return std::make_unique<optim::RMSprop>(
                std::move(parameters), optim::RMSpropOptions(0)
                                           .alpha(settings.alpha)
                                           .eps(settings.epsilon)
                                           .weight_decay(settings.weight_decay)
                                           .momentum(settings.momentum)
                                           .centered(settings.centered));
    }
    TORCH_CHECK(false, "there is no such rule");
}

Holder &holder(CTorchOptimizer optimizer) { return *static_cast<Holder *>(optimizer.ref); }

/// Whether LibTorch's fused kernels know the parameters.
bool is_fusible(const std::vector<at::Tensor> &parameters) {
    for (const auto &parameter : parameters) {
        bool same = parameter.device() == parameters[0].device() && parameter.scalar_type() == parameters[0].scalar_type();
        if (!same || !(parameter.is_cpu() || parameter.is_cuda()) || !parameter.is_floating_point()) return false;
    }
    return !parameters.empty();
}

template <typename State>
State &state_of(Holder &of, const at::Tensor &parameter) {
    auto &state = of.optimizer->state()[parameter.unsafeGetTensorImpl()];
    if (!state) state = std::make_unique<State>();
    return static_cast<State &>(*state);
}

template <typename State, typename Kernel>
void step_adam(Holder &of, const std::vector<at::Tensor> &gradients, double learning_rate, Kernel kernel) {
    std::vector<at::Tensor> means, squares, steps;
    for (const auto &parameter : of.parameters()) {
        auto &state = state_of<State>(of, parameter);
        if (!state.exp_avg().defined()) state.exp_avg(at::zeros_like(parameter));
        if (!state.exp_avg_sq().defined()) state.exp_avg_sq(at::zeros_like(parameter));
        state.step(state.step() + 1);
        means.push_back(state.exp_avg());
        squares.push_back(state.exp_avg_sq());
        steps.push_back(at::scalar_tensor(
            at::Scalar(static_cast<double>(state.step())), parameter.options().dtype(at::kFloat).requires_grad(false)));
    }
    const auto &settings = of.settings;
    kernel(
        of.parameters(), gradients, means, squares, at::TensorList(), steps, learning_rate, settings.beta1, settings.beta2,
        settings.weight_decay, settings.epsilon, /*amsgrad=*/false, /*maximize=*/false);
}

/// One pass over the memory of each parameter, where torch::optim makes one for each operation: a third of the time.
/// Returns whether there is a kernel for that.
bool step_fused(Holder &of, const std::vector<at::Tensor> &gradients, double learning_rate) {
    if (!is_fusible(of.parameters())) return false;
    const auto &settings = of.settings;
    switch (settings.rule) {
        case CTorchRuleAdam:
            step_adam<optim::AdamParamState>(of, gradients, learning_rate, [](auto &&...arguments) {
                at::_fused_adam_(std::forward<decltype(arguments)>(arguments)...);
            });
            return true;
        case CTorchRuleAdamW:
            step_adam<optim::AdamWParamState>(of, gradients, learning_rate, [](auto &&...arguments) {
                at::_fused_adamw_(std::forward<decltype(arguments)>(arguments)...);
            });
            return true;
        case CTorchRuleSGD: {
            std::vector<at::Tensor> buffers;
            size_t begun = 0;
            for (const auto &parameter : of.parameters()) {
                if (settings.momentum == 0) break;
                auto &state = state_of<optim::SGDParamState>(of, parameter);
                begun += state.momentum_buffer().defined();
                if (!state.momentum_buffer().defined()) state.momentum_buffer(at::zeros_like(parameter));
                buffers.push_back(state.momentum_buffer());
            }
            bool is_first = begun == 0;
            TORCH_CHECK(is_first || begun == buffers.size(), "some parameters have a momentum, and others do not");
            at::_fused_sgd_(
                of.parameters(), gradients, buffers, settings.weight_decay, settings.momentum, learning_rate,
                /*dampening=*/0, settings.nesterov, /*maximize=*/false, is_first);
            return true;
        }
        case CTorchRuleRMSprop: return false;
    }
    return false;
}

const Slot &slot(Holder &of, size_t kind) {
    const auto &slots = layout(of.settings.rule).slots;
    TORCH_CHECK(kind < slots.size(), "the rule keeps ", slots.size(), " tensors");
    return slots[kind];
}

}  // namespace

int ctorch_optimizer_create(
    CTorchRuleSettings settings, const CTorchTensor *parameters, size_t count, CTorchOptimizer *result,
    CTorchError *error) {
    return guarded(error, [&] {
        std::vector<at::Tensor> own;
        for (size_t index = 0; index < count; index++)
            own.push_back(borrow(parameters[index]).detach().clone().requires_grad_());
        layout(settings.rule);
        result->ref = new Holder{settings, make(settings, std::move(own))};
    });
}

void ctorch_optimizer_free(CTorchOptimizer optimizer) { delete static_cast<Holder *>(optimizer.ref); }

int ctorch_optimizer_step(
    CTorchOptimizer optimizer, const CTorchTensor *gradients, size_t count, double learning_rate, CTorchError *error) {
    return guarded(error, [&] {
        auto &of = holder(optimizer);
        auto &parameters = of.parameters();
        TORCH_CHECK(count == parameters.size(), count, " gradients for ", parameters.size(), " parameters");
        TORCH_CHECK(learning_rate >= 0, "the learning rate is ", learning_rate);
        std::vector<at::Tensor> ordered;
        for (size_t index = 0; index < count; index++) {
            const auto &parameter = parameters[index];
            auto gradient = borrow(gradients[index]).detach();
            TORCH_CHECK(
                gradient.sizes() == parameter.sizes() && gradient.scalar_type() == parameter.scalar_type(), "gradient ",
                index, " is ", gradient.sizes(), " of ", gradient.scalar_type(), ", its parameter ", parameter.sizes(),
                " of ", parameter.scalar_type());
            // Kernels are quickest, and fused ones right, where both lie in memory in the same order.
            bool same = gradient.strides() == parameter.strides();
            ordered.push_back(same ? gradient : at::empty_like(parameter.detach()).copy_(gradient));
        }
        c10::AutoGradMode without(false);
        if (step_fused(of, ordered, learning_rate)) return;
        for (size_t index = 0; index < count; index++) parameters[index].mutable_grad() = ordered[index];
        of.optimizer->param_groups()[0].options().set_lr(learning_rate);
        of.optimizer->step();
        of.optimizer->zero_grad();
    });
}

int ctorch_optimizer_parameter(CTorchOptimizer optimizer, size_t index, CTorchTensor *result, CTorchError *error) {
    return guarded(error, [&] { *result = own(holder(optimizer).parameter(index).detach().requires_grad_()); });
}

size_t ctorch_optimizer_state_count(CTorchOptimizer optimizer) {
    return layout(holder(optimizer).settings.rule).slots.size();
}

const char *ctorch_optimizer_state_name(CTorchOptimizer optimizer, size_t kind) {
    return layout(holder(optimizer).settings.rule).slots[kind].name;
}

int ctorch_optimizer_state(
    CTorchOptimizer optimizer, size_t index, size_t kind, CTorchTensor *result, CTorchError *error) {
    return guarded(error, [&] {
        auto &of = holder(optimizer);
        const auto &state = of.optimizer->state();
        auto found = state.find(of.parameter(index).unsafeGetTensorImpl());
        auto tensor = found == state.end() ? at::Tensor() : slot(of, kind).get(*found->second);
        *result = own(tensor.defined() ? tensor.clone() : at::Tensor());
    });
}

int ctorch_optimizer_set_state(
    CTorchOptimizer optimizer, size_t index, size_t kind, CTorchTensor value, CTorchError *error) {
    return guarded(error, [&] {
        auto &of = holder(optimizer);
        auto &parameter = of.parameter(index);
        const auto &kept = slot(of, kind);
        auto tensor = borrow(value).detach();
        TORCH_CHECK(
            kept.counts ? tensor.dim() == 0 && tensor.scalar_type() == at::kLong
                        : tensor.sizes() == parameter.sizes() && tensor.scalar_type() == parameter.scalar_type(),
            kept.name, " is ", tensor.sizes(), " of ", tensor.scalar_type(), ", its parameter ", parameter.sizes(),
            " of ", parameter.scalar_type());
        auto &state = of.optimizer->state()[parameter.unsafeGetTensorImpl()];
        if (!state) state = layout(of.settings.rule).make();
        // In the order of the parameter's own elements in memory, as the optimiser itself makes it.
        kept.set(*state, kept.counts ? tensor : at::empty_like(parameter.detach()).copy_(tensor));
    });
}
