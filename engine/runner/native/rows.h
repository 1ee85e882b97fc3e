// Rows of floats as whole numbers of eight bits and back, each in one pass: what surrounds a product of whole numbers.
#pragma once

#include <limits>

#include "vectors.h"

// As many rows of `depth` floats, a multiple of LANES: row = step * whole + middle, about.
static void rows_in_whole(const float* rows, int64_t count, int64_t depth, float least_step, int8_t* whole, float* steps,
                          float* middles) {
    constexpr float ENDLESS = std::numeric_limits<float>::infinity();
    constexpr float SHIFT = 12582912.0f;  // 1.5 * 2^23: what is added to it is rounded to a whole number in its low bits
    for (int64_t row = 0; row < count; row++, rows += depth, whole += depth) {
        Floats high = all_of(-ENDLESS), low = all_of(ENDLESS), broken = all_of(0);
        for (int64_t at = 0; at < depth; at += LANES) {
            Floats seen = load<Floats>(rows + at);
            high = seen > high ? seen : high;
            low = seen < low ? seen : low;
            broken = seen == seen ? broken : seen;  // a NaN is neither more nor less than any
        }
        float highest = high[0], lowest = low[0];
        for (int lane = 1; lane < LANES; lane++) {
            highest = high[lane] > highest ? high[lane] : highest;
            lowest = low[lane] < lowest ? low[lane] : lowest;
        }
        float middle = (highest + lowest) / 2 + sum_of(broken), step = (highest - lowest) / 254;
        step = step > least_step ? step : least_step;
        middles[row] = middle;
        steps[row] = step;
        const float scale = 1 / step;
        for (int64_t at = 0; at < depth; at += LANES) {
            Floats shifted = (load<Floats>(rows + at) - middle) * scale + SHIFT;
            Bytes narrow = lowest_bits((Ints)shifted);
            std::memcpy(whole + at, &narrow, sizeof narrow);
        }
    }
}

// The products of such rows with `outputs` rows of weights, a multiple of LANES, as floats.
static void rows_in_floats(const int32_t* products, int64_t count, int64_t outputs, const float* steps,
                           const float* middles, const float* weight_steps, const float* weight_sums, const float* bias,
                           float* to) {
    for (int64_t row = 0; row < count; row++, products += outputs, to += outputs) {
        const float step = steps[row], middle = middles[row];
        for (int64_t at = 0; at < outputs; at += LANES) {
            Floats product = __builtin_convertvector(load<Ints>(products + at), Floats);
            store(to + at, product * (load<Floats>(weight_steps + at) * step) +
                               (load<Floats>(weight_sums + at) * middle + load<Floats>(bias + at)));
        }
    }
}
