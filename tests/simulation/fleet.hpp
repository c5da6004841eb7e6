// A fleet: streams, gateways that share one store, workers, a KMS, one clock; and all that can go wrong between them.
// Tests only. What happens is a list of steps, one line of text each, and the same list always does the same.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/window.hpp"
#include "simulation/invariants.hpp"
#include "simulation/random.hpp"
#include "simulation/subject.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::simulation {

/// `what` and up to three numbers; see fleet::take for what they mean. A number that is too large is taken modulo.
struct fleet_step {
    std::string what;
    std::size_t first = 0;
    std::size_t second = 0;
    std::size_t third = 0;
    friend bool operator==(fleet_step const&, fleet_step const&) = default;
};

inline std::string text_of(fleet_step const& s) {
    return s.what + ' ' + std::to_string(s.first) + ' ' + std::to_string(s.second) + ' ' + std::to_string(s.third);
}

inline std::string text_of(std::vector<fleet_step> const& steps) {
    std::string text;
    for (fleet_step const& each : steps) { text += text_of(each) + '\n'; }
    return text;
}

/// Reads what text_of wrote; lines that are no steps are left out.
inline std::vector<fleet_step> parse_steps(std::string const& text) {
    std::vector<fleet_step> steps;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        fleet_step s;
        if (words >> s.what >> s.first >> s.second >> s.third) { steps.push_back(s); }
    }
    return steps;
}

class fleet {
public:
    static constexpr std::size_t streams = 3;
    static constexpr std::size_t gateways = 3;

    fleet(subject const& of, bool queueing) : of_(of) {
        rules_.busy = queueing ? encryption::busy_answer::queue : encryption::busy_answer::resource_in_use;
        quota_.limit = 3;
    }

    /// What is broken after the step, if anything.
    char const* take(fleet_step const& s) {
        // ---- a gateway takes a call
        if (s.what == "create") { // gateway, stream, key
            call(s.first, s.second, encryption::create{.wanted = key_or_none(s.third)}, false);
        } else if (s.what == "start") { // gateway, stream, key
            call(s.first, s.second, encryption::start{*key_or_none(1 + s.third % 3), {}, {}}, true);
        } else if (s.what == "stop") { // gateway, stream
            call(s.first, s.second, encryption::stop{}, true);
        } else if (s.what == "delete") { // gateway, stream, forced
            call(s.first, s.second, encryption::remove{s.third % 2 == 1}, false);
            // ---- a worker performs an effect, whichever: they come in any order
        } else if (s.what == "perform") {
            with(effects_, s.first, false, [&](sent_effect const& e) { perform(e); });
        } else if (s.what == "perform_keep") { // it will be performed again
            with(effects_, s.first, true, [&](sent_effect const& e) { perform(e); });
        } else if (s.what == "lose_effect") {
            with(effects_, s.first, false, [](sent_effect const&) {});
        } else if (s.what == "die") { // a gateway, after its commits and before its effects
            std::erase_if(effects_, [&](sent_effect const& e) { return e.gateway == s.first % gateways; });
            // ---- the store hears how it went
        } else if (s.what == "hear") {
            with(answers_, s.first, false, [&](sent_answer const& e) { hear(e); });
        } else if (s.what == "hear_keep") { // it will be heard again
            with(answers_, s.first, true, [&](sent_answer const& e) { hear(e); });
        } else if (s.what == "lose_answer") {
            with(answers_, s.first, false, [](sent_answer const&) {});
            // ---- the world
        } else if (s.what == "tick") {
            now_ += std::chrono::milliseconds(s.first);
        } else if (s.what == "set_back") {
            now_ -= std::chrono::milliseconds(s.first);
        } else if (s.what == "key") { // key, how it is
            facts_[s.first % 2] = static_cast<key_mood>(s.second % 4);
        } else if (s.what == "sweep") { // stream: what is outstanding is sent again
            sweep(s.first % streams);
        } else if (s.what == "audit") { // grants that nobody needs are retired
            audit();
        }
        return look();
    }

    /// All is mended, and all messages arrive: what is left then?
    char const* come_to_rest() {
        for (key_mood& each : facts_) { each = key_mood::good; }
        for (int round = 0; round < 12; ++round) {
            for (std::size_t i = 0; i < streams; ++i) { sweep(i); }
            while (!effects_.empty()) { static_cast<void>(take({"perform"})); }
            while (!answers_.empty()) { static_cast<void>(take({"hear"})); }
            if (char const* broken = look()) { return broken; }
        }
        audit();
        if (char const* broken = look()) { return broken; }
        std::set<grant_id> needed;
        for (std::size_t i = 0; i < streams; ++i) {
            if (!cells_[i]) { continue; }
            state const& s = cells_[i]->encryption;
            if (s.pending) { return "in the end all work is done"; }
            if (!s.grants.scheduled.empty()) { return "in the end all retirements are done"; }
            if (s.effective && s.effective->key.needs_grant()) { needed.emplace(i, s.effective->attempt); }
        }
        std::set<grant_id> live;
        for (auto const& [id, of_key] : kms_) { live.insert(id); }
        return live == needed ? nullptr : "in the end KMS has the grants that are needed, and no others";
    }

private:
    struct cell {
        state encryption{};
        quota::window quota{};
    };
    struct sent_effect {
        std::size_t gateway;
        std::size_t stream;
        effect what;
    };
    struct sent_answer {
        std::size_t stream;
        command what;
    };
    using grant_id = std::pair<std::size_t, std::uint64_t>;
    enum class key_mood : unsigned char { good, disabled, no_more_grants, keeps_grants };

    static std::optional<key> key_or_none(std::size_t which) {
        switch (which % 4) {
        case 0: return std::nullopt;
        case 1: return own;
        case 2: return a;
        default: return b;
        }
    }
    [[nodiscard]] key_mood mood(key const& k) const { return facts_[k == a ? 0 : 1]; }

    template <class Queue, class F> void with(Queue& queue, std::size_t which, bool keep, F const& f) {
        if (queue.empty()) { return; }
        auto const at = queue.begin() + static_cast<std::ptrdiff_t>(which % queue.size());
        auto const taken = *at;
        if (!keep) { queue.erase(at); }
        f(taken);
    }

    // ---- commits

    /// One atomic update of a cell: the transition, and the charge with it.
    void call(std::size_t gateway, std::size_t stream, command what, bool charged) {
        gateway %= gateways;
        stream %= streams;
        // one that does not see what was committed in between
        std::optional<cell> const& found = of_.is(fault::update_not_atomic) ? before_[stream] : cells_[stream];
        if (auto* const made = std::get_if<encryption::create>(&what)) { made->attempts_before = 100 * ++creations_; }
        cell next = found.value_or(cell{});
        outcome const got = of_.step(next.encryption, what, rules_, now_);
        check_step(next.encryption, what, got);
        auto const* const d = std::get_if<decision>(&got);
        if (charged) {
            quota::quota_policy rules = quota_;
            if (of_.is(fault::one_call_too_many)) { ++rules.limit; }
            bool const forgets = of_.is(fault::clock_set_back_frees_calls);
            if (forgets && next.quota.latest > now_) { next.quota = {}; }
            if (d == nullptr && of_.is(fault::refused_call_charged) && found) {
                next.quota = quota::charge(std::move(next.quota), rules, now_);
                cells_[stream] = next;
            }
            if (d == nullptr) { return; }
            moments_[stream].latest = std::max(moments_[stream].latest, now_);
            std::size_t const counted = counted_calls(stream);
            bool const admitted = quota::peek(next.quota, rules, now_).admitted;
            if (admitted != (counted < quota_.limit)) {
                complain(admitted ? "never more calls than the quota in any 24 hours"
                                  : "no call is refused below the quota");
            }
            if (!admitted) { return; }
            moments_[stream].calls.push_back(moments_[stream].latest);
            if (!of_.is(fault::quota_not_charged)) { next.quota = quota::charge(std::move(next.quota), rules, now_); }
            if (of_.is(fault::quota_charged_twice)) { next.quota = quota::charge(std::move(next.quota), rules, now_); }
        }
        if (d == nullptr) { return; }
        if (std::holds_alternative<encryption::create>(what)) { moments_[stream] = {}; }
        next.encryption = d->next;
        commit(gateway, stream, std::move(next), *d);
    }

    void commit(std::size_t gateway, std::size_t stream, cell next, decision const& d) {
        before_[stream] = cells_[stream];
        if (!next.encryption.stream) {
            // the cell goes; what is still to be retired is kept beside it, in the same commit
            for (auto const& each : next.encryption.grants.scheduled) {
                left_over_.insert_or_assign({stream, each.attempt}, each.key);
            }
            cells_[stream].reset();
        } else {
            cells_[stream] = std::move(next);
        }
        send(gateway, stream, d);
    }

    void send(std::size_t gateway, std::size_t stream, decision const& d) {
        for (effect const& each : d.effects) {
            auto const id = encryption::id_of(std::to_string(stream), each);
            if (!sent_.insert(id).second) { complain("no two effects have one id"); }
            effects_.push_back({gateway, stream, each});
        }
    }

    void hear(sent_answer const& heard) {
        std::optional<cell>& found = cells_[heard.stream];
        if (auto const* const retired = std::get_if<encryption::grant_retired>(&heard.what)) {
            left_over_.erase({heard.stream, retired->attempt});
        }
        bool taken = false;
        if (found) {
            cell next = *found;
            outcome const got = of_.step(next.encryption, heard.what, rules_, now_);
            check_step(next.encryption, heard.what, got);
            if (auto const* const d = std::get_if<decision>(&got)) {
                taken = true;
                next.encryption = d->next;
                commit(heard.stream % gateways, heard.stream, std::move(next), *d);
            }
        }
        auto const* const made = std::get_if<encryption::grant_created>(&heard.what);
        if (made != nullptr && !taken && is_unneeded(heard.stream, made->attempt)) {
            kms_.erase({heard.stream, made->attempt}); // too late: nobody else knows of it
        }
    }

    // ---- the worker

    void answer(std::size_t stream, command what) { answers_.push_back({stream, std::move(what)}); }

    void perform(sent_effect const& e) {
        std::visit([&](auto const& what) { carry_out(e.stream, what); }, e.what);
    }

    void carry_out(std::size_t stream, encryption::create_grant const& e) {
        using enum DeliveryStreamFailureType;
        if (mood(e.key) == key_mood::disabled) {
            answer(stream, encryption::grant_refused{e.attempt, DISABLED_KMS_KEY});
        } else if (mood(e.key) == key_mood::no_more_grants) {
            answer(stream, encryption::grant_refused{e.attempt, CREATE_KMS_GRANT_FAILED});
        } else {
            kms_.insert_or_assign({stream, e.attempt}, e.key);
            answer(stream, encryption::grant_created{e.attempt});
        }
    }

    void carry_out(std::size_t stream, encryption::begin_work const& e) {
        using enum DeliveryStreamFailureType;
        std::optional<cell> const& found = cells_[stream];
        bool const current = found && found->encryption.pending && found->encryption.pending->attempt == e.attempt;
        if (!current) {
            answer(stream, encryption::work_succeeded{e.attempt}); // a worker that knows nothing better
            return;
        }
        state const& s = found->encryption;
        bool const stops = e.kind == work_kind::disabling || e.kind == work_kind::deleting;
        bool const kept = s.effective && s.effective->key.needs_grant() &&
                          mood(s.effective->key) == key_mood::keeps_grants && !s.pending->forced;
        if (stops && kept) {
            answer(stream, encryption::work_failed{e.attempt, RETIRE_KMS_GRANT_FAILED});
        } else if (encryption::wants_grant(s) && !kms_.contains({stream, e.attempt})) {
            answer(stream, encryption::work_failed{e.attempt, CREATE_KMS_GRANT_FAILED});
        } else if (encryption::wants_grant(s) && mood(*s.attempted) == key_mood::disabled) {
            answer(stream, encryption::work_failed{e.attempt, DISABLED_KMS_KEY});
        } else {
            answer(stream, encryption::work_succeeded{e.attempt});
        }
    }

    void retire(std::size_t stream, std::uint64_t attempt, key const& of_key) {
        if (mood(of_key) == key_mood::keeps_grants) {
            answer(stream, encryption::retirement_refused{attempt});
        } else {
            kms_.erase({stream, attempt});
            answer(stream, encryption::grant_retired{attempt});
        }
    }
    void carry_out(std::size_t stream, encryption::schedule_retirement const& e) { retire(stream, e.attempt, e.key); }
    void carry_out(std::size_t stream, encryption::retire_after_delivery const& e) { retire(stream, e.attempt, e.key); }

    // ---- what mends

    void sweep(std::size_t stream) {
        if (cells_[stream]) {
            for (effect const& each : of_.outstanding(cells_[stream]->encryption)) {
                effects_.push_back({stream % gateways, stream, each});
            }
        }
        if (of_.is(fault::retirements_not_outstanding)) { return; }
        for (auto const& [id, of_key] : left_over_) {
            if (id.first == stream) {
                effects_.push_back({0, stream, encryption::retire_after_delivery{id.second, of_key}});
            }
        }
    }

    [[nodiscard]] bool is_unneeded(std::size_t stream, std::uint64_t attempt) const {
        std::optional<cell> const& found = cells_[stream];
        return !found || of_.standing_of(found->encryption, attempt) == encryption::grant_standing::none;
    }

    void audit() {
        std::erase_if(kms_, [&](auto const& each) {
            return is_unneeded(each.first.first, each.first.second) && !left_over_.contains(each.first);
        });
    }

    // ---- what must be so

    void complain(char const* what) {
        if (complaint_ == nullptr) { complaint_ = what; }
    }
    void check_step(state const& from, command const& what, outcome const& got) {
        if (char const* broken = broken_step(from, what, rules_, now_, got)) { complain(broken); }
    }

    /// Accepted calls of the last 24 hours. A clock that is set back stands still.
    [[nodiscard]] std::size_t counted_calls(std::size_t stream) const {
        auto const& m = moments_[stream];
        return static_cast<std::size_t>(
            std::ranges::count_if(m.calls, [&](instant call) { return m.latest - call < quota_.period; }));
    }

    char const* look() {
        for (std::size_t i = 0; i < streams && complaint_ == nullptr; ++i) {
            if (!cells_[i]) { continue; }
            state const& s = cells_[i]->encryption;
            if (char const* broken = broken_state(s, rules_)) { complain(broken); }
            if (char const* broken = broken_answers(of_, s, rules_, now_)) { complain(broken); }
            if (s.effective && s.effective->key.needs_grant()) {
                auto const found = kms_.find({i, s.effective->attempt});
                bool const held = found != kms_.end() && found->second == s.effective->key;
                if (!held) { complain("a key in effect has its grant"); }
            }
            auto const verdict = quota::peek(cells_[i]->quota, quota_, std::max(now_, moments_[i].latest));
            std::size_t const counted = moments_[i].at(std::max(now_, moments_[i].latest), quota_.period);
            if (verdict.left + counted != quota_.limit && counted <= quota_.limit) {
                complain("the quota counts the calls that were accepted");
            }
        }
        return complaint_;
    }

    struct call_log {
        std::vector<instant> calls{};
        instant latest = instant::min();
        [[nodiscard]] std::size_t at(instant moment, std::chrono::milliseconds period) const {
            return static_cast<std::size_t>(
                std::ranges::count_if(calls, [&](instant call) { return moment - call < period; }));
        }
    };

    subject const& of_;
    policy rules_{};
    quota::quota_policy quota_{};
    instant now_{std::chrono::hours(500'000)};
    std::optional<cell> cells_[streams];
    std::optional<cell> before_[streams]; // what the latest commit of each replaced
    call_log moments_[streams];
    std::map<grant_id, key> left_over_{};
    std::map<grant_id, key> kms_{};
    key_mood facts_[2] = {key_mood::good, key_mood::good};
    std::vector<sent_effect> effects_{};
    std::vector<sent_answer> answers_{};
    std::set<encryption::effect_id> sent_{};
    std::uint64_t creations_ = 0;
    char const* complaint_ = nullptr;
};

inline fleet_step random_step(dice& d) {
    auto const with = [&](char const* what) { return fleet_step{what, d.below(12), d.below(12), d.below(12)}; };
    switch (d.below(24)) {
    case 0:
    case 1: return with("create");
    case 2:
    case 3:
    case 4: return with("start");
    case 5: return with("stop");
    case 6: return d.one_in(2) ? with("delete") : with("stop");
    case 7:
    case 8:
    case 9:
    case 10: return with("perform");
    case 11: return with("perform_keep");
    case 12: return d.one_in(2) ? with("lose_effect") : with("lose_answer");
    case 13: return d.one_in(3) ? with("die") : with("sweep");
    case 14:
    case 15:
    case 16:
    case 17:
    case 18: return with("hear");
    case 19: return with("hear_keep");
    case 20: {
        constexpr std::size_t spans[] = {1, 1'000, 5'000, 3'600'000, 8 * 3'600'000};
        return {"tick", spans[d.below(std::size(spans))], 0, 0};
    }
    case 21: return d.one_in(3) ? fleet_step{"set_back", 3'600'000, 0, 0} : with("sweep");
    case 22: return with("key");
    default: return d.one_in(2) ? with("audit") : with("sweep");
    }
}

/// What is broken by these steps, if anything.
inline char const* run(subject const& of, bool queueing, std::vector<fleet_step> const& steps) {
    fleet f(of, queueing);
    for (fleet_step const& each : steps) {
        if (char const* broken = f.take(each)) { return broken; }
    }
    return f.come_to_rest();
}

struct fleet_result {
    std::size_t runs = 0;
    std::size_t steps = 0;
    std::string broken{};
    std::uint64_t seed = 0;
    bool queueing = false;
    std::vector<fleet_step> least{};
};

/// Runs of `length` random steps; an even seed has the queue.
inline fleet_result simulate(subject const& of, std::uint64_t seed, std::size_t runs, std::size_t length) {
    fleet_result r;
    for (; r.runs < runs; ++r.runs) {
        r.seed = seed + r.runs;
        r.queueing = r.seed % 2 == 0;
        dice d(r.seed);
        std::vector<fleet_step> steps(length);
        for (fleet_step& each : steps) { each = random_step(d); }
        r.steps += length;
        char const* const broken = run(of, r.queueing, steps);
        if (broken == nullptr) { continue; }
        r.broken = broken;
        r.least =
            shrunk(steps, [&](std::vector<fleet_step> const& fewer) { return run(of, r.queueing, fewer) != nullptr; });
        return r;
    }
    return r;
}

} // namespace firehose_sse::simulation
