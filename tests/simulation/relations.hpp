// The life cycle a second time, written from what is known of the service and not from the library: a history of what
// has happened, and every question answered by reading it from the end. Slow, without state, and hard to get wrong.
// Tests only. It shares with the library the words of its interface, and nothing else.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "simulation/exhaustive.hpp"
#include "simulation/policy_text.hpp"
#include "simulation/random.hpp"
#include "simulation/subject.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::simulation {

enum class verb : unsigned char {
    made,      // the stream, by Create
    began,     // work
    went_well, // the work of an attempt
    went_badly,
    stopped,  // without work, because there was nothing to stop
    given_up, // the attempt under way, for a deletion
    waits,    // a Start or Stop behind the work under way, or the key of a Create
    ran,      // what waited, or it was dropped
    forced,   // the deletion under way
    granted,  // KMS made the grant of an attempt
    let_go,   // the grant of an attempt is no longer needed
    retired,
    not_retired,
    forgotten, // there were too many to remember
    settled,   // time that passed was noticed: records are of one kind
    gone,      // the stream
};

struct happening {
    verb what;
    std::uint64_t attempt = 0;
    work_kind kind = work_kind::creating;
    key const* of = nullptr; // the key, where there is one
    DeliveryStreamFailureType type = DeliveryStreamFailureType::UNKNOWN_ERROR;
    instant when{};
    bool flag = false; // began, waits: the session was too old; let_go: after delivery
};

class history {
public:
    explicit history(policy const& rules) : rules_(rules) {}

    // ---- questions

    [[nodiscard]] bool exists() const {
        for (auto h = past_.rbegin(); h != past_.rend(); ++h) {
            if (h->what == verb::gone) { return false; }
            if (h->what == verb::made) { return true; }
        }
        return false;
    }
    [[nodiscard]] source_type source() const { return source_; }
    [[nodiscard]] std::uint64_t attempts() const { return attempts_; }

    /// The work that began and has not ended.
    [[nodiscard]] happening const* work() const {
        for (auto h = past_.rbegin(); h != past_.rend(); ++h) {
            if (h->what == verb::went_well || h->what == verb::went_badly) { return nullptr; }
            if (h->what == verb::began) { return &*h; }
        }
        return nullptr;
    }
    [[nodiscard]] happening const* beginning_of(std::uint64_t attempt) const {
        for (auto h = past_.rbegin(); h != past_.rend(); ++h) {
            if (h->what == verb::began && h->attempt == attempt) { return &*h; }
        }
        return nullptr;
    }
    [[nodiscard]] bool has(verb what, std::uint64_t attempt) const {
        return std::any_of(past_.rbegin(), past_.rend(),
                           [&](happening const& h) { return h.what == what && h.attempt == attempt; });
    }

    [[nodiscard]] stream_status stream() const {
        if (auto const* w = work()) {
            if (w->kind == work_kind::creating) { return stream_status::CREATING; }
            if (w->kind == work_kind::deleting) { return stream_status::DELETING; }
        }
        for (auto h = past_.rbegin(); h->what != verb::made; ++h) {
            if (h->what == verb::went_well && h->kind == work_kind::creating) { return stream_status::ACTIVE; }
            if (h->what != verb::went_badly) { continue; }
            if (h->kind == work_kind::creating) { return stream_status::CREATING_FAILED; }
            if (h->kind == work_kind::deleting) { return stream_status::DELETING_FAILED; }
        }
        return stream_status::ACTIVE;
    }

    /// How creating or deleting failed, while the status of the stream says so.
    [[nodiscard]] std::optional<encryption::failure> stream_failure() const {
        auto const current = stream();
        if (current != stream_status::CREATING_FAILED && current != stream_status::DELETING_FAILED) {
            return std::nullopt;
        }
        auto const failed = std::find_if(past_.rbegin(), past_.rend(), [](happening const& h) {
            return h.what == verb::went_badly && (h.kind == work_kind::creating || h.kind == work_kind::deleting);
        });
        return encryption::failure{failed->kind, failed->type};
    }

    /// How the latest attempt to change encryption ended: went_well, went_badly, stopped, given_up; nothing where there
    /// was none.
    [[nodiscard]] happening const* latest_end() const {
        if (!exists()) { return nullptr; }
        for (auto h = past_.rbegin(); h->what != verb::made; ++h) {
            bool const end = h->what == verb::went_well || h->what == verb::went_badly;
            bool const of_encryption = h->kind == work_kind::enabling || h->kind == work_kind::disabling ||
                                       (h->kind == work_kind::creating && h->of != nullptr);
            bool const cut_short = h->what == verb::stopped || h->what == verb::given_up;
            if (cut_short || (end && of_encryption)) { return &*h; }
        }
        return nullptr;
    }

    /// The table of the statuses.
    [[nodiscard]] sse_status status() const {
        if (auto const* w = work()) {
            if (w->kind == work_kind::enabling) { return sse_status::ENABLING; }
            if (w->kind == work_kind::disabling) { return sse_status::DISABLING; }
            if (w->kind == work_kind::creating && w->of != nullptr) { return sse_status::ENABLING; }
        }
        auto const* end = latest_end();
        if (end == nullptr || end->what == verb::stopped) { return sse_status::DISABLED; }
        if (end->what == verb::given_up) { return in_effect() ? sse_status::ENABLED : sse_status::DISABLED; }
        if (end->what == verb::went_well) {
            return end->kind == work_kind::disabling ? sse_status::DISABLED : sse_status::ENABLED;
        }
        return end->kind == work_kind::disabling ? sse_status::DISABLING_FAILED : sse_status::ENABLING_FAILED;
    }

    /// The success that put the key in effect there; a failure never takes it away.
    [[nodiscard]] happening const* in_effect() const {
        if (!exists()) { return nullptr; }
        for (auto h = past_.rbegin(); h->what != verb::made; ++h) {
            if (h->what != verb::went_well) { continue; }
            if (h->kind == work_kind::disabling) { return nullptr; }
            if (h->of != nullptr) { return &*h; }
        }
        return nullptr;
    }

    [[nodiscard]] key const* attempted() const {
        if (!exists()) { return nullptr; }
        for (auto h = past_.rbegin(); h->what != verb::made; ++h) {
            if (h->what == verb::stopped) { return nullptr; }
            if (h->what == verb::went_well && h->kind == work_kind::disabling) { return nullptr; }
            if (h->what == verb::given_up) { return in_effect() != nullptr ? in_effect()->of : nullptr; }
            if (h->what == verb::began && h->of != nullptr) { return h->of; }
        }
        return nullptr;
    }

    /// Until when records may be of the other kind; instant::min() once that is over and time_passed was heard.
    [[nodiscard]] instant settled_at() const {
        if (!exists()) { return instant::min(); }
        for (auto h = past_.rbegin(); h->what != verb::made; ++h) {
            if (h->what == verb::settled) { return instant::min(); }
            if (h->what != verb::went_well) { continue; }
            bool const stopped_something = h->kind == work_kind::disabling && h->flag;
            bool const started = h->kind != work_kind::disabling && h->of != nullptr;
            if (stopped_something || started) { return h->when + rules_.settling; }
        }
        return instant::min();
    }

    [[nodiscard]] happening const* waiting() const {
        for (auto h = past_.rbegin(); h != past_.rend(); ++h) {
            if (h->what == verb::ran) { return nullptr; }
            if (h->what == verb::waits) { return &*h; }
        }
        return nullptr;
    }

    [[nodiscard]] bool wants_grant(std::uint64_t attempt) const {
        auto const* const begun = beginning_of(attempt);
        return begun != nullptr && begun->of != nullptr && begun->of->needs_grant();
    }
    /// The grants in use: the key in effect's, and the one under way once it is known to be made.
    [[nodiscard]] std::size_t live() const {
        std::size_t count = 0;
        if (auto const* e = in_effect(); e != nullptr && e->of->needs_grant()) { ++count; }
        if (auto const* w = work(); w != nullptr && has(verb::granted, w->attempt)) { ++count; }
        return count;
    }
    [[nodiscard]] std::vector<happening const*> scheduled() const {
        std::vector<happening const*> all;
        for (happening const& h : past_) {
            if (h.what == verb::let_go && !has(verb::retired, h.attempt) && !has(verb::forgotten, h.attempt)) {
                all.push_back(&h);
            }
        }
        return all;
    }
    [[nodiscard]] std::size_t count(verb what) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(past_, [&](happening const& h) { return h.what == what; }));
    }

    /// What is known of a record written now: the words of the table, line by line.
    [[nodiscard]] truth encrypted(instant now) const {
        bool const has_key = in_effect() != nullptr;
        if (now < settled_at()) { return truth::indeterminate; }
        switch (status()) {
        case sse_status::DISABLED: return truth::no;
        case sse_status::ENABLED: return truth::yes;
        case sse_status::ENABLING: return has_key ? truth::indeterminate : truth::no;
        case sse_status::ENABLING_FAILED: return has_key ? truth::yes : truth::no;
        case sse_status::DISABLING:
        case sse_status::DISABLING_FAILED: return has_key ? truth::indeterminate : truth::no;
        }
        return truth::indeterminate;
    }

    [[nodiscard]] std::optional<bool> reported(instant now) const {
        truth const known = encrypted(now);
        if (known != truth::indeterminate) { return known == truth::yes; }
        auto answer = encryption::changing_answer::unsettled;
        if (now >= settled_at()) { answer = status() == sse_status::ENABLING ? rules_.rotating : rules_.disabling; }
        if (answer != encryption::changing_answer::unsettled) {
            return answer == encryption::changing_answer::encrypted;
        }
        if (rules_.unsettled == encryption::unsettled_answer::absent) { return std::nullopt; }
        return rules_.unsettled == encryption::unsettled_answer::encrypted;
    }

    /// How the latest change of encryption failed, while that is its status.
    [[nodiscard]] std::optional<DeliveryStreamFailureType> change_failure() const {
        sse_status const now = status();
        bool const failed = now == sse_status::ENABLING_FAILED || now == sse_status::DISABLING_FAILED;
        return failed ? std::optional(latest_end()->type) : std::nullopt;
    }

    [[nodiscard]] shown_block described() const {
        if (!exists() || source_ != source_type::DirectPut) { return std::nullopt; }
        sse_status const now = status();
        model::DeliveryStreamEncryptionConfiguration shown{.Status = now};
        if (now == sse_status::DISABLED) { return shown; }
        auto const* const effective = in_effect();
        key const* of = nullptr;
        if (rules_.describe_key == encryption::described_key::attempted_only) {
            of = attempted();
        } else if (rules_.describe_key == encryption::described_key::by_status && now == sse_status::ENABLING) {
            of = attempted();
        } else if (effective != nullptr) {
            of = effective->of;
        } else if (rules_.describe_key == encryption::described_key::by_status) {
            of = attempted();
        }
        if (of != nullptr) {
            shown.KeyType = of->type;
            if (of->needs_grant()) { shown.KeyARN = of->arn; }
        }
        if (auto const of_change = change_failure()) {
            shown.FailureDescription = encryption::to_description({work_kind::enabling, *of_change});
        } else if (rules_.describe_failure == encryption::described_failure::everywhere && stream_failure()) {
            shown.FailureDescription = encryption::to_description(*stream_failure());
        }
        return shown;
    }

    /// The kind of failure that is told of the stream.
    [[nodiscard]] std::optional<DeliveryStreamFailureType> described_failure() const {
        if (auto const of_stream = stream_failure()) { return of_stream->type; }
        bool const told = rules_.describe_failure == encryption::described_failure::everywhere;
        return told ? change_failure() : std::nullopt;
    }

    // ---- what a command comes to

    struct result {
        std::optional<refusal> refused{};
        std::vector<effect> effects{};
    };

    result take(command const& what, instant now) {
        result r;
        now_ = now;
        auto before = held();
        later_ = false;
        lost_.clear();
        std::visit([&](auto const& c) { hear(c, r); }, what);
        if (r.refused) { return r; }
        for (auto const& each : lost_) {
            if (std::ranges::find(before, each) == before.end()) { before.push_back(each); }
        }
        // whatever grant is no longer needed is let go, before anything begins
        std::vector<effect> retirements;
        auto const after = held();
        for (auto const& [attempt, of] : before) {
            if (std::ranges::find(after, attempt, &held_grant::first) == after.end()) {
                note({.what = verb::let_go, .attempt = attempt, .of = of, .flag = later_});
                if (later_) {
                    retirements.emplace_back(encryption::retire_after_delivery{attempt, *of});
                } else {
                    retirements.emplace_back(encryption::schedule_retirement{attempt, *of});
                }
            }
        }
        while (scheduled().size() > rules_.max_scheduled_grants) {
            note({.what = verb::forgotten, .attempt = scheduled().front()->attempt});
        }
        r.effects.insert(r.effects.begin(), retirements.begin(), retirements.end());
        return r;
    }

    [[nodiscard]] bool was_forced() const {
        auto const* const w = work();
        return w != nullptr && has(verb::forced, w->attempt);
    }
    [[nodiscard]] bool was_not_retired(std::uint64_t attempt) const { return has(verb::not_retired, attempt); }

private:
    using held_grant = std::pair<std::uint64_t, key const*>;

    void note(happening const& h) { past_.push_back(h); }

    /// Grants that exist and are in use.
    [[nodiscard]] std::vector<held_grant> held() const {
        std::vector<held_grant> all;
        if (auto const* e = in_effect(); e != nullptr && e->of->needs_grant()) { all.emplace_back(e->attempt, e->of); }
        if (auto const* w = work(); w != nullptr && has(verb::granted, w->attempt)) {
            all.emplace_back(w->attempt, w->of);
        }
        return all;
    }

    void begin(work_kind kind, key const* of, bool old, result& r) {
        note({.what = verb::began, .attempt = ++attempts_, .kind = kind, .of = of, .flag = old});
        if (of != nullptr && of->needs_grant()) { r.effects.emplace_back(encryption::create_grant{attempts_, *of}); }
        r.effects.emplace_back(encryption::begin_work{attempts_, kind});
    }

    static key const* one_of(std::optional<key> const& k) {
        return !k ? nullptr : *k == own ? &own : *k == a ? &a : &b;
    }

    [[nodiscard]] std::optional<refusal> bad(key const& wanted, encryption::caller_facts const& caller,
                                             encryption::key_facts const& facts) const {
        if (wanted.type == model::KeyType::AWS_OWNED_CMK) { return std::nullopt; }
        using encryption::key_state;
        bool const works = facts.state == key_state::enabled || facts.state == key_state::grant_limit;
        if (!works && rules_.bad_key == encryption::bad_key_answer::invalid_kms_resource) {
            return refusal::key_unusable;
        }
        if (old(caller) && rules_.old_session == encryption::old_session_answer::invalid_kms_resource) {
            return refusal::credentials_too_old;
        }
        auto const* const e = in_effect();
        bool const has_it = e != nullptr && *e->of == wanted;
        if (!has_it && facts.other_streams + 1 > rules_.max_streams_per_key) {
            return refusal::key_in_too_many_streams;
        }
        return std::nullopt;
    }
    [[nodiscard]] bool old(encryption::caller_facts const& caller) const {
        return caller.credential_age.value_or(0s) > rules_.max_credential_age;
    }

    void hear(encryption::create const& c, result& r) {
        if (exists()) {
            r.refused = refusal::stream_exists;
            return;
        }
        if (c.wanted) {
            r.refused = c.source == source_type::DirectPut ? bad(*c.wanted, c.caller, c.facts)
                                                           : std::optional(refusal::not_direct_put);
            if (r.refused) { return; }
        }
        note({.what = verb::made});
        source_ = c.source;
        attempts_ = std::max(attempts_, c.attempts_before);
        bool const later = rules_.create_with_key == encryption::create_with_key_answer::then_enabling;
        begin(work_kind::creating, later ? nullptr : one_of(c.wanted), old(c.caller), r);
        if (later && c.wanted) { note({.what = verb::waits, .of = one_of(c.wanted), .flag = old(c.caller)}); }
    }

    std::optional<refusal> not_now() const {
        if (!exists()) { return refusal::stream_not_found; }
        if (source_ != source_type::DirectPut) { return refusal::not_direct_put; }
        if (stream() != stream_status::ACTIVE) { return refusal::stream_not_active; }
        if (work() != nullptr && rules_.busy == encryption::busy_answer::resource_in_use) {
            return refusal::change_under_way;
        }
        return std::nullopt;
    }

    void hear(encryption::start const& c, result& r) {
        r.refused = not_now();
        using encryption::start_after_failed_stop_answer;
        if (!r.refused && status() == sse_status::DISABLING_FAILED &&
            rules_.start_after_failed_stop != start_after_failed_stop_answer::accept) {
            r.refused = refusal::change_failed_in_use;
        }
        if (!r.refused) { r.refused = bad(c.wanted, c.caller, c.facts); }
        if (r.refused) { return; }
        if (work() != nullptr) {
            note({.what = verb::waits, .of = one_of(c.wanted), .flag = old(c.caller)});
        } else {
            enable(one_of(c.wanted), old(c.caller), r);
        }
    }

    void enable(key const* wanted, bool with_old_session, result& r) {
        bool const again = status() == sse_status::ENABLED && *in_effect()->of == *wanted;
        if (again && rules_.same_key == encryption::same_key_answer::no_op) { return; }
        begin(work_kind::enabling, wanted, with_old_session, r);
    }

    void hear(encryption::stop const&, result& r) {
        r.refused = not_now();
        if (r.refused) { return; }
        if (work() != nullptr) {
            note({.what = verb::waits});
            return;
        }
        using encryption::stop_when_disabled_answer;
        using encryption::stop_without_key_answer;
        if (status() == sse_status::DISABLED) {
            if (rules_.stop_when_disabled == stop_when_disabled_answer::invalid_argument) {
                r.refused = refusal::not_encrypted;
            } else if (rules_.stop_when_disabled == stop_when_disabled_answer::resource_in_use) {
                r.refused = refusal::not_encrypted_in_use;
            } else {
                stop_what_is_disabled(r);
            }
            return;
        }
        r.refused = after_failure();
        if (!r.refused && in_effect() == nullptr) {
            if (rules_.stop_without_key == stop_without_key_answer::invalid_argument) {
                r.refused = refusal::not_encrypted;
            } else if (rules_.stop_without_key == stop_without_key_answer::resource_in_use) {
                r.refused = refusal::not_encrypted_in_use;
            }
        }
        if (!r.refused) { disable(r); }
    }

    /// Why Stop is refused after the latest attempt went badly; nothing when it is not.
    [[nodiscard]] std::optional<refusal> after_failure() const {
        using encryption::stop_after_failure_answer;
        auto const* const end = latest_end();
        if (end->what != verb::went_badly) { return std::nullopt; }
        auto answer = stop_after_failure_answer::accept;
        if (end->kind == work_kind::disabling) {
            answer = rules_.stop_after_failed_stop;
        } else if (in_effect() != nullptr) {
            answer = rules_.stop_after_failed_rotation;
        }
        if (answer == stop_after_failure_answer::invalid_argument) { return refusal::change_failed; }
        if (answer == stop_after_failure_answer::resource_in_use) { return refusal::change_failed_in_use; }
        return std::nullopt;
    }

    void stop_what_is_disabled(result& r) {
        if (rules_.stop_when_disabled == encryption::stop_when_disabled_answer::through_disabling) {
            begin(work_kind::disabling, nullptr, false, r);
        }
    }

    void disable(result& r) {
        bool const detour = rules_.stop_without_key == encryption::stop_without_key_answer::through_disabling;
        if (in_effect() != nullptr || detour) {
            begin(work_kind::disabling, nullptr, false, r);
        } else {
            note({.what = verb::stopped});
        }
    }

    void hear(encryption::remove const& c, result& r) {
        if (!exists()) {
            r.refused = refusal::stream_not_found;
        } else if (stream() == stream_status::CREATING) {
            r.refused = refusal::stream_not_active;
        } else if (stream() == stream_status::DELETING) {
            if (c.forced) { note({.what = verb::forced, .attempt = work()->attempt}); }
        } else if (work() != nullptr &&
                   (work()->kind == work_kind::disabling ||
                    rules_.delete_while_enabling != encryption::delete_while_enabling_answer::accept)) {
            r.refused = refusal::change_under_way;
        } else {
            if (work() != nullptr) { // for all we know its grant exists
                happening const w = *work();
                grant_was_made(w.attempt);
                if (has(verb::granted, w.attempt)) { lost_.emplace_back(w.attempt, w.of); }
                note({.what = verb::given_up, .attempt = w.attempt});
            }
            if (waiting() != nullptr) { note({.what = verb::ran}); }
            begin(work_kind::deleting, nullptr, false, r);
            if (c.forced) { note({.what = verb::forced, .attempt = attempts_}); }
        }
    }

    [[nodiscard]] bool is_under_way(std::uint64_t attempt) const {
        auto const* const w = work();
        return w != nullptr && w->attempt == attempt;
    }

    /// The host has said, openly or by implication, that the grant was made.
    void grant_was_made(std::uint64_t attempt) {
        if (wants_grant(attempt) && !has(verb::granted, attempt)) { note({.what = verb::granted, .attempt = attempt}); }
    }

    void end(std::uint64_t attempt, bool well, DeliveryStreamFailureType type, result& r) {
        happening const w = *work();
        later_ = w.kind == work_kind::disabling || w.kind == work_kind::deleting;
        bool const made = has(verb::granted, attempt);
        bool const had_key = in_effect() != nullptr;
        note({.what = well ? verb::went_well : verb::went_badly,
              .attempt = attempt,
              .kind = w.kind,
              .of = w.of,
              .type = type,
              .when = now_,
              .flag = had_key});
        if (well && w.kind == work_kind::deleting) { note({.what = verb::gone}); }
        if (!well && made) { lost_.emplace_back(attempt, w.of); }
        auto const* const next = waiting();
        if (next == nullptr) { return; }
        happening const waited = *next;
        note({.what = verb::ran});
        if (!exists() || stream() != stream_status::ACTIVE) { return; }
        if (waited.of != nullptr) {
            enable(waited.of, waited.flag, r);
        } else if (status() == sse_status::DISABLED) {
            stop_what_is_disabled(r);
        } else {
            disable(r);
        }
    }

    void hear(encryption::work_succeeded const& c, result& r) {
        if (!is_under_way(c.attempt)) {
            r.refused = refusal::stale_acknowledgement;
            return;
        }
        grant_was_made(c.attempt);
        end(c.attempt, true, {}, r);
    }
    void hear(encryption::work_failed const& c, result& r) {
        if (!is_under_way(c.attempt)) {
            r.refused = refusal::stale_acknowledgement;
            return;
        }
        if (c.type != DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED) { grant_was_made(c.attempt); }
        end(c.attempt, false, c.type, r);
    }
    void hear(encryption::grant_refused const& c, result& r) {
        if (!is_under_way(c.attempt) || !wants_grant(c.attempt) || has(verb::granted, c.attempt)) {
            r.refused = refusal::stale_acknowledgement;
            return;
        }
        end(c.attempt, false, c.type, r);
    }

    void hear(encryption::grant_created const& c, result& r) {
        if (!is_under_way(c.attempt) || !wants_grant(c.attempt) || has(verb::granted, c.attempt)) {
            r.refused = refusal::stale_acknowledgement;
            return;
        }
        grant_was_made(c.attempt);
    }

    [[nodiscard]] bool is_scheduled(std::uint64_t attempt) const {
        return has(verb::let_go, attempt) && !has(verb::retired, attempt) && !has(verb::forgotten, attempt);
    }
    void hear(encryption::grant_retired const& c, result& r) {
        if (is_scheduled(c.attempt)) {
            note({.what = verb::retired, .attempt = c.attempt});
        } else {
            r.refused = refusal::stale_acknowledgement;
        }
    }
    void hear(encryption::retirement_refused const& c, result& r) {
        if (is_scheduled(c.attempt) && !has(verb::not_retired, c.attempt)) {
            note({.what = verb::not_retired, .attempt = c.attempt});
        } else {
            r.refused = refusal::stale_acknowledgement;
        }
    }
    void hear(encryption::time_passed const&, result&) {
        if (settled_at() <= now_) { note({.what = verb::settled}); }
    }

    policy const& rules_;
    std::vector<happening> past_{};
    source_type source_ = source_type::DirectPut;
    std::uint64_t attempts_ = 0;
    instant now_{};
    bool later_ = false;
    std::vector<held_grant> lost_{}; // grants of attempts that failed in this step
};

/// The first difference between what both say of a stream, if any.
inline char const* difference(subject const& of, state const& s, history const& told, policy const& rules,
                              instant now) {
    finding f;
    f.require(s.stream.has_value() == told.exists(), "whether the stream exists");
    f.require(s.attempt == told.attempts(), "how many attempts there were");
    f.require(s.grants.created == told.count(verb::granted), "grants created");
    f.require(s.grants.retired == told.count(verb::retired), "grants retired");
    f.require(s.grants.forgotten == told.count(verb::forgotten), "grants forgotten");
    auto const scheduled = told.scheduled();
    f.require(s.grants.scheduled.size() == scheduled.size(), "grants scheduled");
    for (std::size_t i = 0; i < scheduled.size() && f.broken() == nullptr; ++i) {
        auto const& each = s.grants.scheduled[i];
        f.require(each.attempt == scheduled[i]->attempt && each.key == *scheduled[i]->of, "which grants are scheduled");
        f.require(each.after_delivery == scheduled[i]->flag, "which grants wait for delivery");
        f.require(each.refused == told.was_not_retired(each.attempt), "which retirements were refused");
    }
    f.require(encryption::live_grants(s) == told.live(), "grants in use");
    f.require(of.describe(s, rules) == told.described(), "what Describe shows");
    f.require(of.records_encrypted(s, now) == told.encrypted(now), "whether records are encrypted");
    f.require(of.reported_encrypted(s, rules, now) == told.reported(now), "what a Put reports");
    if (!told.exists() || f.broken() != nullptr) { return f.broken(); }

    f.require(s.stream == told.stream(), "the stream's status");
    f.require(s.stream_failure == told.stream_failure(), "why creating or deleting failed");
    auto const failed = encryption::describe_failure(s, rules);
    f.require((failed ? failed->Type.value() : std::nullopt) == told.described_failure(), "what is told of the stream");
    f.require(s.source == told.source(), "the source");
    f.require(status(s) == told.status(), "the status");
    auto const* const effective = told.in_effect();
    f.require(s.effective.has_value() == (effective != nullptr), "whether a key is in effect");
    if (s.effective && effective != nullptr) {
        f.require(s.effective->key == *effective->of && s.effective->attempt == effective->attempt,
                  "the key in effect");
    }
    auto const* const attempted = told.attempted();
    f.require(s.attempted ? attempted != nullptr && *s.attempted == *attempted : attempted == nullptr,
              "the key attempted");
    auto const* const work = told.work();
    f.require(s.pending.has_value() == (work != nullptr), "whether work is under way");
    if (s.pending && work != nullptr) {
        f.require(s.pending->kind == work->kind && s.pending->attempt == work->attempt, "the work under way");
        f.require(s.pending->credentials_too_old == work->flag, "whose session was too old");
        f.require(s.pending->forced == told.was_forced(), "whether deletion is forced");
        f.require(s.pending->granted == told.has(verb::granted, work->attempt), "whether the grant is made");
    }
    auto const* const waiting = told.waiting();
    f.require(s.queued.has_value() == (waiting != nullptr), "whether a change waits");
    if (s.queued && waiting != nullptr) {
        bool const same =
            s.queued->key ? waiting->of != nullptr && *s.queued->key == *waiting->of : waiting->of == nullptr;
        f.require(same && s.queued->credentials_too_old == waiting->flag, "the change that waits");
    }
    f.require(s.settled_at == told.settled_at(), "when records settle");
    return f.broken();
}

/// One step of a random life: a command, whose attempt counts back from the latest, and the time before it.
struct move {
    command what;
    std::chrono::milliseconds after{};
};

inline move random_move(dice& d, policy const& rules) {
    using namespace encryption;
    auto const any_key = [&] { return d.of<key const*>({&own, &a, &a, &b}); };
    auto const caller = [&] {
        return d.one_in(3) ? caller_facts{rules.max_credential_age + d.of({1s, 0s})} : caller_facts{};
    };
    auto const facts = [&] {
        key_facts made;
        if (d.one_in(6)) { made.state = d.any<key_state>(); }
        if (d.one_in(8)) { made.other_streams = rules.max_streams_per_key - d.below(2); }
        return made;
    };
    // mostly of the latest attempt; else an earlier one, or one that has not been
    auto const attempt = [&]() -> std::uint64_t { return d.one_in(4) ? d.below(5) - 1 : 0; };
    auto const type = [&] {
        using enum DeliveryStreamFailureType;
        return d.of({KMS_ACCESS_DENIED, DISABLED_KMS_KEY, CREATE_KMS_GRANT_FAILED, RETIRE_KMS_GRANT_FAILED});
    };
    move m{stop{}, d.of({0ms, 0ms, 1ms, 1'000ms, 4'999ms, 5'000ms, 3'600'000ms})};
    switch (d.below(16)) {
    case 0:
    case 1: {
        create c{.caller = caller(), .facts = facts(), .attempts_before = d.one_in(8) ? d.below(20) : 0};
        if (!d.one_in(3)) { c.wanted = *any_key(); }
        if (d.one_in(8)) { c.source = d.of({source_type::KinesisStreamAsSource, source_type::MSKAsSource}); }
        m.what = c;
        break;
    }
    case 2:
    case 3:
    case 4: m.what = start{*any_key(), caller(), facts()}; break;
    case 5: m.what = stop{}; break;
    case 6: m.what = remove{d.one_in(2)}; break;
    case 7:
    case 8:
    case 9:
    case 10: m.what = work_succeeded{attempt()}; break;
    case 11: m.what = work_failed{attempt(), type()}; break;
    case 12: m.what = grant_created{attempt()}; break;
    case 13:
        if (d.one_in(2)) {
            m.what = grant_refused{attempt(), type()};
        } else {
            m.what = time_passed{};
        }
        break;
    case 14: m.what = grant_retired{d.below(5)}; break;
    default: m.what = retirement_refused{d.below(5)}; break;
    }
    return m;
}

inline policy random_policy(dice& d) {
    using namespace encryption;
    policy rules;
    rules.settling = d.of({5'000ms, 5'000ms, 0ms, 1'000ms});
    rules.max_credential_age = d.of<std::chrono::seconds>({6h, 6h, 1h, 0h});
    rules.max_streams_per_key = d.of<std::size_t>({500, 500, 2, 1});
    rules.max_scheduled_grants = d.of<std::size_t>({8, 2, 1, 0});
    rules.create_with_key = d.any<create_with_key_answer>();
    rules.busy = d.any<busy_answer>();
    rules.stop_when_disabled = d.any<stop_when_disabled_answer>();
    rules.same_key = d.any<same_key_answer>();
    rules.bad_key = d.any<bad_key_answer>();
    rules.old_session = d.any<old_session_answer>();
    rules.stop_without_key = d.any<stop_without_key_answer>();
    rules.start_after_failed_stop = d.any<start_after_failed_stop_answer>();
    rules.stop_after_failed_stop = d.any<stop_after_failure_answer>();
    rules.stop_after_failed_rotation = d.any<stop_after_failure_answer>();
    rules.delete_while_enabling = d.any<delete_while_enabling_answer>();
    rules.describe_key = d.any<described_key>();
    rules.unsettled = d.any<unsettled_answer>();
    rules.rotating = d.any<changing_answer>();
    rules.disabling = d.any<changing_answer>();
    rules.describe_failure = d.any<described_failure>();
    return rules;
}

/// What the two disagree about first, over a whole life.
inline char const* disagreement(subject const& of, policy const& rules, std::vector<move> const& moves) {
    state s;
    history told(rules);
    instant now{std::chrono::hours(500'000)};
    for (move const& m : moves) {
        now += m.after;
        command what = m.what;
        std::visit(
            [&](auto& c) {
                if constexpr (requires { c.attempt; }) { c.attempt = s.attempt - c.attempt; }
            },
            what);
        outcome const got = of.step(s, what, rules, now);
        auto const expected = told.take(what, now);
        auto const* const d = std::get_if<decision>(&got);
        if ((d == nullptr) != expected.refused.has_value()) { return "whether the command is refused"; }
        if (d == nullptr) {
            if (std::get<refusal>(got) != *expected.refused) { return "why the command is refused"; }
            continue;
        }
        if (std::vector<effect>(d->effects) != expected.effects) { return "the effects"; }
        s = d->next;
        if (char const* what_differs = difference(of, s, told, rules, now)) { return what_differs; }
    }
    return nullptr;
}

struct comparison {
    std::size_t sequences = 0;
    std::size_t steps = 0;
    std::string broken{};
    std::string where{}; // the seed, the policy, and the shortest sequence found
};

inline comparison compare(subject const& of, std::uint64_t seed, std::size_t sequences) {
    comparison c;
    for (; c.sequences < sequences; ++c.sequences) {
        dice d(seed + c.sequences);
        policy const rules = random_policy(d);
        std::vector<move> moves(4 + d.below(14));
        for (move& m : moves) { m = random_move(d, rules); }
        moves.front().what = encryption::create{.wanted = d.one_in(2) ? std::optional(a) : std::nullopt};
        c.steps += moves.size();
        char const* const broken = disagreement(of, rules, moves);
        if (broken == nullptr) { continue; }
        auto const least =
            shrunk(moves, [&](std::vector<move> const& fewer) { return disagreement(of, rules, fewer) != nullptr; });
        char const* const at_least = disagreement(of, rules, least); // may be null: then it is not the same each time
        c.broken = at_least == nullptr ? broken : at_least;
        c.where = "seed " + std::to_string(seed + c.sequences) + "; " + text_of(rules);
        for (move const& m : least) { c.where += "; " + std::to_string(m.after / 1ms) + " ms, " + text_of(m.what); }
        return c;
    }
    return c;
}

} // namespace firehose_sse::simulation
