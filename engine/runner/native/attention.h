// Attention of one token over the keys and values of its sequence, which lie in blocks. Knows nothing of weights.
#pragma once

#include "vectors.h"

struct Cache {
    uint8_t *keys, *values;      // (blocks, block, kv_heads, head_width) each, of one layer
    int32_t block, kv_heads, head_width, halves;  // halves: bfloat16 in place of float32

    size_t entry(int64_t slot, int head) const { return ((size_t)slot * kv_heads + head) * head_width; }
};

template <bool HALVES>
static inline Floats entry_part(const uint8_t* from, size_t at) {
    if (HALVES) return widened((const uint16_t*)from + at);
    return load<Floats>((const float*)from + at);
}

static inline void remember(uint8_t* to, size_t at, const float* values, int width, bool halves) {
    if (!halves) {
        std::memcpy((float*)to + at, values, width * sizeof(float));
        return;
    }
    for (int i = 0; i < width; i++) ((uint16_t*)to)[at + i] = narrowed(values[i]);
}

// The mean of the values, weighted by softmax of the scaled products of query and keys; one query head.
// Sees the tokens from `first` to before `end`; `scores` has room for as many numbers and fifteen more.
template <bool HALVES>
static void attend(const Cache& cache, const int64_t* table, int first, int end, int head, const float* query,
                   float* scores, float* out) {
    const int width = cache.head_width, length = end - first;
    const auto entry_of = [&](int place) {
        const int at = first + place;
        return cache.entry(table[at / cache.block] * cache.block + at % cache.block, head);
    };
    const float scale = 1.0f / __builtin_sqrtf((float)width);
    float most = -3e38f;
    for (int place = 0; place < length; place++) {
        const size_t at = entry_of(place);
        Floats sum = {};
        for (int part = 0; part < width; part += LANES)
            sum += load<Floats>(query + part) * entry_part<HALVES>(cache.keys, at + part);
        scores[place] = sum_of(sum) * scale;
        most = scores[place] > most ? scores[place] : most;
    }
    for (int place = length; place % LANES; place++) scores[place] = -3e38f;
    Floats total = {};
    for (int place = 0; place < length; place += LANES) {
        Floats weight = exponential(load<Floats>(scores + place) - most);
        store(scores + place, weight);
        total += weight;
    }
    const float share = 1.0f / sum_of(total);
    constexpr int KEPT = 8;  // vectors of the sum that stay in registers: 128 numbers of a head at a time
    for (int from = 0; from < width; from += KEPT * LANES) {
        const int parts = (width - from < KEPT * LANES ? width - from : KEPT * LANES) / LANES;
        Floats sums[KEPT] = {};
        for (int place = 0; place < length; place++) {
            const size_t at = entry_of(place) + from;
#pragma GCC unroll 8
            for (int part = 0; part < KEPT; part++)
                if (part < parts) sums[part] += scores[place] * entry_part<HALVES>(cache.values, at + part * LANES);
        }
        for (int part = 0; part < parts; part++) store(out + from + part * LANES, sums[part] * share);
    }
}
