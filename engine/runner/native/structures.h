// What Python fills in: a network, and what is asked of it in one step. All memory is the caller's.
#pragma once

#include "products.h"

struct Layer {
    Matrix query, key, value, out, gate, up, down;
    const float *input_norm, *inner_norm;
    const float *query_norm, *key_norm;  // of each head; null where there is none
    uint8_t *keys, *values;
    int64_t window;  // tokens that one sees, itself among them
};

struct Network {
    int32_t layers, width, heads, kv_heads, head_width, inner, vocabulary, block, halves, embedding_kind;
    float epsilon;
    const Layer* layer;
    const uint8_t* embedding;
    const float* last_norm;
    Matrix head;
    const float *cosine, *sine;  // (context, head_width / 2)
};

struct Step {
    int32_t tokens, wanted, table_width;
    const int64_t *token, *position, *slot;
    const int64_t* table;     // (sequences, table_width)
    const int32_t* sequence;  // of each token
    const int64_t* wants;     // numbers of tokens
    float* logits;            // (wanted, vocabulary)
    float* hidden;            // (tokens, width) after the last norm; null where nobody asks
};
