// Products of weights with a few rows of activations. Knows nothing of layers or threads.
#pragma once

#include "weights.h"

// One weight matrix: rows of `depth` numbers, a multiple of its kind's step (filled up with zeros).
struct Matrix {
    const uint8_t* weights;
    const float* scales;  // of each row, or of each group of a row; none for the floating kinds
    const float* bias;    // of each row; null where there is none
    int32_t rows, depth, kind, scales_per_row;
};

constexpr int MOST_ROWS = 8;  // of activations that meet a weight once it is in a register

// ROWS weights' rows times TOKENS activations' rows; each weight is widened once. `out[token * stride + row]`.
// The next tile's rows are asked for meanwhile: without it a step of eight tokens took 1.6 times as long.
template <typename W, int ROWS, int TOKENS>
static inline void tile(const Matrix& matrix, int row, const float* activations, float* out, int stride) {
    constexpr int COUNT = ROWS * TOKENS, PADDED = (COUNT + LANES - 1) / LANES * LANES;
    Floats sums[PADDED] = {};
    const size_t row_bytes = W::row_bytes(matrix.depth);
    const uint8_t* weights = matrix.weights + row * row_bytes;
    const float* scales = matrix.scales + (size_t)row * matrix.scales_per_row;
    for (int at = 0; at < matrix.depth; at += W::STEP, weights += W::BYTES) {
#pragma GCC unroll 8
        for (int r = 0; r < ROWS; r++) __builtin_prefetch(weights + (r + ROWS) * row_bytes);
#pragma GCC unroll 8
        for (int part = 0; part < W::PARTS; part++) {
            Floats wide[ROWS];
#pragma GCC unroll 8
            for (int r = 0; r < ROWS; r++)
                wide[r] = W::part(weights + r * row_bytes, part,
                                  W::scales(scales + (size_t)r * matrix.scales_per_row, at));
#pragma GCC unroll 8
            for (int t = 0; t < TOKENS; t++) {
                Floats seen = load<Floats>(activations + (size_t)t * matrix.depth + at + part * LANES);
#pragma GCC unroll 8
                for (int r = 0; r < ROWS; r++) sums[t * ROWS + r] += wide[r] * seen;
            }
        }
    }
    float totals[PADDED];
    for (int first = 0; first < PADDED; first += LANES) store(totals + first, sums_of(sums + first));
    for (int t = 0; t < TOKENS; t++)
        for (int r = 0; r < ROWS; r++)
            out[(size_t)t * stride + row + r] =
                totals[t * ROWS + r] * W::row_scale(scales + (size_t)r * matrix.scales_per_row) +
                (matrix.bias ? matrix.bias[row + r] : 0.0f);
}

// As many weights' rows at a time as the registers hold sums for.
template <typename W, int TOKENS>
static void strip(const Matrix& matrix, int first, int end, const float* activations, float* out, int stride) {
#if defined(__AVX512F__)
    constexpr int ROWS = TOKENS == 1 ? 8 : TOKENS <= 4 ? 4 : 3;
#else
    constexpr int ROWS = TOKENS <= 2 ? 4 : 2;
#endif
    int row = first;
    for (; row + ROWS <= end; row += ROWS) tile<W, ROWS, TOKENS>(matrix, row, activations, out, stride);
    for (; row < end; row++) tile<W, 1, TOKENS>(matrix, row, activations, out, stride);
}

template <typename W>
static void product_of(const Matrix& matrix, int first, int end, const float* activations, int tokens, float* out,
                       int stride) {
    for (int token = 0; token < tokens; token += MOST_ROWS) {
        const float* some = activations + (size_t)token * matrix.depth;
        float* to = out + (size_t)token * stride;
        switch (tokens - token) {
            case 1: strip<W, 1>(matrix, first, end, some, to, stride); break;
            case 2: strip<W, 2>(matrix, first, end, some, to, stride); break;
            case 3: strip<W, 3>(matrix, first, end, some, to, stride); break;
            case 4: strip<W, 4>(matrix, first, end, some, to, stride); break;
            case 5: strip<W, 5>(matrix, first, end, some, to, stride); break;
            case 6: strip<W, 6>(matrix, first, end, some, to, stride); break;
            case 7: strip<W, 7>(matrix, first, end, some, to, stride); break;
            default: strip<W, 8>(matrix, first, end, some, to, stride);
        }
    }
}

// Rows `first` to `end` of the matrix times `tokens` arranged rows of activations.
static void product(const Matrix& matrix, int first, int end, const float* activations, int tokens, float* out,
                    int stride) {
    switch (matrix.kind) {
        case FLOAT32: return product_of<Float32>(matrix, first, end, activations, tokens, out, stride);
        case BFLOAT16: return product_of<Bfloat16>(matrix, first, end, activations, tokens, out, stride);
        case INT8: return product_of<Int8>(matrix, first, end, activations, tokens, out, stride);
        case NF4: return product_of<Nf4>(matrix, first, end, activations, tokens, out, stride);
    }
}

// Puts rows of activations where the matrix's kind wants them, filled up with zeros to its depth.
static void arrange(const Matrix& matrix, const float* plain, int width, int tokens, float* to, float* scratch) {
    for (int token = 0; token < tokens; token++, plain += width, to += matrix.depth) {
        const float* filled = plain;
        if (width != matrix.depth) {
            std::memcpy(scratch, plain, width * sizeof(float));
            std::memset(scratch + width, 0, (matrix.depth - width) * sizeof(float));
            filled = scratch;
        }
        if (matrix.kind == BFLOAT16) Bfloat16::arranged(filled, matrix.depth, to);
        else std::memcpy(to, filled, matrix.depth * sizeof(float));
    }
}
