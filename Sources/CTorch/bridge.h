// What every file of the shim shares: how handles hold ATen's objects, and how an exception becomes an error.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <cstring>
#include <exception>

#include "ctorch.h"

namespace ctorch {

inline void fail(CTorchError *error, const char *message, bool out_of_memory = false) {
    error->message = strdup(message);
    error->out_of_memory = out_of_memory;
}

/// Runs `body`; whatever it throws ends in `*error`.
template <typename Body>
int guarded(CTorchError *error, Body body) noexcept {
    try {
        body();
        return 0;
    } catch (const c10::OutOfMemoryError &problem) {
        fail(error, problem.what_without_backtrace(), true);
    } catch (const c10::Error &problem) {
        // The CPU allocator reports exhaustion as a plain error.
        bool memory = strstr(problem.what_without_backtrace(), "not enough memory") != nullptr;
        fail(error, problem.what_without_backtrace(), memory);
    } catch (const std::bad_alloc &) {
        fail(error, "out of memory", true);
    } catch (const std::exception &problem) {
        fail(error, problem.what());
    } catch (...) {
        fail(error, "an unknown C++ exception");
    }
    return 1;
}

/// A handle owns one reference to the implementation, without a box around it.
inline CTorchTensor own(at::Tensor tensor) {
    return {tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr};
}

inline at::Tensor borrow(CTorchTensor tensor) {
    if (tensor.ref == nullptr) return {};
    using Pointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
    return at::Tensor(Pointer::reclaim_copy(static_cast<c10::TensorImpl *>(tensor.ref)));
}

inline const c10::TensorImpl &look(CTorchTensor tensor) { return *static_cast<const c10::TensorImpl *>(tensor.ref); }

inline c10::Device device(CTorchDevice device) {
    return {static_cast<c10::DeviceType>(device.type), static_cast<c10::DeviceIndex>(device.index)};
}

inline at::Generator borrow(CTorchGenerator generator) {
    using Pointer = c10::intrusive_ptr<c10::GeneratorImpl>;
    return at::Generator(Pointer::reclaim_copy(static_cast<c10::GeneratorImpl *>(generator.ref)));
}

}  // namespace ctorch
