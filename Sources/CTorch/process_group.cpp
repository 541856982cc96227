// NCCL needs its own header, CUDA's, and the half of LibTorch for CUDA, which lies beside the headers or does not.
#if __has_include(<nccl.h>) && __has_include(<cuda_runtime.h>) && __has_include(<../lib/libtorch_cuda.so>)
#define USE_C10D_NCCL
#endif
#define USE_C10D_GLOO

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <signal.h>

#include <chrono>
#include <thread>

#include "bridge.h"

using namespace ctorch;

namespace {

using std::chrono::milliseconds;
using StorePointer = c10::intrusive_ptr<c10d::Store>;
using GroupPointer = c10::intrusive_ptr<c10d::Backend>;

/// Gloo writes to its sockets without MSG_NOSIGNAL, as Python, for which it was made, ignores SIGPIPE: without this, a
/// peer that ends could end this process by the signal instead of failing the operation. A handler is left as it is.
void ignore_broken_pipes() {
    struct sigaction now;
    if (sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL) signal(SIGPIPE, SIG_IGN);
}

StorePointer borrow(CTorchStore store) { return StorePointer::reclaim_copy(static_cast<c10d::Store *>(store.ref)); }

GroupPointer make_gloo(
    const StorePointer &store, int rank, int size, const char *host, const char *interface,
    milliseconds connecting, milliseconds timeout) {
    auto options = c10d::ProcessGroupGloo::Options::create(connecting);
    using Group = c10d::ProcessGroupGloo;
    options->devices.push_back(
        interface != nullptr ? Group::createDeviceForInterface(interface)
        : host != nullptr    ? Group::createDeviceForHostname(host)
                             : Group::createDefaultDevice());
    auto group = c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, std::move(options));
    group->setTimeout(timeout);
    return group;
}

#ifdef USE_C10D_NCCL
GroupPointer make_nccl(const StorePointer &store, int rank, int size, c10::Device device, milliseconds timeout) {
    auto options = c10d::ProcessGroupNCCL::Options::create();
    // NCCL's watchdog ends the whole process: ours is to be first, see `finish`.
    options->timeout = timeout * 4;
    auto group = c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, size, std::move(options));
    group->setBoundDeviceId(device);
    return group;
}
#endif

struct Group {
    GroupPointer backend;
    milliseconds timeout;

    /// Waits for an operation. NCCL's own wait would only order the streams and never time out.
    void finish(const c10::intrusive_ptr<c10d::Work> &work, c10::Device device) const {
        if (device.is_cpu()) {
            work->wait(timeout);
            return;
        }
        auto deadline = std::chrono::steady_clock::now() + timeout;
        while (!work->isCompleted()) {
            if (std::chrono::steady_clock::now() > deadline) {
                backend->abort();
                TORCH_CHECK(false, "no answer within ", timeout.count(), " ms");
            }
            std::this_thread::sleep_for(std::chrono::microseconds(50));
        }
        work->wait();
    }
};

Group &look(CTorchProcessGroup group) { return *static_cast<Group *>(group.ref); }

}  // namespace

int ctorch_store_open(
    const char *host, uint16_t port, bool serves, const char *prefix, int64_t timeout, CTorchStore *result,
    CTorchError *error) {
    return guarded(error, [&] {
        ignore_broken_pipes();
        c10d::TCPStoreOptions options;
        options.port = port;
        options.isServer = serves;
        options.waitWorkers = false;
        options.timeout = milliseconds(timeout);
        auto served = c10::make_intrusive<c10d::TCPStore>(host, options);
        result->ref = c10::make_intrusive<c10d::PrefixStore>(prefix, std::move(served)).release();
    });
}

void ctorch_store_free(CTorchStore store) { StorePointer::reclaim(static_cast<c10d::Store *>(store.ref)); }

int ctorch_store_add(CTorchStore store, const char *key, int64_t amount, int64_t *result, CTorchError *error) {
    return guarded(error, [&] { *result = borrow(store)->add(key, amount); });
}

int ctorch_store_has(CTorchStore store, const char *key, bool *result, CTorchError *error) {
    return guarded(error, [&] { *result = borrow(store)->check({key}); });
}

bool ctorch_process_group_is_built(CTorchDevice where) {
    auto type = static_cast<c10::DeviceType>(where.type);
#ifdef USE_C10D_NCCL
    if (type == c10::DeviceType::CUDA) return true;
#endif
    return type == c10::DeviceType::CPU;
}

int ctorch_process_group_create(
    CTorchStore store, int32_t rank, int32_t size, CTorchDevice where, const char *host, const char *interface,
    int64_t connecting, int64_t timeout, CTorchProcessGroup *result, CTorchError *error) {
    return guarded(error, [&] {
        auto place = device(where);
        auto limit = milliseconds(timeout);
        GroupPointer backend;
        if (place.is_cpu())
            backend = make_gloo(borrow(store), rank, size, host, interface, milliseconds(connecting), limit);
#ifdef USE_C10D_NCCL
        else if (place.is_cuda()) backend = make_nccl(borrow(store), rank, size, place, limit);
#endif
        TORCH_CHECK(backend, "this LibTorch connects no processes over ", place);
        result->ref = new Group{std::move(backend), limit};
    });
}

void ctorch_process_group_free(CTorchProcessGroup group) { delete static_cast<Group *>(group.ref); }

int ctorch_process_group_sum(CTorchProcessGroup group, CTorchTensor tensor, CTorchError *error) {
    return guarded(error, [&] {
        std::vector<at::Tensor> tensors{ctorch::borrow(tensor)};
        look(group).finish(look(group).backend->allreduce(tensors), tensors[0].device());
    });
}

int ctorch_process_group_broadcast(CTorchProcessGroup group, CTorchTensor tensor, int32_t root, CTorchError *error) {
    return guarded(error, [&] {
        std::vector<at::Tensor> tensors{ctorch::borrow(tensor)};
        c10d::BroadcastOptions options;
        options.rootRank = root;
        look(group).finish(look(group).backend->broadcast(tensors, options), tensors[0].device());
    });
}
