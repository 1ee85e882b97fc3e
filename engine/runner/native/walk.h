// One step, from token numbers to scores, as all threads of a crew walk through it together.
#pragma once

#include <algorithm>
#include <cmath>

#include "attention.h"
#include "crew.h"
#include "structures.h"

constexpr int CHUNK = 48;  // rows of weights in one item: a multiple of all numbers of rows in a tile

int chunks_of(int rows) { return (rows + CHUNK - 1) / CHUNK; }

struct Workplace {  // of one thread
    Buffer normed, arranged, filled, some, more, scores;
};

// Of all threads: the stream that layers add to, and what is handed from one part of a layer to the next.
struct Room {
    Buffer stream, query, mixed, inner;
};

class Decoder {
  public:
    Decoder(const Network& network, int threads) : net_(network), crew_(threads), places_(threads), deepest_(deepest()) {}

    void step(const Step& step) {
        make_room(step);  // before any thread begins: memory that is short must not end the process
        crew_.go([&](int thread) { walk(step, places_[thread]); });
    }

  private:
    void make_room(const Step& step) {
        const size_t tokens = step.tokens, heads = (size_t)net_.heads * net_.head_width;
        int64_t longest = 0;
        for (int token = 0; token < step.tokens; token++) longest = std::max(longest, step.position[token] + 1);
        room_.stream.resize(tokens * net_.width);
        room_.query.resize(tokens * heads);
        room_.mixed.resize(tokens * heads);
        room_.inner.resize(tokens * net_.inner);
        for (Workplace& place : places_) {
            place.normed.resize(tokens * net_.width);
            place.arranged.resize(tokens * deepest_);
            place.filled.resize(deepest_);
            place.some.resize(tokens * std::max(CHUNK, net_.head_width));
            place.more.resize(tokens * CHUNK);
            place.scores.resize(longest + LANES);
        }
    }

    int deepest() const {
        int most = net_.head.depth;
        for (int number = 0; number < net_.layers; number++)
            for (const Matrix* matrix : {&net_.layer[number].query, &net_.layer[number].out, &net_.layer[number].gate,
                                         &net_.layer[number].down})
                most = std::max(most, matrix->depth);
        return most;
    }

    void walk(const Step& step, Workplace& place) {
        crew_.share(step.tokens, [&](int token) { embed(step.token[token], token); });
        for (int number = 0; number < net_.layers; number++) {
            const Layer& layer = net_.layer[number];
            const Cache cache{layer.keys, layer.values, net_.block, net_.kv_heads, net_.head_width, net_.halves};
            norm(room_.stream.data(), layer.input_norm, step.tokens, place);
            arrange_for(layer.query, place.normed.data(), net_.width, step.tokens, place);
            crew_.share(net_.heads + 2 * net_.kv_heads,
                        [&](int head) { project(layer, cache, step, head, place); });
            crew_.share(step.tokens * net_.heads, [&](int item) { mix(layer, cache, step, item, place); });
            arrange_for(layer.out, room_.mixed.data(), net_.heads * net_.head_width, step.tokens, place);
            add(layer.out, step.tokens, place);
            norm(room_.stream.data(), layer.inner_norm, step.tokens, place);
            arrange_for(layer.gate, place.normed.data(), net_.width, step.tokens, place);
            crew_.share(chunks_of(net_.inner), [&](int chunk) { gate(layer, step.tokens, chunk, place); });
            arrange_for(layer.down, room_.inner.data(), net_.inner, step.tokens, place);
            add(layer.down, step.tokens, place);
        }
        score(step, place);
    }

    void embed(int64_t token, int at) {
        float* to = room_.stream.data() + (size_t)at * net_.width;
        const size_t from = (size_t)token * net_.width;
        if (net_.embedding_kind == FLOAT32) {
            std::memcpy(to, (const float*)net_.embedding + from, net_.width * sizeof(float));
            return;
        }
        for (int part = 0; part < net_.width; part += LANES)
            store(to + part, widened((const uint16_t*)net_.embedding + from + part));
    }

    // Every thread norms for itself: that is less than waiting for another.
    void norm(const float* from, const float* weight, int tokens, Workplace& place) {
        for (int token = 0; token < tokens; token++)
            normed(from + (size_t)token * net_.width, weight, net_.width,
                   place.normed.data() + (size_t)token * net_.width);
    }

    void normed(const float* from, const float* weight, int width, float* to) const {
        Floats squares = {};
        for (int part = 0; part < width; part += LANES) {
            Floats values = load<Floats>(from + part);
            squares += values * values;
        }
        const float inverse = 1.0f / std::sqrt(sum_of(squares) / width + net_.epsilon);
        for (int part = 0; part < width; part += LANES)
            store(to + part, load<Floats>(from + part) * inverse * load<Floats>(weight + part));
    }

    static void arrange_for(const Matrix& matrix, const float* plain, int width, int tokens, Workplace& place) {
        arrange(matrix, plain, width, tokens, place.arranged.data(), place.filled.data());
    }

    // One head of the queries, keys or values, for all tokens; turned by position, and put where it is read from.
    void project(const Layer& layer, const Cache& cache, const Step& step, int item, Workplace& place) {
        const int width = net_.head_width;
        const bool asks = item < net_.heads, tells = !asks && item < net_.heads + net_.kv_heads;
        const int head = asks ? item : (item - net_.heads) % net_.kv_heads;
        const Matrix& matrix = asks ? layer.query : tells ? layer.key : layer.value;
        const float* weight = asks ? layer.query_norm : tells ? layer.key_norm : nullptr;
        // The product counts rows of the whole matrix; its first one of this head is at the beginning of `some`.
        product(matrix, head * width, (head + 1) * width, place.arranged.data(), step.tokens,
                place.some.data() - head * width, width);
        for (int token = 0; token < step.tokens; token++) {
            float* values = place.some.data() + (size_t)token * width;
            if (weight) normed(values, weight, width, values);
            if (asks || tells) turn(values, step.position[token]);
            if (asks)
                std::memcpy(room_.query.data() + ((size_t)token * net_.heads + head) * width, values,
                            width * sizeof(float));
            else
                remember(tells ? cache.keys : cache.values, cache.entry(step.slot[token], head), values, width,
                         cache.halves);
        }
    }

    void turn(float* values, int64_t position) const {
        const int half = net_.head_width / 2;
        const float *cosine = net_.cosine + position * half, *sine = net_.sine + position * half;
        for (int i = 0; i < half; i++) {
            const float low = values[i], high = values[i + half];
            values[i] = low * cosine[i] - high * sine[i];
            values[i + half] = high * cosine[i] + low * sine[i];
        }
    }

    void mix(const Layer& layer, const Cache& cache, const Step& step, int item, Workplace& place) {
        const int token = item / net_.heads, head = item % net_.heads;
        const int64_t end = step.position[token] + 1, first = std::max<int64_t>(0, end - layer.window);
        const size_t at = (size_t)item * net_.head_width;
        auto attend_in = cache.halves ? attend<true> : attend<false>;
        attend_in(cache, step.table + (size_t)step.sequence[token] * step.table_width, (int)first, (int)end,
                  head / (net_.heads / net_.kv_heads), room_.query.data() + at, place.scores.data(),
                  room_.mixed.data() + at);
    }

    // The matrix's product, added to the stream.
    void add(const Matrix& matrix, int tokens, Workplace& place) {
        crew_.share(chunks_of(matrix.rows), [&](int chunk) {
            const int first = chunk * CHUNK, end = std::min(first + CHUNK, matrix.rows);
                product(matrix, first, end, place.arranged.data(), tokens, place.some.data() - first, CHUNK);
            for (int token = 0; token < tokens; token++)
                for (int row = first; row < end; row++)
                    room_.stream[(size_t)token * net_.width + row] += place.some[(size_t)token * CHUNK + row - first];
        });
    }

    void gate(const Layer& layer, int tokens, int chunk, Workplace& place) {
        const int first = chunk * CHUNK, end = std::min(first + CHUNK, net_.inner);
        product(layer.gate, first, end, place.arranged.data(), tokens, place.some.data() - first, CHUNK);
        product(layer.up, first, end, place.arranged.data(), tokens, place.more.data() - first, CHUNK);
        for (int token = 0; token < tokens; token++) {
            const size_t at = (size_t)token * CHUNK;
            float* to = room_.inner.data() + (size_t)token * net_.inner + first;
            for (int part = 0; part < CHUNK; part += LANES) {
                Floats opens = load<Floats>(place.some.data() + at + part);
                store(place.some.data() + at + part,
                      opens / (1.0f + exponential(-opens)) * load<Floats>(place.more.data() + at + part));
            }
            std::memcpy(to, place.some.data() + at, (end - first) * sizeof(float));
        }
    }

    void score(const Step& step, Workplace& place) {
        if (step.hidden)
            crew_.share(step.tokens, [&](int token) {
                const size_t at = (size_t)token * net_.width;
                normed(room_.stream.data() + at, net_.last_norm, net_.width, step.hidden + at);
            });
        for (int row = 0; row < step.wanted; row++)
            normed(room_.stream.data() + step.wants[row] * net_.width, net_.last_norm, net_.width,
                   place.normed.data() + (size_t)row * net_.width);
        arrange_for(net_.head, place.normed.data(), net_.width, step.wanted, place);
        crew_.share(chunks_of(net_.head.rows), [&](int chunk) {
            product(net_.head, chunk * CHUNK, std::min((chunk + 1) * CHUNK, net_.head.rows), place.arranged.data(),
                    step.wanted, step.logits, net_.vocabulary);
        });
    }

    const Network net_;
    Crew crew_;
    std::vector<Workplace> places_;
    const int deepest_;  // of the matrices: numbers of an arranged row
    Room room_;
};
