#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include "bridge.h"

using namespace ctorch;

int ctorch_generator_create(CTorchDevice where, uint64_t seed, CTorchGenerator *result, CTorchError *error) {
    return guarded(error, [&] {
        auto place = device(where);
        at::Generator generator;
        if (place.is_cpu()) {
            generator = at::make_generator<at::CPUGeneratorImpl>(seed);
        } else {
            at::globalContext().lazyInitDevice(place.type());
            generator = at::globalContext().getAcceleratorHooksInterface(place.type()).getNewGenerator(place.index());
            generator.set_current_seed(seed);
        }
        result->ref = generator.unsafeReleaseGeneratorImpl();
    });
}

void ctorch_generator_free(CTorchGenerator generator) {
    c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl *>(generator.ref));
}

int ctorch_generator_state(CTorchGenerator generator, CTorchTensor *result, CTorchError *error) {
    return guarded(error, [&] { *result = own(borrow(generator).get_state()); });
}

int ctorch_generator_set_state(CTorchGenerator generator, CTorchTensor state, CTorchError *error) {
    return guarded(error, [&] { borrow(generator).set_state(borrow(state)); });
}
