// An in-memory Firehose: the library's pure decisions over a memory_store, with a clock and faults that can be set.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/gateway/throttle.hpp>
#include <firehose_sse/operation/operations.hpp>
#include <firehose_sse/operation/rated_put.hpp>
#include <firehose_sse/operation/shared_call.hpp>
#include <firehose_sse/quota/memory_store.hpp>
#include "key_users.hpp"
#include "movable_clock.hpp"
#include "quota_gate.hpp"
#include "record_counter.hpp"
#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gateway_example {

namespace op = firehose_sse::operation;
namespace gw = firehose_sse::gateway;

/// What belongs to a call besides its input.
struct call_facts {
    /// Unique to the call.
    std::string_view request_id;
    /// The same each time that the call is sent again.
    std::optional<sse::quota::call_token> token;
    /// Result: what the shared quota said, if it was asked.
    std::optional<sse::quota::reservation> held{};
    /// Result: the limit that refused the call, or some of its records.
    std::optional<op::limit_kind> reached{};
};

/// The shared quota did not answer, and nobody may decide in its place.
struct quota_unavailable : std::exception {
    /// The name of the stream; any text under --rule-off.
    std::string stream;
    explicit quota_unavailable(std::string name) : stream(std::move(name)) {}
    char const* what() const noexcept override { return "the shared quota did not answer"; }
};

/// Everything behind the operations. Safe to use from any number of threads.
class memory_service {
public:
    /// Without a `shared` quota, each stream's quota is kept with the stream. Callers choose the names of streams, so
    /// `seed` must be random and secret.
    memory_service(op::policy rules, sse::quota::hash_seed seed, std::unique_ptr<quota_gate> shared)
        : rules_(std::move(rules)),
          shared_(std::move(shared)),
          store_(store_clock{this}, {.hash_seed = seed}),
          control_calls_(store_clock{this}, 1),
          puts_(store_clock{this}, {.hash_seed = seed,
                                    .ends_at =
                                        [this](sse::quota::put_buckets const& each) {
                                            return sse::quota::full_at(each, *rules_.put_rate);
                                        }}),
          facts_(std::make_shared<facts const>()) {}
    memory_service(memory_service const&) = delete;
    memory_service& operator=(memory_service const&) = delete;

    [[nodiscard]] op::policy const& rules() const noexcept { return rules_; }
    [[nodiscard]] bool has_shared_quota() const noexcept { return shared_ != nullptr; }

    /// The answer to a call of the control plane that exceeds the rate; nothing when it does not.
    [[nodiscard]] std::optional<gw::response> throttle(gw::need_body const& wanted, gw::request_ids const& ids,
                                                       gw::error_type_header header) {
        return gw::throttle(wanted, control_calls_, rules_, ids, header);
    }

    /// Answers one call. *Errors:* quota_unavailable.
    template <class Op> [[nodiscard]] op::answer<Op> perform(typename Op::input const& input, call_facts& call) {
        auto const known = current_facts();
        op::context with{rules_, known->keys, known->caller, 0, call.request_id, call.token};
        if constexpr (std::same_as<Op, op::ListDeliveryStreams>) {
            return Op::decide(list(), input);
        } else if constexpr (std::same_as<Op, op::CreateDeliveryStream>) {
            std::scoped_lock const lock(counting_);
            if (store_.size() >= rules_.max_streams) { catch_up_all(); }
            with.stream_count = store_.size();
            auto answer = update_with_key<Op>(input, with, call);
            if (std::holds_alternative<typename Op::output>(answer)) { records_.forget(input.DeliveryStreamName); }
            return answer;
        } else if constexpr (std::same_as<Op, op::StartDeliveryStreamEncryption>) {
            return update_with_key<Op>(input, with, call);
        } else {
            auto answer = update<Op>(input, with, call);
            if constexpr (op::is_put<Op>) {
                if (auto const* taken = std::get_if<typename Op::output>(&answer)) { count_records(input, *taken); }
            }
            return answer;
        }
    }

    /// Moves the clock forward. Work that was due before ends first.
    void advance_clock(std::chrono::milliseconds by) {
        catch_up_all();
        clock_.advance(by);
    }
    [[nodiscard]] movable_clock const& clock() const noexcept { return clock_; }

    /// From now on KMS answers about this key as `change(key_facts&)` makes it. Work that is already due still ends by
    /// the old facts. Returns the new facts.
    template <class F> sse::encryption::key_facts change_key(std::string const& arn, F const& change) {
        sse::encryption::key_facts made;
        change_facts([&](facts& next) {
            auto& of_key = next.keys.known[arn];
            change(of_key);
            made = of_key;
        });
        return made;
    }
    [[nodiscard]] sse::encryption::key_directory keys() const { return current_facts()->keys; }

    /// From now on callers have session credentials of this age, or none.
    void set_credential_age(std::optional<std::chrono::seconds> age) {
        change_facts([&](facts& next) { next.caller.credential_age = age; });
    }

    /// The next `count` calls of `operation` are to be answered with `error`; 0 takes it back.
    void set_error(std::string operation, std::string error, std::uint64_t count) {
        std::scoped_lock const lock(errors_mutex_);
        if (count == 0) {
            errors_.erase(operation);
        } else {
            errors_.insert_or_assign(std::move(operation), std::pair(std::move(error), count));
        }
    }

    /// The error to answer this call with, if one was set.
    [[nodiscard]] std::optional<std::string> take_error(std::string_view operation) {
        std::scoped_lock const lock(errors_mutex_);
        auto const found = errors_.find(operation);
        if (found == errors_.end()) { return std::nullopt; }
        auto& [error, left] = found->second;
        std::string taken = error;
        if (--left == 0) { errors_.erase(found); }
        return taken;
    }

    [[nodiscard]] record_counter const& records() const noexcept { return records_; }

    /// Every stream as it stands now, in order of the names.
    [[nodiscard]] std::vector<op::stream_record> streams() {
        catch_up_all();
        std::vector<op::stream_record> all;
        for (auto const& key : store_.keys()) {
            if (auto record = store_.read(key)) { all.push_back(*std::move(record)); }
        }
        return all;
    }

private:
    struct store_clock {
        memory_service const* service;
        sse::instant operator()() const { return service->clock_.now(); }
    };
    using store = sse::quota::memory_store<op::stream_record, store_clock>;

    /// What the control path can change; replaced as a whole, so that a call sees one version of it.
    struct facts {
        sse::encryption::key_directory keys;
        sse::encryption::caller_facts caller;
    };

    [[nodiscard]] std::shared_ptr<facts const> current_facts() const {
        std::scoped_lock const lock(facts_mutex_);
        return facts_;
    }

    template <class F> void change_facts(F&& change) {
        catch_up_all();
        std::scoped_lock const lock(facts_mutex_);
        auto next = std::make_shared<facts>(*facts_);
        change(*next);
        facts_ = std::move(next);
    }

    template <class Input> [[nodiscard]] static sse::encryption::key wanted_key(Input const& input) {
        return op::StartDeliveryStreamEncryption::wanted_key(input.DeliveryStreamEncryptionConfigurationInput);
    }

    /// What an update returns besides its answer: the keys for which the stream counted before, and counts after.
    template <class Answer> struct told {
        Answer answer;
        key_users::arns before{};
        key_users::arns after{};
        bool erased = false;
    };

    /// Updates a stream's cell with `decide(cell, now)`, and keeps count of the keys' users.
    template <class Answer, class F> [[nodiscard]] Answer update_cell(std::string_view name, F const& decide) {
        using next = sse::quota::next<op::stream_record, told<Answer>>;
        auto done = store_.update(name, [&](std::optional<op::stream_record> const& cell, sse::instant now) -> next {
            sse::quota::next<op::stream_record, Answer> decided = decide(cell, now);
            told<Answer> tells{std::move(decided.answer)};
            if (decided.change != sse::quota::cell_change::keep) {
                tells.before = key_users::of_stream(cell);
                tells.after = key_users::of_stream(decided.cell);
                tells.erased = decided.change == sse::quota::cell_change::erase;
            }
            return {decided.change, std::move(decided.cell), std::move(tells)};
        });
        auto& told_of = done.value(); // a store without a bound is never full
        key_users_.change(told_of.before, told_of.after);
        if (told_of.erased) { records_.forget(name); }
        return std::move(told_of.answer);
    }

    /// The streams' cells as operations see them. `watch.guard()` is held during an update, and `watch.look(cell)` is
    /// shown a cell before it is decided on.
    template <class Watch> struct cells {
        memory_service& service;
        Watch& watch;

        template <class F> auto update(std::string_view name, F&& decide) {
            using answer = sse::quota::update_answer<F, op::stream_record>;
            [[maybe_unused]] auto const held = watch.guard();
            auto const shown = [&](std::optional<op::stream_record> const& cell, sse::instant now) {
                watch.look(cell);
                return decide(cell, now);
            };
            return sse::quota::stored<answer>(service.update_cell<answer>(name, shown));
        }
    };

    struct no_watch {
        [[nodiscard]] std::nullptr_t guard() const noexcept { return nullptr; }
        void look(std::optional<op::stream_record> const&) const noexcept {}
    };

    /// Counts how many other streams have the key that a call asks for. It holds `counting_` during each update, but
    /// not between updates, when it may have to wait for a shared quota.
    struct key_watch {
        memory_service& service;
        std::string const& arn;
        sse::encryption::key_facts& wanted;
        /// Create counts streams too, and holds `counting_` all the time.
        bool is_held;
        std::size_t streams = 0;

        [[nodiscard]] std::unique_lock<std::mutex> guard() {
            std::unique_lock lock(service.counting_, std::defer_lock);
            if (!is_held) { lock.lock(); }
            if (service.key_users_.count(arn) >= service.rules_.encryption.max_streams_per_key) {
                service.catch_up_all();
            }
            streams = service.key_users_.count(arn); // can only become smaller until the decision
            return lock;
        }
        void look(std::optional<op::stream_record> const& cell) {
            auto const of_cell = key_users::of_stream(cell);
            bool const own = std::ranges::find(of_cell, arn) != of_cell.end();
            wanted.other_streams = own && streams > 0 ? streams - 1 : streams;
        }
    };

    template <class Op, class Watch>
    [[nodiscard]] op::answer<Op> decide(typename Op::input const& input, op::context const& with, call_facts& call,
                                        Watch watch) {
        cells<Watch> streams{*this, watch};
        std::string const& name = input.DeliveryStreamName.value;
        if constexpr (op::is_charged<Op>) {
            if (shared_) {
                auto reply = op::perform_shared<Op>(streams, name, *shared_, quota_key(name), input, with).value();
                call.held = reply.held;
                if (!reply.reply) { throw quota_unavailable(name); }
                return tell(*std::move(reply.reply), call);
            }
        }
        if constexpr (op::is_put<Op>) {
            return tell(op::perform_rated<Op>(streams, name, puts_, name, input, with).value(), call);
        }
        // no effect has to be carried out: grants are facts of the keys, and work ends by the clock
        auto const perform = [&](std::optional<op::stream_record> const& cell, sse::instant now) {
            return op::perform<Op>(cell, input, with, now);
        };
        return tell(streams.update(name, perform).value(), call);
    }

    template <class Op> [[nodiscard]] static op::answer<Op> tell(op::reply<Op> reply, call_facts& call) {
        call.reached = reply.reached;
        return std::move(reply.answer);
    }

    template <class Op>
    [[nodiscard]] op::answer<Op> update(typename Op::input const& input, op::context const& with, call_facts& call) {
        return decide<Op>(input, with, call, no_watch{});
    }

    /// The same for an operation that may ask for a customer's key: it looks at how many other streams have the key.
    template <class Op>
    [[nodiscard]] op::answer<Op> update_with_key(typename Op::input const& input, op::context with, call_facts& call) {
        auto const key = wanted_key(input);
        if (!key.needs_grant()) { return update<Op>(input, with, call); }
        auto keys = with.keys;
        auto& wanted = keys.known[key.arn];
        constexpr bool is_held = std::same_as<Op, op::CreateDeliveryStream>;
        return decide<Op>(input, with.with_keys(keys), call, key_watch{*this, key.arn, wanted, is_held});
    }

    /// The stream's name in the shared quota: other accounts and regions may use the same store.
    [[nodiscard]] std::string quota_key(std::string_view stream) const {
        return rules_.account_id + ':' + rules_.region + ':' + std::string(stream);
    }

    void count_records(sse::model::PutRecordInput const& input, sse::model::PutRecordOutput const&) {
        records_.add(input.DeliveryStreamName, {1, input.Record.Data.bytes.size()});
    }
    void count_records(sse::model::PutRecordBatchInput const& input, sse::model::PutRecordBatchOutput const& output) {
        record_counter::totals more;
        for (std::size_t i = 0; i < input.Records.size(); ++i) {
            if (output.RequestResponses[i].ErrorCode) { continue; }
            ++more.records;
            more.bytes += input.Records[i].Data.bytes.size();
        }
        records_.add(input.DeliveryStreamName, more);
    }

    void catch_up_all() {
        for (auto const& key : store_.keys()) { static_cast<void>(catch_up_and_list(key)); }
    }

    [[nodiscard]] std::vector<op::listed_stream> list() {
        std::vector<op::listed_stream> all;
        for (auto const& key : store_.keys()) {
            if (auto listed = catch_up_and_list(key)) { all.push_back(*std::move(listed)); }
        }
        return all;
    }

    [[nodiscard]] std::optional<op::listed_stream> catch_up_and_list(std::string const& key) {
        using listed = std::optional<op::listed_stream>;
        using next = sse::quota::next<op::stream_record, listed>;
        auto const known = current_facts();
        op::context const with{rules_, known->keys};
        auto const look = [&](std::optional<op::stream_record> const& cell, sse::instant now) -> next {
            if (!cell) { return next::keep(std::nullopt); }
            listed shown = op::listed_stream{key, cell->encryption.source};
            if (!op::is_due(*cell, now)) { return next::keep(std::move(shown)); }
            auto caught = op::catch_up(*cell, with, now);
            return caught ? next::put(*std::move(caught), std::move(shown)) : next::erase(std::nullopt);
        };
        return update_cell<listed>(key, look);
    }

    op::policy rules_;
    std::unique_ptr<quota_gate> shared_;
    movable_clock clock_;
    store store_;
    sse::quota::memory_store<sse::quota::token_bucket, store_clock> control_calls_;
    sse::quota::memory_store<sse::quota::put_buckets, store_clock> puts_;
    record_counter records_;
    key_users key_users_;
    /// Held by operations that add a stream, or a customer key to a stream: one at a time, so that counts are exact.
    std::mutex counting_;
    mutable std::mutex facts_mutex_;
    std::shared_ptr<facts const> facts_;
    std::mutex errors_mutex_;
    std::map<std::string, std::pair<std::string, std::uint64_t>, std::less<>> errors_;
};

} // namespace gateway_example
