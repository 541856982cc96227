#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Logging.h>
#include <torch/version.h>

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "bridge.h"

using namespace ctorch;

const char *ctorch_version(void) { return TORCH_VERSION; }

int ctorch_thread_count(void) { return at::get_num_threads(); }

void ctorch_set_thread_count(int count) { at::set_num_threads(count); }

bool ctorch_device_is_available(CTorchDevice where) {
    CTorchError ignored{};
    bool available = false;
    guarded(&ignored, [&] {
        auto place = device(where);
        if (place.is_cpu()) available = true;
        else if (place.is_cuda()) available = at::globalContext().hasCUDA() && place.index() < at::detail::getCUDAHooks().deviceCount();
        else if (place.is_mps()) available = at::globalContext().hasMPS();
    });
    ctorch_error_free(ignored);
    return available;
}

int ctorch_synchronize(CTorchDevice where, CTorchError *error) {
    return guarded(error, [&] {
        auto place = device(where);
        if (!place.is_cpu()) c10::impl::VirtualGuardImpl(place.type()).synchronizeDevice(place.index());
    });
}

void ctorch_keep_freed_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_ARENA_MAX, 1);
#endif
}

void ctorch_silence_log(void) { FLAGS_caffe2_log_level = c10::GLOG_FATAL; }
