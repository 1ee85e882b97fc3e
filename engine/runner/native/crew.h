// Threads that take the same walk together: whoever is free takes the next item, and all meet before the next stretch.
// Items are claimed one by one, so that a thread whose core is busy with something else holds up the others least.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

static inline void breathe() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

class Crew {
  public:
    explicit Crew(int threads) : size(threads) {
        for (int number = 1; number < threads; number++) others_.emplace_back([this, number] { serve(number); });
    }

    ~Crew() {
        {
            std::lock_guard<std::mutex> held(lock_);
            ends_ = true;
            round_.fetch_add(1);
        }
        awake_.notify_all();
        for (auto& other : others_) other.join();
    }

    // Every thread calls `walk(number)`; returns when all have come back.
    void go(const std::function<void(int)>& walk) {
        walk_ = &walk;
        {
            std::lock_guard<std::mutex> held(lock_);
            round_.fetch_add(1);
        }
        awake_.notify_all();
        walk(0);
        meet();
    }

    // Called by every thread of a walk with the same arguments: each item is done by one of them, and all are done when
    // it returns.
    template <typename Work>
    void share(int items, const Work& work) {
        for (int item = claimed_.fetch_add(1); item < items; item = claimed_.fetch_add(1)) work(item);
        meet();
    }

    const int size;

  private:
    static constexpr int SPINS = 2000;        // looks before the core is offered to others: about 50 microseconds
    static constexpr int IDLE_SPINS = 20000;  // looks before a thread sleeps until the next walk

    void meet() {
        const unsigned turn = turn_.load();
        if (arrived_.fetch_add(1) + 1 == size) {
            claimed_.store(0);  // by the last to come, before anybody claims again
            arrived_.store(0);
            turn_.store(turn + 1);
            return;
        }
        for (int looks = 0; turn_.load(std::memory_order_acquire) == turn; looks++)
            looks < SPINS ? breathe() : std::this_thread::yield();
    }

    void serve(int number) {
        for (unsigned seen = 0;; seen++) {
            for (int looks = 0; looks < IDLE_SPINS && round_.load(std::memory_order_acquire) == seen; looks++) breathe();
            if (round_.load() == seen) {
                std::unique_lock<std::mutex> held(lock_);
                awake_.wait(held, [&] { return round_.load() != seen; });
            }
            if (ends_) return;
            (*walk_)(number);
            meet();
        }
    }

    std::vector<std::thread> others_;
    std::mutex lock_;
    std::condition_variable awake_;
    const std::function<void(int)>* walk_ = nullptr;
    bool ends_ = false;
    alignas(64) std::atomic<unsigned> round_{0};
    alignas(64) std::atomic<int> arrived_{0};
    alignas(64) std::atomic<unsigned> turn_{0};
    alignas(64) std::atomic<int> claimed_{0};
};
