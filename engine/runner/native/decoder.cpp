// One step of a transformer in Llama's layout over a cache in blocks: token numbers in, scores of the next ones out.
// Weights stay where they are; activations are float32 throughout. Knows nothing of requests, texts or sampling.

#include <new>

#include "rows.h"
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

// Whole numbers of a text classifier's layers; any number of threads at a time.
void modelyard_whole(const float* rows, int64_t count, int64_t depth, float least_step, int8_t* whole, float* steps,
                     float* middles) {
    rows_in_whole(rows, count, depth, least_step, whole, steps, middles);
}

void modelyard_floats(const int32_t* products, int64_t count, int64_t outputs, const float* steps, const float* middles,
                      const float* weight_steps, const float* weight_sums, const float* bias, float* to) {
    rows_in_floats(products, count, outputs, steps, middles, weight_steps, weight_sums, bias, to);
}
}
