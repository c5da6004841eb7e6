// A few stores for many threads: each update has one to itself.
// Level 6 (integration). Knows neither what a cell means nor where it is kept.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/integration/detail/bounded_wait.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace firehose_sse::integration {

/// How many stores a pool makes, and how long a thread waits for one.
struct store_pool_options {
    std::size_t size = 4;
    /// The longest wait for a free store; after it, the update fails with too_slow.
    std::chrono::milliseconds patience{500};
};

/// A cell_store for any number of threads, made of at most `size` stores that are for one thread each: redis_stores,
/// each with a connection of its own. `make` makes them when they are first needed; the store used last is used next. A
/// store that failed is dropped, and another is made in its place when it is needed.
/// An update function must not call the pool that runs it: the pool could wait for itself.
///
/// *Example:* `store_pool<store> pool([&] { return store(hiredis_connection(options), {policy}); }, {.size = 8});`
template <class Store> class store_pool {
public:
    explicit store_pool(std::function<Store()> make, store_pool_options const& options = {})
        : make_(std::move(make)),
          patience_(detail::bounded_wait(options.patience)),
          unmade_(std::max<std::size_t>(options.size, 1)) {
        idle_.reserve(unmade_); // so that giving a store back cannot fail
    }

    /// See the store's own update().
    template <class Key, class F>
    auto update(Key const& key, F&& f) -> decltype(std::declval<Store&>().update(key, std::forward<F>(f))) {
        lease leased(*this);
        if (!leased.store) { return quota::store_error::too_slow; }
        auto answer = leased.store->update(key, std::forward<F>(f));
        leased.keep(answer.has_value() || says_nothing_of_the_store(answer.error()));
        return answer;
    }

    /// See the store's own update_all().
    template <class Keys, class F>
    auto update_all(Keys const& keys, F&& f) -> decltype(std::declval<Store&>().update_all(keys, std::forward<F>(f))) {
        using answers = decltype(std::declval<Store&>().update_all(keys, std::forward<F>(f)));
        lease leased(*this);
        if (!leased.store) { return answers(keys.size(), typename answers::value_type(quota::store_error::too_slow)); }
        auto result = leased.store->update_all(keys, std::forward<F>(f));
        leased.keep(std::ranges::all_of(
            result, [](auto const& each) { return each.has_value() || says_nothing_of_the_store(each.error()); }));
        return result;
    }

private:
    // A store that is taken from the pool until the end of an update.
    struct lease {
        explicit lease(store_pool& from) : pool(from), store(from.take()) {}
        lease(lease const&) = delete;
        lease& operator=(lease const&) = delete;
        ~lease() {
            if (store) { pool.give_back(is_good ? std::move(store) : nullptr); }
        }
        void keep(bool good) noexcept { is_good = good; }

        store_pool& pool;
        std::unique_ptr<Store> store;
        bool is_good = true; // also when the update function throws
    };

    static constexpr bool says_nothing_of_the_store(quota::store_error error) noexcept {
        using quota::store_error;
        return error == store_error::full || error == store_error::contended || error == store_error::wrong_type ||
               error == store_error::corrupt_cell;
    }

    std::unique_ptr<Store> take() {
        {
            std::unique_lock lock(mutex_);
            if (!returned_.wait_for(lock, patience_, [&] { return !idle_.empty() || unmade_ > 0; })) { return nullptr; }
            if (!idle_.empty()) {
                auto store = std::move(idle_.back());
                idle_.pop_back();
                return store;
            }
            --unmade_;
        }
        // Made without the lock; when it cannot be made, its place goes back to the pool.
        struct rollback {
            store_pool* pool;
            ~rollback() {
                if (pool) { pool->give_back(nullptr); }
            }
        } undo{this};
        auto store = std::make_unique<Store>(make_());
        undo.pool = nullptr;
        return store;
    }

    void give_back(std::unique_ptr<Store> store) noexcept {
        {
            std::scoped_lock const lock(mutex_);
            if (store) {
                idle_.push_back(std::move(store));
            } else {
                ++unmade_;
            }
        }
        returned_.notify_one();
    }

    std::function<Store()> make_;
    std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Store>> idle_;
    std::size_t unmade_; // how many more may be made
};

} // namespace firehose_sse::integration
