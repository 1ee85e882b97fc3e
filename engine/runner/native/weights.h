// The types of number in which weights lie, and how sixteen of them become floats. A row of weights is read in steps;
// a step has a few parts of sixteen, each of which meets the activations that `arranged` put at its place.
#pragma once

#include "vectors.h"

enum Kind : int32_t { FLOAT32 = 0, BFLOAT16 = 1, INT8 = 2, NF4 = 3 };

struct Float32 {
    static constexpr int STEP = 32, PARTS = 2, BYTES = 128;
    static size_t row_bytes(int depth) { return (size_t)depth * 4; }
    static void arranged(const float* plain, int depth, float* to) { std::memcpy(to, plain, depth * sizeof(float)); }
    static inline Floats part(const uint8_t* step, int part, const float*) {
        return load<Floats>(step + part * 64);
    }
    static const float* scales(const float* of_row, int) { return of_row; }
    static float row_scale(const float*) { return 1.0f; }
};

// Two neighbours are one word: its low half shifted up is the one, its high half the other. Half the instructions of
// widening sixteen by sixteen; so activations lie with the even ones of 32 first, the odd ones behind.
struct Bfloat16 {
    static constexpr int STEP = 32, PARTS = 2, BYTES = 64;
    static size_t row_bytes(int depth) { return (size_t)depth * 2; }
    static void arranged(const float* plain, int depth, float* to) {
        for (int at = 0; at < depth; at += STEP) {
            Floats low = load<Floats>(plain + at), high = load<Floats>(plain + at + LANES);
            store(to + at, __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30));
            store(to + at + LANES,
                  __builtin_shufflevector(low, high, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31));
        }
    }
    static inline Floats part(const uint8_t* step, int part, const float*) {
        Words words = load<Words>(step);
        return (Floats)(part ? words & 0xffff0000u : words << 16);
    }
    static const float* scales(const float* of_row, int) { return of_row; }
    static float row_scale(const float*) { return 1.0f; }
};

// Whole numbers from -127 to 127 and one scale a row.
struct Int8 {
    static constexpr int STEP = 32, PARTS = 2, BYTES = 32;
    static size_t row_bytes(int depth) { return (size_t)depth; }
    static void arranged(const float* plain, int depth, float* to) { std::memcpy(to, plain, depth * sizeof(float)); }
    static inline Floats part(const uint8_t* step, int part, const float*) {
        return __builtin_convertvector(widened((const int8_t*)step + part * LANES), Floats);
    }
    static const float* scales(const float* of_row, int) { return of_row; }
    static float row_scale(const float* of_row) { return *of_row; }
};

// Sixteen levels that lie as a normal distribution does (NF4; Dettmers et al., 2023), one scale for 32 weights. A step
// of 128 is sixteen words: the nibble `part` of word `lane` is weight 16 * part + lane.
struct Nf4 {
    static constexpr int STEP = 128, PARTS = 8, BYTES = 64;
    static constexpr int GROUP = 32;
    static size_t row_bytes(int depth) { return (size_t)depth / 2; }
    static void arranged(const float* plain, int depth, float* to) { std::memcpy(to, plain, depth * sizeof(float)); }
    static inline Floats part(const uint8_t* step, int part, const float* scales) {
        static const Floats levels = {-1.0f, -0.6961928009986877f, -0.5250730514526367f, -0.39491748809814453f,
            -0.28444138169288635f, -0.18477343022823334f, -0.09105003625154495f, 0.0f, 0.07958029955625534f,
            0.16093020141124725f, 0.24611230194568634f, 0.33791524171829224f, 0.44070982933044434f,
            0.5626170039176941f, 0.7229568362236023f, 1.0f};
        Words places = load<Words>(step) >> (4 * part);
        return chosen(levels, places) * scales[part / 2];
    }
    static const float* scales(const float* of_row, int at) { return of_row + at / GROUP; }
    static float row_scale(const float*) { return 1.0f; }

  private:
    static inline Floats chosen(Floats levels, Words places) {
#if defined(__AVX512F__)
        return (Floats)_mm512_permutexvar_ps((__m512i)places, (__m512)levels);  // looks at four bits of a place
#else
        Floats found;
        for (int lane = 0; lane < LANES; lane++) found[lane] = levels[places[lane] & 15];
        return found;
#endif
    }
};
