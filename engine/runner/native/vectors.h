// Sixteen numbers at a time, in the compiler's own vectors: it splits them where the processor has narrower ones.
#pragma once

#include <cstdint>
#include <cstring>
#include <new>
#include <vector>

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

constexpr int LANES = 16;

typedef float Floats __attribute__((vector_size(64)));
typedef int32_t Ints __attribute__((vector_size(64)));
typedef uint32_t Words __attribute__((vector_size(64)));
typedef uint16_t Halves __attribute__((vector_size(32)));
typedef int8_t Bytes __attribute__((vector_size(16)));

template <typename Vector>
static inline Vector load(const void* from) {
    Vector vector;
    std::memcpy(&vector, from, sizeof vector);
    return vector;
}

static inline void store(float* to, Floats vector) { std::memcpy(to, &vector, sizeof vector); }

// Sixteen small whole numbers, widened.
static inline Ints widened(const int8_t* bytes) {
#if defined(__AVX512F__)
    return (Ints)_mm512_cvtepi8_epi32(load<__m128i>(bytes));  // GCC 12 takes some thirty instructions for the line below
#else
    return __builtin_convertvector(load<Bytes>(bytes), Ints);
#endif
}

// The lowest eight bits of each.
static inline Bytes lowest_bits(Ints wide) {
#if defined(__AVX512F__)
    return (Bytes)_mm512_cvtepi32_epi8((__m512i)wide);
#else
    return __builtin_convertvector(wide, Bytes);
#endif
}

static inline Floats all_of(float value) { return value - Floats{}; }

static inline Floats halved(Floats left, Floats right) {
    return __builtin_shufflevector(left, right, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
           __builtin_shufflevector(left, right, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
}

static inline Floats quartered(Floats left, Floats right) {
    return __builtin_shufflevector(left, right, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27) +
           __builtin_shufflevector(left, right, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
}

static inline Floats paired(Floats left, Floats right) {
    return __builtin_shufflevector(left, right, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29) +
           __builtin_shufflevector(left, right, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
}

static inline Floats single(Floats left, Floats right) {
    return __builtin_shufflevector(left, right, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30) +
           __builtin_shufflevector(left, right, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
}

// The sums of sixteen vectors, in their order: a tree of 15 additions in place of 16 of four steps each.
static inline Floats sums_of(const Floats* vectors) {
    Floats by_eight[8], by_four[4], by_two[2];
    for (int i = 0; i < 8; i++) by_eight[i] = halved(vectors[i], vectors[i + 8]);
    for (int i = 0; i < 4; i++) by_four[i] = quartered(by_eight[i], by_eight[i + 4]);
    for (int i = 0; i < 2; i++) by_two[i] = paired(by_four[i], by_four[i + 2]);
    return single(by_two[0], by_two[1]);
}

static inline float sum_of(Floats vector) {
    vector = halved(vector, vector);
    vector = quartered(vector, vector);
    vector = paired(vector, vector);
    return vector[0] + vector[1];
}

static inline Floats larger(Floats left, Floats right) { return left > right ? left : right; }

// e to the power of each: 2^n times a polynomial of what is left, to 2e-7 of the value.
static inline Floats exponential(Floats power) {
    power = larger(power, all_of(-87.0f));
    power = power < 88.0f ? power : all_of(88.0f);
    Ints whole = __builtin_convertvector(power * 1.44269504f + 127.5f, Ints);  // 127: so that truncation rounds down
    Floats rest = power - (__builtin_convertvector(whole, Floats) - 127.0f) * 0.693147181f;
    Floats series = all_of(1.0f / 720);
    series = series * rest + 1.0f / 120;
    series = series * rest + 1.0f / 24;
    series = series * rest + 1.0f / 6;
    series = series * rest + 0.5f;
    series = series * rest + 1.0f;
    series = series * rest + 1.0f;
    Ints exponent = whole << 23;
    return series * (Floats)exponent;
}

static inline Floats widened(const uint16_t* halves) {
    return (Floats)(__builtin_convertvector(load<Halves>(halves), Words) << 16);
}

static inline uint16_t narrowed(float value) {  // to the nearest, ties to even
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return (uint16_t)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

// Numbers that begin where a vector may: one that lies across two lines of the processor's cache is read twice.
template <typename T>
struct Aligned {
    using value_type = T;
    static constexpr std::align_val_t LINE{64};
    Aligned() = default;
    template <typename U>
    Aligned(const Aligned<U>&) {}
    T* allocate(size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), LINE)); }
    void deallocate(T* at, size_t) { ::operator delete(at, LINE); }
    bool operator==(const Aligned&) const { return true; }
    bool operator!=(const Aligned&) const { return false; }
};

using Buffer = std::vector<float, Aligned<float>>;
