// One step of a transformer in Llama's layout over a cache in blocks: token numbers in, scores of the next ones out.
// Weights stay where they are; activations are float32 throughout. Knows nothing of requests, texts or sampling.

#include <new>

#include "walk.h"

extern "C" {

// What the structures of this file take, so that whoever fills them can tell that both mean the same.
int modelyard_sizes() { return (int)(sizeof(Matrix) + 1000 * sizeof(Layer) + 1000000 * sizeof(Network)); }

void* modelyard_open(const Network* network, int threads) { return new (std::nothrow) Decoder(*network, threads); }

// 0 when it went well, 1 when memory was short.
int modelyard_step(void* decoder, const Step* step) {
    try {
        static_cast<Decoder*>(decoder)->step(*step);
        return 0;
    } catch (const std::bad_alloc&) {
        return 1;
    }
}

void modelyard_close(void* decoder) { delete static_cast<Decoder*>(decoder); }
}
