/// The C interface over ATen: what RationaleTorch needs of LibTorch, and nothing else.
///
/// Conventions
/// - A handle is a struct of one pointer, one struct per kind, so that one cannot be passed for another.
/// - A function borrows its parameters and returns owned handles, which the caller frees.
/// - A function that can fail returns 0 on success; otherwise it fills `*error`, whose message the caller frees.
/// - No exception crosses, nothing is kept in a global or a thread-local variable of this library.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// MARK: Errors

typedef struct {
    /// Owned, UTF-8, without a backtrace; NULL where nothing failed.
    char *message;
    /// Whether memory ran out, which a caller may answer with smaller batches.
    bool out_of_memory;
} CTorchError;

void ctorch_error_free(CTorchError error);

// MARK: Tensors

typedef struct { void *ref; } CTorchTensor;
typedef struct { void *ref; } CTorchGenerator;

typedef struct {
    /// `c10::DeviceType`: 0 CPU, 1 CUDA, 13 MPS.
    int32_t type;
    /// -1 for the current one.
    int32_t index;
} CTorchDevice;

void ctorch_tensor_free(CTorchTensor tensor);
/// A tensor over the caller's memory. `release(context)` is called once when the last use ends.
int ctorch_tensor_over_memory(
    void *data, const int64_t *sizes, const int64_t *strides, size_t rank, int32_t dtype, void *context,
    void (*release)(void *), CTorchTensor *result, CTorchError *error);
size_t ctorch_tensor_rank(CTorchTensor tensor);
void ctorch_tensor_sizes(CTorchTensor tensor, int64_t *sizes);
void ctorch_tensor_strides(CTorchTensor tensor, int64_t *strides);
int32_t ctorch_tensor_dtype(CTorchTensor tensor);
CTorchDevice ctorch_tensor_device(CTorchTensor tensor);
bool ctorch_tensor_requires_gradient(CTorchTensor tensor);
/// Copies the elements, row by row, into `bytes` bytes of the caller's memory.
int ctorch_tensor_read(CTorchTensor tensor, void *destination, size_t bytes, CTorchError *error);
/// The same elements outside any gradient graph; a leaf that collects gradients where `requires_gradient` is set.
int ctorch_tensor_detached(CTorchTensor tensor, bool requires_gradient, CTorchTensor *result, CTorchError *error);

// MARK: Operators

/// An operator of LibTorch's dispatcher. Lives as long as the process; never freed.
typedef struct { void *ref; } CTorchOperator;

typedef enum {
    /// In a call: take the schema's default.
    CTorchKindDefault = 0,
    CTorchKindNone,
    CTorchKindTensor,
    CTorchKindTensors,
    CTorchKindInt,
    CTorchKindInts,
    CTorchKindDouble,
    CTorchKindDoubles,
    CTorchKindBool,
    CTorchKindBools,
    CTorchKindString,
    CTorchKindDevice,
    CTorchKindGenerator,
} CTorchKind;

typedef struct {
    CTorchKind kind;
    /// Int, Bool, and the device's type.
    int64_t integer;
    /// Double.
    double number;
    /// Tensor (a `CTorchTensor`'s ref), Generator, String (UTF-8), or the elements of a list: `CTorchTensor`
    /// (a NULL ref is None), `int64_t`, `double`, `bool`.
    const void *content;
    /// Elements of a list, bytes of a string, the device's index.
    int64_t count;
} CTorchValue;

/// `name` as in `aten::add`, `overload` as in `Tensor` or empty. `result->ref` is NULL where there is none.
int ctorch_operator_find(const char *name, const char *overload, CTorchOperator *result, CTorchError *error);
size_t ctorch_operator_parameter_count(CTorchOperator operation);
/// Valid as long as the process.
const char *ctorch_operator_parameter_name(CTorchOperator operation, size_t index);
bool ctorch_operator_parameter_has_default(CTorchOperator operation, size_t index);
/// Whether the operator writes into this parameter.
bool ctorch_operator_parameter_is_written(CTorchOperator operation, size_t index);
/// Whether any result shares memory with a parameter that it does not write: a view.
bool ctorch_operator_is_view(CTorchOperator operation);

/// Calls through the dispatcher. `arguments` stand in the schema's order; missing ones at the end take their defaults.
/// `*results` is an owned array of `*count` values, its tensors and lists owned, freed by `ctorch_values_free`.
int ctorch_operator_call(
    CTorchOperator operation, const CTorchValue *arguments, size_t argument_count, CTorchValue **results,
    size_t *count, CTorchError *error);
/// Frees the array and its lists, but not the tensors in it: those were taken over by the caller.
void ctorch_values_free(CTorchValue *values, size_t count);

// MARK: Gradients

/// The vector-Jacobian product: `results[i] = Σ_k seeds[k] · ∂outputs[k] / ∂inputs[i]`.
/// A NULL seed stands for one (scalar outputs only); a NULL result for an input that the outputs do not depend on.
int ctorch_gradient(
    const CTorchTensor *outputs, const CTorchTensor *seeds, size_t output_count, const CTorchTensor *inputs,
    size_t input_count, bool retain_graph, bool create_graph, CTorchTensor *results, CTorchError *error);
/// Sets whether operators on this thread record gradients; returns what was set before.
bool ctorch_gradient_mode_set(bool enabled);
bool ctorch_gradient_mode(void);

// MARK: Optimisers

/// An optimiser of `torch::optim`, with the parameters that it changes.
typedef struct { void *ref; } CTorchOptimizer;

typedef enum {
    CTorchRuleSGD = 0,
    CTorchRuleAdam,
    CTorchRuleAdamW,
    CTorchRuleRMSprop,
} CTorchRule;

/// What a rule does not use is ignored.
typedef struct {
    CTorchRule rule;
    double weight_decay;
    /// SGD and RMSprop.
    double momentum;
    /// SGD.
    bool nesterov;
    /// Adam and AdamW.
    double beta1;
    double beta2;
    /// RMSprop.
    double alpha;
    bool centered;
    /// All but SGD.
    double epsilon;
} CTorchRuleSettings;

/// Copies the parameters: the optimiser changes its own, and nobody else's.
int ctorch_optimizer_create(
    CTorchRuleSettings settings, const CTorchTensor *parameters, size_t count, CTorchOptimizer *result,
    CTorchError *error);
void ctorch_optimizer_free(CTorchOptimizer optimizer);
/// One step with a gradient for each parameter.
int ctorch_optimizer_step(
    CTorchOptimizer optimizer, const CTorchTensor *gradients, size_t count, double learning_rate, CTorchError *error);
/// A parameter itself, as a leaf that collects gradients: the next step changes what it holds.
int ctorch_optimizer_parameter(CTorchOptimizer optimizer, size_t index, CTorchTensor *result, CTorchError *error);
/// How many tensors the rule keeps beside each parameter, and PyTorch's name for each; valid as long as the process.
size_t ctorch_optimizer_state_count(CTorchOptimizer optimizer);
const char *ctorch_optimizer_state_name(CTorchOptimizer optimizer, size_t kind);
/// A copy of such a tensor; a NULL one before the first step and for what the settings do without.
int ctorch_optimizer_state(
    CTorchOptimizer optimizer, size_t index, size_t kind, CTorchTensor *result, CTorchError *error);
/// Replaces such a tensor by a copy of this one.
int ctorch_optimizer_set_state(
    CTorchOptimizer optimizer, size_t index, size_t kind, CTorchTensor state, CTorchError *error);

// MARK: Randomness

int ctorch_generator_create(CTorchDevice device, uint64_t seed, CTorchGenerator *result, CTorchError *error);
void ctorch_generator_free(CTorchGenerator generator);
/// The state as a tensor of bytes.
int ctorch_generator_state(CTorchGenerator generator, CTorchTensor *result, CTorchError *error);
int ctorch_generator_set_state(CTorchGenerator generator, CTorchTensor state, CTorchError *error);

// MARK: Process groups

/// What processes tell each other by name: a dictionary that one of them serves over TCP.
typedef struct { void *ref; } CTorchStore;
/// Processes that compute together, with the connections between them.
typedef struct { void *ref; } CTorchProcessGroup;

/// Serves the store at the port, or connects to the one that is served there; tries for `timeout` milliseconds.
/// Every key gets `prefix` in front.
int ctorch_store_open(
    const char *host, uint16_t port, bool serves, const char *prefix, int64_t timeout, CTorchStore *result,
    CTorchError *error);
void ctorch_store_free(CTorchStore store);
/// Adds to the number under a key, which starts from 0; `*result` is the sum.
int ctorch_store_add(CTorchStore store, const char *key, int64_t amount, int64_t *result, CTorchError *error);
/// Whether something is under the key.
int ctorch_store_has(CTorchStore store, const char *key, bool *result, CTorchError *error);

/// Whether this build can connect processes over such a device: Gloo for the CPU, NCCL for CUDA.
bool ctorch_process_group_is_built(CTorchDevice device);
/// Connects with all the others, who must call it with the same store and size. `host` (an address of this machine) or
/// `interface` says where to listen; both NULL for the machine's own name. `connecting` milliseconds are
/// left for finding each other, `timeout` hold for each operation.
int ctorch_process_group_create(
    CTorchStore store, int32_t rank, int32_t size, CTorchDevice device, const char *host, const char *interface,
    int64_t connecting, int64_t timeout, CTorchProcessGroup *result, CTorchError *error);
void ctorch_process_group_free(CTorchProcessGroup group);
/// Overwrites a contiguous tensor by its sum over the processes.
int ctorch_process_group_sum(CTorchProcessGroup group, CTorchTensor tensor, CTorchError *error);
/// Overwrites a contiguous tensor by that of the process `root`.
int ctorch_process_group_broadcast(CTorchProcessGroup group, CTorchTensor tensor, int32_t root, CTorchError *error);

// MARK: The machine

const char *ctorch_version(void);
int ctorch_thread_count(void);
void ctorch_set_thread_count(int count);
/// Lets glibc's allocator keep what is freed for the next allocation; does nothing with another allocator.
void ctorch_keep_freed_memory(void);
/// Keeps LibTorch's remarks off standard error, for the whole process.
void ctorch_silence_log(void);
bool ctorch_device_is_available(CTorchDevice device);
/// Waits until everything queued on the device is done.
int ctorch_synchronize(CTorchDevice device, CTorchError *error);

#ifdef __cplusplus
}
#endif
