// A fleet: streams, gateways that take requests and share one store, workers, a KMS, one clock; and all that can go
// wrong between them. Tests only. What happens is a list of steps, one line of text each, and the same list always does
// the same.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "simulation/door.hpp"
#include "simulation/invariants.hpp"
#include "simulation/random.hpp"
#include "simulation/subject.hpp"
#include <algorithm>
#include <boost/describe/enum.hpp>
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

/// Reads what text_of wrote; blank lines are skipped. Nothing when a line is no step: the text is then not the one that
/// failed. fleet::take knows which words there are.
inline std::optional<std::vector<fleet_step>> parse_steps(std::string const& text) {
    std::vector<fleet_step> steps;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        fleet_step s;
        if (!(words >> s.what)) { continue; }
        std::string more;
        bool const good = words >> s.first >> s.second >> s.third && !(words >> more);
        if (!good) { return std::nullopt; }
        steps.push_back(s);
    }
    return steps;
}

/// How a fleet is set up. Work ends in one of two ways, and a fleet has either: its workers perform the effects and a
/// host hands their acknowledgements to the life cycle, or work ends by the clock, as a service without workers has it
/// (operation::perform catches up). In one fleet they would contradict each other: the clock ends an attempt whose
/// grant no worker has made, and acknowledges retirements of which KMS has not heard.
struct fleet_kind {
    bool queueing = false;
    bool by_clock = false;
};

inline std::string text_of(fleet_kind const& k) {
    return std::string(k.queueing ? "with" : "without") + " the queue, work ends by " +
           (k.by_clock ? "the clock" : "acknowledgements");
}

/// What KMS does with a key, until it changes.
BOOST_DEFINE_FIXED_ENUM_CLASS(key_mood, unsigned char, good, disabled, no_more_grants, makes_no_grants, keeps_grants)

class fleet {
public:
    static constexpr std::size_t streams = 3;
    static constexpr std::size_t gateways = 3;

    fleet(subject const& of, fleet_kind kind) : of_(of), kind_(kind), rules_(rules_of(kind)) {}

    /// What is broken after the step, if anything.
    char const* take(fleet_step const& s) {
        using namespace operation;
        std::size_t const gateway = s.first % gateways;
        std::size_t const stream = s.second % streams;
        // ---- a gateway takes a request
        if (s.what == "create") { // gateway, stream, key and session
            create(gateway, stream, key_or_none(s.third), session(s.third / 4));
        } else if (s.what == "start") { // gateway, stream, key and session
            start(gateway, stream, *key_or_none(1 + s.third % 3), session(s.third / 3));
        } else if (s.what == "stop") { // gateway, stream
            call<StopDeliveryStreamEncryption>(gateway, stream, {door::name_of(stream)}, encryption::stop{});
        } else if (s.what == "delete") { // gateway, stream, forced
            bool const forced = s.third % 2 == 1;
            call<DeleteDeliveryStream>(gateway, stream, {door::name_of(stream), forced}, encryption::remove{forced});
        } else if (s.what == "describe") { // gateway, stream
            describe(gateway, stream);
        } else if (s.what == "put") { // gateway, stream
            put(gateway, stream);
            // ---- a worker performs an effect, any of them: they come in any order
        } else if (s.what == "perform") {
            with(effects_, s.first, false, [&](sent_effect const& e) { perform(e); });
        } else if (s.what == "perform_keep") { // it will be performed again
            with(effects_, s.first, true, [&](sent_effect const& e) { perform(e); });
        } else if (s.what == "lose_effect") {
            with(effects_, s.first, false, [](sent_effect const&) {});
        } else if (s.what == "die") { // a gateway, after its commits and before its effects
            std::erase_if(effects_, [&](sent_effect const& e) { return e.gateway == gateway; });
            // ---- the store hears how it went
        } else if (s.what == "hear") {
            with(answers_, s.first, false, [&](sent_answer const& e) { hear(e); });
        } else if (s.what == "hear_keep") { // it will be heard again
            with(answers_, s.first, true, [&](sent_answer const& e) { hear(e); });
        } else if (s.what == "lose_answer") {
            with(answers_, s.first, false, [](sent_answer const&) {});
            // ---- the world
        } else if (s.what == "tick") {
            clock_ += std::chrono::milliseconds(s.first);
        } else if (s.what == "set_back") {
            clock_ -= std::chrono::milliseconds(s.first);
        } else if (s.what == "key") { // key, how it is
            set_mood(s.first % 2, all_moods[s.second % all_moods.size()].value);
        } else if (s.what == "sweep") { // stream: what is outstanding is sent again
            if (!kind_.by_clock) { sweep(s.first % streams); }
        } else if (s.what == "audit") { // grants that nobody needs are retired
            audit();
        } else {
            require(false, "a step has a word that is known");
        }
        return look();
    }

    /// Makes the keys good and lets all messages arrive. What is broken then, if anything.
    char const* come_to_rest() {
        set_mood(0, key_mood::good);
        set_mood(1, key_mood::good);
        return kind_.by_clock ? rest_by_the_clock() : rest_by_acknowledgements();
    }

private:
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
    static constexpr auto const& all_moods = reflect::enumerators<key_mood>;
    static constexpr std::size_t too_old_session = 2;

    static operation::policy rules_of(fleet_kind kind) {
        operation::policy rules;
        rules.encryption.busy =
            kind.queueing ? encryption::busy_answer::queue : encryption::busy_answer::resource_in_use;
        rules.quota.limit = 3;
        rules.work = kind.by_clock ? std::chrono::milliseconds(10s) : std::chrono::hours(24 * 365 * 50);
        return rules;
    }
    [[nodiscard]] policy const& life_cycle() const { return rules_.encryption; }
    [[nodiscard]] state const* state_of(std::size_t stream) const {
        return door_[stream] ? &door_[stream]->encryption : nullptr;
    }

    static std::optional<key> key_or_none(std::size_t which) {
        switch (which % 4) {
        case 0: return std::nullopt;
        case 1: return own;
        case 2: return a;
        default: return b;
        }
    }
    /// No session, one that is as old as allowed, one that is too old, or a new one.
    [[nodiscard]] encryption::caller_facts session(std::size_t which) const {
        switch (which % 4) {
        case 0: return {};
        case 1: return {life_cycle().max_credential_age};
        case too_old_session: return {life_cycle().max_credential_age + 1s};
        default: return {0s};
        }
    }
    [[nodiscard]] key_mood mood(key const& k) const { return moods_[k == a ? 0 : 1]; }
    void set_mood(std::size_t which, key_mood next) {
        using encryption::key_state;
        moods_[which] = next;
        auto& facts = keys_.known[which == 0 ? a.arn : b.arn];
        facts = {.state = next == key_mood::disabled         ? key_state::disabled
                          : next == key_mood::no_more_grants ? key_state::grant_limit
                                                             : key_state::enabled,
                 .create_grant_fails = next == key_mood::makes_no_grants,
                 .retire_grant_fails = next == key_mood::keeps_grants};
    }

    template <class Queue, class F> void with(Queue& queue, std::size_t which, bool keep, F const& f) {
        if (queue.empty()) { return; }
        auto const at = queue.begin() + static_cast<std::ptrdiff_t>(which % queue.size());
        auto const taken = *at;
        if (!keep) { queue.erase(at); }
        f(taken);
    }

    // ---- requests

    static model::DeliveryStreamEncryptionConfigurationInput configuration(key const& wanted) {
        model::DeliveryStreamEncryptionConfigurationInput made{{}, wanted.type};
        if (wanted.needs_grant()) { made.KeyARN = wanted.arn; }
        return made;
    }

    void create(std::size_t gateway, std::size_t stream, std::optional<key> const& wanted,
                encryption::caller_facts const& caller) {
        model::CreateDeliveryStreamInput request;
        request.DeliveryStreamName = door::name_of(stream);
        request.S3DestinationConfiguration = raw_json{"{}"};
        if (wanted) { request.DeliveryStreamEncryptionConfigurationInput = configuration(*wanted); }
        call<operation::CreateDeliveryStream>(
            gateway, stream, request,
            encryption::create{
                .wanted = wanted, .caller = caller, .facts = facts_of(wanted), .attempts_before = 100 * ++creations_},
            caller);
    }
    void start(std::size_t gateway, std::size_t stream, key const& wanted, encryption::caller_facts const& caller) {
        call<operation::StartDeliveryStreamEncryption>(gateway, stream, {door::name_of(stream), configuration(wanted)},
                                                       encryption::start{wanted, caller, facts_of(wanted)}, caller);
    }
    [[nodiscard]] encryption::key_facts facts_of(std::optional<key> const& wanted) const {
        return wanted ? keys_.find(wanted->arn) : encryption::key_facts{};
    }

    /// A request that means a command to the life cycle.
    template <class Op>
    void call(std::size_t gateway, std::size_t stream, typename Op::input const& request, command const& means,
              encryption::caller_facts const& caller = {}) {
        auto const before = door_[stream];
        auto const got = door_.call<Op>(stream, request, means, {keys_, caller, 100 * creations_});
        check_time(stream);
        check_ends(stream, before, got.found);
        check_commit(stream, got, means);
        if (got.accepted()) { note_session(stream, got.found.record, caller); }
        send(gateway, stream, got.reply.effects); // of an old stream's end too, where one of its name is made
        if (got.accepted() && std::holds_alternative<encryption::create>(means)) { logs_[stream] = {}; }
    }

    void describe(std::size_t gateway, std::size_t stream) {
        auto const before = door_[stream];
        auto const got = door_.call<operation::DescribeDeliveryStream>(stream, {door::name_of(stream), {}, {}},
                                                                       std::nullopt, {keys_});
        check_time(stream);
        check_ends(stream, before, got.found);
        state const* const s = state_of(stream);
        auto const* const shown = std::get_if<model::DescribeDeliveryStreamOutput>(&got.reply.answer);
        require((shown != nullptr) == (s != nullptr), "what exists is described");
        if (shown != nullptr && s != nullptr) {
            auto const& description = shown->DeliveryStreamDescription;
            require(description.DeliveryStreamStatus == *s->stream, "Describe shows the stream's status");
            require(description.DeliveryStreamEncryptionConfiguration == of_.describe(*s, life_cycle()),
                    "Describe shows what is committed");
        }
        send(gateway, stream, got.reply.effects);
    }

    void put(std::size_t gateway, std::size_t stream) {
        auto const before = door_[stream];
        auto const got =
            door_.call<operation::PutRecord>(stream, {door::name_of(stream), {"x"}}, std::nullopt, {keys_});
        instant const now = check_time(stream);
        check_ends(stream, before, got.found);
        state const* const s = state_of(stream);
        auto const* const taken = std::get_if<model::PutRecordOutput>(&got.reply.answer);
        bool const usable = s == nullptr || !s->effective || !s->effective->key.needs_grant() ||
                            mood(s->effective->key) != key_mood::disabled;
        bool const ready = s != nullptr && s->stream == stream_status::ACTIVE && usable;
        require((taken != nullptr) == ready, "records are taken by an ACTIVE stream with a key that works");
        if (taken != nullptr && ready) {
            require(taken->Encrypted != true || s->effective, "no record is called encrypted without a key in effect");
            require(taken->Encrypted == of_.reported_encrypted(*s, life_cycle(), now), "a Put tells what is committed");
        }
        send(gateway, stream, got.reply.effects);
    }

    void send(std::size_t gateway, std::size_t stream, std::vector<effect> const& effects) {
        for (effect const& each : effects) {
            auto const id = encryption::id_of(std::to_string(stream), each);
            require(sent_.insert(id).second, "no two effects have one id");
            if (subject::kind_of(each) >= encryption::effect_kind::schedule_retirement) { ++logs_[stream].let_go; }
            if (!kind_.by_clock) { effects_.push_back({gateway, stream, each}); }
        }
    }

    // ---- acknowledgements

    void hear(sent_answer const& heard) {
        if (auto const* const retired = std::get_if<encryption::grant_retired>(&heard.what)) {
            left_over_.erase({heard.stream, retired->attempt});
        }
        state const from = state_of(heard.stream) != nullptr ? *state_of(heard.stream) : state{};
        outcome const got = door_.acknowledge(heard.stream, heard.what);
        instant const now = check_time(heard.stream);
        auto const* const d = std::get_if<decision>(&got);
        if (from.stream) { require_none(broken_step(from, heard.what, life_cycle(), now, got)); }
        if (d != nullptr) {
            if (!d->next.stream) { // the cell has gone; what is still to be retired is kept beside it
                for (auto const& each : d->next.grants.scheduled) {
                    left_over_.insert_or_assign({heard.stream, each.attempt}, each.key);
                }
            }
            if (d->next.attempt != from.attempt) { run_waiting(heard.stream, d->next.attempt); }
            send(heard.stream % gateways, heard.stream, d->effects);
        }
        auto const* const made = std::get_if<encryption::grant_created>(&heard.what);
        if (made != nullptr && d == nullptr && is_unneeded(heard.stream, made->attempt)) {
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
        auto const found = sessions_.find({stream, e.attempt});
        bool const too_old = found != sessions_.end() && found->second == session(too_old_session);
        if (mood(e.key) == key_mood::disabled) {
            answer(stream, encryption::grant_refused{e.attempt, DISABLED_KMS_KEY});
        } else if (mood(e.key) == key_mood::no_more_grants || mood(e.key) == key_mood::makes_no_grants || too_old) {
            answer(stream, encryption::grant_refused{e.attempt, CREATE_KMS_GRANT_FAILED});
        } else {
            kms_.insert_or_assign({stream, e.attempt}, e.key);
            answer(stream, encryption::grant_created{e.attempt});
        }
    }

    void carry_out(std::size_t stream, encryption::begin_work const& e) {
        using enum DeliveryStreamFailureType;
        state const* const found = state_of(stream);
        bool const current = found != nullptr && found->pending && found->pending->attempt == e.attempt;
        if (!current) {
            answer(stream, encryption::work_succeeded{e.attempt}); // a worker that knows nothing better
            return;
        }
        state const& s = *found;
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
        if (state const* const s = state_of(stream)) {
            for (effect const& each : of_.outstanding(*s)) { effects_.push_back({stream % gateways, stream, each}); }
        }
        if (of_.is(fault::retirements_not_outstanding)) { return; }
        for (auto const& [id, of_key] : left_over_) {
            if (id.first == stream) {
                effects_.push_back({0, stream, encryption::retire_after_delivery{id.second, of_key}});
            }
        }
    }

    [[nodiscard]] bool is_unneeded(std::size_t stream, std::uint64_t attempt) const {
        state const* const s = state_of(stream);
        return s == nullptr || of_.standing_of(*s, attempt) == encryption::grant_standing::none;
    }

    void audit() {
        std::erase_if(kms_, [&](auto const& each) {
            return is_unneeded(each.first.first, each.first.second) && !left_over_.contains(each.first);
        });
    }

    char const* rest_by_acknowledgements() {
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
            state const* const s = state_of(i);
            if (s == nullptr) { continue; }
            if (s->pending) { return "in the end all work is done"; }
            if (!s->grants.scheduled.empty()) { return "in the end all retirements are done"; }
            if (s->effective && s->effective->key.needs_grant()) { needed.emplace(i, s->effective->attempt); }
        }
        std::set<grant_id> live;
        for (auto const& [id, of_key] : kms_) { live.insert(id); }
        return live == needed ? nullptr : "in the end KMS has the grants that are needed, and no others";
    }

    /// A refused retirement is asked for again only when more work ends, so that it may be left over.
    char const* rest_by_the_clock() {
        clock_ = std::max(clock_, latest_) + 1h;
        for (std::size_t i = 0; i < streams; ++i) {
            if (char const* broken = take({"describe", 0, i})) { return broken; }
            state const* const s = state_of(i);
            if (s == nullptr) { continue; }
            if (s->pending || s->queued) { return "in the end all work is done"; }
            bool const all_refused = std::ranges::all_of(s->grants.scheduled, &encryption::scheduled_grant::refused);
            if (!all_refused) { return "in the end all retirements are done"; }
        }
        return nullptr;
    }

    // ---- what must be so

    void require(bool good, char const* what) {
        if (!good && complaint_ == nullptr) { complaint_ = what; }
    }
    void require_none(char const* broken) { require(broken == nullptr, broken); }

    /// The store's time: a clock that is set back stands still.
    [[nodiscard]] instant store_time() const { return std::max(latest_, clock_); }

    /// Called after each update of this stream; returns the time of the store.
    instant check_time(std::size_t stream) {
        latest_ = store_time();
        state const* const s = state_of(stream);
        if (kind_.by_clock && s != nullptr && s->pending) {
            instant const due = door_[stream]->work_due;
            require(due > latest_, "work that is due is over for whoever looks");
            require(due <= latest_ + rules_.work, "work ends in time");
        }
        return latest_;
    }

    /// Notes whose session asked for the work now under way, or for what waits.
    void note_session(std::size_t stream, std::optional<stream_record> const& found,
                      encryption::caller_facts const& caller) {
        state const* const s = state_of(stream);
        std::uint64_t const before = found ? found->encryption.attempt : 0;
        if (s != nullptr && s->attempt != before) {
            sessions_[{stream, s->attempt}] = caller;
        } else {
            waiting_[stream] = caller;
        }
    }
    void run_waiting(std::size_t stream, std::uint64_t attempt) { sessions_[{stream, attempt}] = waiting_[stream]; }

    /// Checks what a request finds: each work that was due has ended, at its own time and as the keys' facts say; of
    /// the grants that it left, those are retired that KMS lets go.
    void check_ends(std::size_t stream, std::optional<stream_record> const& before, operation::caught_up const& found) {
        if (!before) { return; }
        state s = before->encryption;
        std::vector<effect> effects;
        auto const step = [&](command const& what, instant now) {
            outcome const got = encryption::transition(s, what, life_cycle(), now);
            require_none(broken_step(s, what, life_cycle(), now, got));
            auto const* const d = std::get_if<decision>(&got);
            if (d == nullptr) { return; } // a retirement that was refused before
            effects.insert(effects.end(), d->effects.begin(), d->effects.end());
            s = d->next;
        };
        for (instant due = before->work_due; s.pending && due <= latest_; due += rules_.work) {
            std::uint64_t const attempt = s.pending->attempt;
            auto const failure = documented_end(s, keys_, sessions_[{stream, attempt}], life_cycle());
            if (failure) {
                step(encryption::work_failed{attempt, *failure}, due);
            } else {
                step(encryption::work_succeeded{attempt}, due);
            }
            if (s.attempt != attempt) { run_waiting(stream, s.attempt); }
            auto const scheduled = s.grants.scheduled;
            for (auto const& each : scheduled) {
                if (mood(each.key) == key_mood::keeps_grants) {
                    step(encryption::retirement_refused{each.attempt}, due);
                } else {
                    step(encryption::grant_retired{each.attempt}, due);
                }
            }
        }
        state const as_found = found.record ? found.record->encryption : state{};
        require(found.record.has_value() == s.stream.has_value() && (!s.stream || as_found == s),
                "work that is due has ended as the keys' facts have it");
        require(found.effects == effects, "what ended work asks for is told");
    }

    /// Whatever a request changes, it commits at once: the end of what was due, its transition, and its charge.
    template <class Op> void check_commit(std::size_t stream, seen<Op> const& got, command const& means) {
        auto const& found = got.found.record;
        auto const& after = door_[stream];
        state const from = found ? found->encryption : state{};
        state const next = after ? after->encryption : state{};
        auto const* const d = std::get_if<decision>(&*got.decided);
        if (!got.accepted()) {
            require(next == from, "a refused call changes nothing");
        } else if (d == nullptr) {
            require(false, "what the life cycle refuses is refused");
        } else {
            require(next == d->next, "what is answered is committed");
            std::vector<effect> effects = got.found.effects;
            effects.insert(effects.end(), d->effects.begin(), d->effects.end());
            require(got.reply.effects == effects, "what has to be done is told, in order");
            require_none(broken_step(from, means, life_cycle(), latest_, *got.decided));
        }
        if constexpr (operation::may_answer<Op, model::LimitExceededException>) {
            bool const is_charged = !std::holds_alternative<encryption::create>(means);
            if (is_charged) { check_charge(stream, got.accepted(), d != nullptr); }
        }
    }

    void check_charge(std::size_t stream, bool accepted, bool allowed) {
        auto& log = logs_[stream];
        bool const full = log.counted(latest_, rules_.quota.period) >= rules_.quota.limit;
        require(!accepted || !full, "never more calls than the quota in any 24 hours");
        require(accepted || full || !allowed, "no call is refused below the quota");
        if (accepted) { log.calls.push_back(latest_); }
    }

    char const* look() {
        instant const now = store_time();
        for (std::size_t i = 0; i < streams && complaint_ == nullptr; ++i) {
            state const* const s = state_of(i);
            if (s == nullptr) { continue; }
            require(s->stream.has_value(), "a cell is a stream");
            require_none(broken_state(*s, life_cycle()));
            require_none(broken_answers(of_, *s, life_cycle(), now));
            if (!kind_.by_clock && s->effective && s->effective->key.needs_grant()) {
                auto const found = kms_.find({i, s->effective->attempt});
                bool const held = found != kms_.end() && found->second == s->effective->key;
                require(held, "a key in effect has its grant");
            }
            auto const& grants = s->grants;
            require(logs_[i].let_go == grants.scheduled.size() + grants.forgotten + grants.retired,
                    "whoever has to retire a grant is told");
            auto const verdict = quota::peek(door_[i]->quota, rules_.quota, now);
            std::size_t const counted = logs_[i].counted(now, rules_.quota.period);
            require(verdict.left + counted == rules_.quota.limit || counted > rules_.quota.limit,
                    "the quota counts the calls that were accepted");
        }
        return complaint_;
    }

    /// What has happened to a stream since it was made.
    struct stream_log {
        std::vector<instant> calls{}; // accepted ones, of the kinds that are charged
        std::size_t let_go = 0;       // how many grants a host was told to retire
        [[nodiscard]] std::size_t counted(instant moment, std::chrono::milliseconds period) const {
            return static_cast<std::size_t>(
                std::ranges::count_if(calls, [&](instant call) { return moment - call < period; }));
        }
    };

    subject const& of_;
    fleet_kind kind_;
    operation::policy rules_;
    instant clock_{std::chrono::hours(500'000)};
    instant latest_ = instant::min(); // that the store has seen
    door door_{of_, rules_, clock_, streams};
    stream_log logs_[streams];
    std::map<grant_id, encryption::caller_facts> sessions_{}; // those that asked for an attempt
    encryption::caller_facts waiting_[streams];               // those that asked for what waits
    std::map<grant_id, key> left_over_{};
    std::map<grant_id, key> kms_{};
    key_mood moods_[2] = {key_mood::good, key_mood::good};
    encryption::key_directory keys_{};
    std::vector<sent_effect> effects_{};
    std::vector<sent_answer> answers_{};
    std::set<encryption::effect_id> sent_{};
    std::uint64_t creations_ = 0;
    char const* complaint_ = nullptr;
};

inline fleet_step random_step(dice& d) {
    auto const with = [&](char const* what) { return fleet_step{what, d.below(12), d.below(12), d.below(12)}; };
    switch (d.below(28)) {
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
    case 20:
    case 21: {
        constexpr std::size_t spans[] = {1, 1'000, 5'000, 10'000, 3'600'000, 8 * 3'600'000};
        return {"tick", spans[d.below(std::size(spans))], 0, 0};
    }
    case 22: return d.one_in(3) ? fleet_step{"set_back", 3'600'000, 0, 0} : with("sweep");
    case 23: return with("key");
    case 24: return d.one_in(2) ? with("audit") : with("sweep");
    case 25:
    case 26: return with("put");
    default: return with("describe");
    }
}

/// What is broken by these steps, if anything.
inline char const* run(subject const& of, fleet_kind kind, std::vector<fleet_step> const& steps) {
    fleet f(of, kind);
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
    fleet_kind kind{};
    std::vector<fleet_step> least{};
};

/// Runs of `length` random steps; the kinds of fleets take turns.
inline fleet_result simulate(subject const& of, std::uint64_t seed, std::size_t runs, std::size_t length) {
    fleet_result r;
    for (; r.runs < runs; ++r.runs) {
        r.seed = seed + r.runs;
        r.kind = {.queueing = r.seed % 2 == 0, .by_clock = r.seed / 2 % 2 == 1};
        dice d(r.seed);
        std::vector<fleet_step> steps(length);
        for (fleet_step& each : steps) { each = random_step(d); }
        r.steps += length;
        char const* const broken = run(of, r.kind, steps);
        if (broken == nullptr) { continue; }
        r.broken = broken;
        r.least =
            shrunk(steps, [&](std::vector<fleet_step> const& fewer) { return run(of, r.kind, fewer) != nullptr; });
        return r;
    }
    return r;
}

} // namespace firehose_sse::simulation
