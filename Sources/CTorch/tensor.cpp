#include <ATen/ops/from_blob.h>
#include <c10/core/GradMode.h>

#include "bridge.h"

using namespace ctorch;

void ctorch_error_free(CTorchError error) { free(error.message); }

void ctorch_tensor_free(CTorchTensor tensor) {
    using Pointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
    Pointer::reclaim(static_cast<c10::TensorImpl *>(tensor.ref));
}

int ctorch_tensor_over_memory(
    void *data, const int64_t *sizes, const int64_t *strides, size_t rank, int32_t dtype, void *context,
    void (*release)(void *), CTorchTensor *result, CTorchError *error) {
    return guarded(error, [&] {
        auto tensor = at::from_blob(
            data, at::IntArrayRef(sizes, rank), at::IntArrayRef(strides, rank),
            [context, release](void *) { release(context); }, at::TensorOptions(static_cast<at::ScalarType>(dtype)));
        *result = own(std::move(tensor));
    });
}

size_t ctorch_tensor_rank(CTorchTensor tensor) { return static_cast<size_t>(look(tensor).dim()); }

void ctorch_tensor_sizes(CTorchTensor tensor, int64_t *sizes) {
    auto source = look(tensor).sizes();
    std::copy(source.begin(), source.end(), sizes);
}

void ctorch_tensor_strides(CTorchTensor tensor, int64_t *strides) {
    auto source = look(tensor).strides();
    std::copy(source.begin(), source.end(), strides);
}

int32_t ctorch_tensor_dtype(CTorchTensor tensor) {
    return static_cast<int32_t>(c10::typeMetaToScalarType(look(tensor).dtype()));
}

CTorchDevice ctorch_tensor_device(CTorchTensor tensor) {
    auto device = look(tensor).device();
    return {static_cast<int32_t>(device.type()), device.index()};
}

bool ctorch_tensor_requires_gradient(CTorchTensor tensor) { return look(tensor).requires_grad(); }

int ctorch_tensor_read(CTorchTensor tensor, void *destination, size_t bytes, CTorchError *error) {
    return guarded(error, [&] {
        c10::AutoGradMode without(false);
        auto source = borrow(tensor).detach().cpu().contiguous();
        TORCH_CHECK(source.nbytes() == bytes, "the tensor has ", source.nbytes(), " bytes, not ", bytes);
        if (bytes > 0) memcpy(destination, source.const_data_ptr(), bytes);
    });
}

int ctorch_tensor_detached(CTorchTensor tensor, bool requires_gradient, CTorchTensor *result, CTorchError *error) {
    return guarded(error, [&] { *result = own(borrow(tensor).detach().requires_grad_(requires_gradient)); });
}
