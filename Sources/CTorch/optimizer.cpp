// The optimisers of torch::optim, each with copies of the parameters that it changes.
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
    CTorchRule rule;
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
         TENSOR_SLOT(AdamParamState, exp_avg_sq), TENSOR_SLOT(AdamParamState, max_exp_avg_sq)},
        fresh<optim::AdamParamState>};
    static const Layout adamw{
        {COUNT_SLOT(AdamWParamState, step), TENSOR_SLOT(AdamWParamState, exp_avg),
         TENSOR_SLOT(AdamWParamState, exp_avg_sq), TENSOR_SLOT(AdamWParamState, max_exp_avg_sq)},
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
                                           .dampening(settings.dampening)
                                           .weight_decay(settings.weight_decay)
                                           .nesterov(settings.nesterov));
        case CTorchRuleAdam:
            return std::make_unique<optim::Adam>(
                std::move(parameters), optim::AdamOptions(0)
                                           .betas({settings.beta1, settings.beta2})
                                           .eps(settings.epsilon)
                                           .weight_decay(settings.weight_decay)
                                           .amsgrad(settings.amsgrad));
        case CTorchRuleAdamW:
            return std::make_unique<optim::AdamW>(
                std::move(parameters), optim::AdamWOptions(0)
                                           .betas({settings.beta1, settings.beta2})
                                           .eps(settings.epsilon)
                                           .weight_decay(settings.weight_decay)
                                           .amsgrad(settings.amsgrad));
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

const Slot &slot(Holder &of, size_t kind) {
    const auto &slots = layout(of.rule).slots;
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
        result->ref = new Holder{settings.rule, make(settings, std::move(own))};
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
        for (size_t index = 0; index < count; index++) {
            auto gradient = borrow(gradients[index]);
            TORCH_CHECK(
                !gradient.defined() || gradient.sizes() == parameters[index].sizes(), "gradient ", index, " is ",
                gradient.sizes(), ", its parameter ", parameters[index].sizes());
        }
        for (size_t index = 0; index < count; index++)
            parameters[index].mutable_grad() = gradients[index].ref ? borrow(gradients[index]).detach() : at::Tensor();
        of.optimizer->param_groups()[0].options().set_lr(learning_rate);
        of.optimizer->step();
        of.optimizer->zero_grad();
    });
}

int ctorch_optimizer_parameter(CTorchOptimizer optimizer, size_t index, CTorchTensor *result, CTorchError *error) {
    return guarded(error, [&] { *result = own(holder(optimizer).parameter(index).detach().requires_grad_()); });
}

size_t ctorch_optimizer_state_count(CTorchOptimizer optimizer) {
    return layout(holder(optimizer).rule).slots.size();
}

const char *ctorch_optimizer_state_name(CTorchOptimizer optimizer, size_t kind) {
    return layout(holder(optimizer).rule).slots[kind].name;
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
        if (!state) state = layout(of.rule).make();
        // In the order of the parameter's own elements in memory, as the optimiser itself makes it.
        kept.set(*state, kept.counts ? tensor : at::empty_like(parameter.detach()).copy_(tensor));
    });
}
